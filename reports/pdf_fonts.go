package reports

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
)

var (
	fontNamed = regexp.MustCompile(`/(BaseFont|FontName) /utf8([a-z]+)\b`)
	fontFile  = regexp.MustCompile(`/FontFile2 (\d+) 0 R`)
)

// fonts gives the embedded fonts the names that their makers gave them, with six letters before them that say that only a
// part is embedded (ISO 32000-1 §9.6.4). The letters follow from that part.
func (d *document) fonts() error {
	names := map[string]string{}
	for _, body := range d.objects {
		if !bytes.HasPrefix(body, []byte("<</Type /FontDescriptor")) {
			continue
		}
		name, file := fontNamed.FindSubmatch(body), fontFile.FindSubmatch(body)
		if name == nil || file == nil {
			return fmt.Errorf("a font without a name or a file")
		}
		n, err := strconv.Atoi(string(file[1]))
		if err != nil || n < 1 || n > len(d.objects) {
			return fmt.Errorf("a font's file is not there")
		}
		names[string(name[2])] = subsetTag(d.objects[n-1]) + "+" + makersName(string(name[2]))
	}
	for i, body := range d.objects {
		if bytes.HasPrefix(body, []byte("<</Type /Font")) {
			d.objects[i] = fontNamed.ReplaceAllFunc(body, func(found []byte) []byte {
				m := fontNamed.FindSubmatch(found)
				return fmt.Appendf(nil, "/%s /%s", m[1], names[string(m[2])])
			})
		}
	}
	return nil
}

// subsetTag makes six capital letters of a font's file.
func subsetTag(file []byte) string {
	sum := sha256.Sum256(file)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}
