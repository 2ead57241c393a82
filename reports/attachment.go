package reports

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strings"
)

// An Attachment is a file that a PDF carries: what the report is made of, so that it can be checked without anything else.
type Attachment struct {
	// Name is a plain file name in ASCII, unique in a report, for example "findings.json".
	Name string
	// Description is one line for the reader's list of attachments.
	Description string
	// Type is the media type, for example "application/json".
	Type string
	// Data belongs to the attachment: nobody changes it. It is nil in one that [Pack] made.
	Data []byte
	pack *pack
	// Known, where it is set, stands for the data: the pages show its size and digest, and the PDF carries no bytes of the
	// file. That is for pages that are drawn again to be compared.
	Known *Beside
}

// A pack is a file in the form in which a PDF carries it. The file itself may be large and is not held.
type pack struct {
	deflated []byte
	size     int
	sum      [sha256.Size]byte
}

// Pack gives the attachment the text that write writes, without holding it as a whole.
func (f Attachment) Pack(write func(io.Writer) error) (Attachment, error) {
	var deflated bytes.Buffer
	digest, compressor := sha256.New(), zlib.NewWriter(&deflated)
	counter := &counter{to: io.MultiWriter(digest, compressor)}
	if err := write(counter); err != nil {
		return f, err
	}
	if err := compressor.Close(); err != nil {
		return f, err
	}
	f.Data, f.pack = nil, &pack{deflated: deflated.Bytes(), size: counter.n, sum: [sha256.Size]byte(digest.Sum(nil))}
	return f, nil
}

// counter counts what passes.
type counter struct {
	to io.Writer
	n  int
}

func (c *counter) Write(text []byte) (int, error) {
	n, err := c.to.Write(text)
	c.n += n
	return n, err
}

// Size is the file's length in bytes.
func (f Attachment) Size() int {
	switch {
	case f.Known != nil:
		return f.Known.Bytes
	case f.pack != nil:
		return f.pack.size
	}
	return len(f.Data)
}

// SHA256 is the digest of the file.
func (f Attachment) SHA256() [sha256.Size]byte {
	if f.pack != nil {
		return f.pack.sum
	}
	return sha256.Sum256(f.Data)
}

// stream is the file as a PDF carries it. What is compressed already is carried as it is.
func (f Attachment) stream() (data []byte, filter string, err error) {
	const flate = " /Filter /FlateDecode"
	switch {
	case f.Known != nil:
		return nil, "", nil
	case f.pack != nil:
		return f.pack.deflated, flate, nil
	case strings.HasSuffix(f.Type, "gzip"):
		return f.Data, "", nil
	}
	packed, err := f.Pack(func(w io.Writer) error { _, err := w.Write(f.Data); return err })
	if err != nil {
		return nil, "", err
	}
	return packed.pack.deflated, flate, nil
}

// digest is the file's SHA-256 in hexadecimal.
func (f Attachment) digest() string {
	if f.Known != nil {
		return strings.TrimPrefix(f.Known.SHA256, "sha256:")
	}
	return fmt.Sprintf("%x", f.SHA256())
}

// SnapshotFile is the name of the attachment without which a report's findings cannot be judged again.
const SnapshotFile = "snapshot.jsonl.gz"

// attach adds embedded files and associates them with the document (ISO 32000-2 §7.11.4 and §14.13).
func (d *document) attach(files []Attachment, date string) error {
	files = slices.SortedFunc(slices.Values(files), func(a, b Attachment) int { return strings.Compare(a.Name, b.Name) })
	var names, all strings.Builder
	for i, f := range files {
		if f.Name == "" || strings.IndexFunc(f.Name, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`()<>[]{}/\%`, r) }) >= 0 {
			return fmt.Errorf("%q is no name of an attachment", f.Name)
		}
		if i > 0 && files[i-1].Name == f.Name {
			return fmt.Errorf("two attachments are named %s", f.Name)
		}
		stream, filter, err := f.stream()
		if err != nil {
			return err
		}
		var body bytes.Buffer
		fmt.Fprintf(&body, "<</Type /EmbeddedFile /Subtype /%s /Params <</Size %d /ModDate (%s)>>%s /Length %d>>\nstream\n",
			strings.ReplaceAll(f.Type, "/", "#2F"), f.Size(), date, filter, len(stream))
		body.Write(stream)
		body.WriteString("\nendstream")
		file := d.ref(d.add(body.Bytes()))
		spec := d.ref(d.add(fmt.Appendf(nil, "<</Type /Filespec /F (%s) /UF %s /Desc %s /AFRelationship /Data /EF <</F %s /UF %s>>>>",
			f.Name, pdfText(f.Name), pdfText(f.Description), file, file)))
		fmt.Fprintf(&names, "(%s) %s ", f.Name, spec)
		fmt.Fprintf(&all, "%s ", spec)
	}
	if len(files) > 0 {
		d.catalog["/Names"] = "<</EmbeddedFiles <</Names [" + strings.TrimSpace(names.String()) + "]>>>>"
		d.catalog["/AF"] = "[" + strings.TrimSpace(all.String()) + "]"
	}
	return nil
}
