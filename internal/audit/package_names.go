package audit

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// names gives files names that are made of what strangers said: safe on every file system, and each another one.
type names struct {
	known map[[2]string]string // what a text is called in a folder
	taken map[string]bool      // paths in lower case, because some file systems do not tell the two apart
}

func newNames() *names { return &names{known: map[[2]string]string{}, taken: map[string]bool{}} }

// in returns the path for a text in a folder, the same for the same.
func (n *names) in(folder, text, suffix string) string {
	key := [2]string{folder, text + "\x00" + suffix}
	if path, is := n.known[key]; is {
		return path
	}
	path := folder + "/" + safeName(text) + suffix
	if n.taken[strings.ToLower(path)] {
		path = fmt.Sprintf("%s/%s~%x%s", folder, safeName(text), sha256.Sum256([]byte(text)), suffix)
	}
	n.known[key], n.taken[strings.ToLower(path)] = path, true
	return path
}

// longName is how many bytes a name may have before it is cut; with what is added it stays below the 255 that file systems
// take.
const longName = 120

// safeName keeps letters, digits, "_", "-" and dots within, and writes every other byte as % and two digits. A long name
// is cut, and ends with ~ and a digest of the whole. A "~" stands nowhere else.
func safeName(text string) string {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-', c == '.' && i > 0 && i < len(text)-1:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	name := b.String()
	switch {
	case name == "":
		return "%"
	case len(name) > longName:
		return fmt.Sprintf("%s~%x", name[:longName-60], sha256.Sum256([]byte(text)))
	}
	return name
}
