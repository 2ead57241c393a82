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
	// Data belongs to the attachment: nobody changes it. It is nil in one that [Attachment.Pack] or [Attachment.Named] made.
	Data []byte
	held *held
}

// A held is what is known of a file that is not held itself: it may be large.
type held struct {
	what Beside
	// deflated is the file as a PDF carries it; nil for one that is only named.
	deflated []byte
}

// Named gives the attachment a size and a digest and no bytes: the pages show both, and the PDF carries nothing of the file.
// That is for pages that are drawn again to be compared.
func (f Attachment) Named(file Beside) Attachment {
	f.Data, f.held = nil, &held{what: file}
	return f
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
	f.Data, f.held = nil, &held{what: Beside{SHA256: fmt.Sprintf("sha256:%x", digest.Sum(nil)), Bytes: counter.n}, deflated: deflated.Bytes()}
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

// What is the file's size and digest.
func (f Attachment) What() Beside {
	if f.held != nil {
		return f.held.what
	}
	return Beside{SHA256: fmt.Sprintf("sha256:%x", sha256.Sum256(f.Data)), Bytes: len(f.Data)}
}

// Size is the file's length in bytes.
func (f Attachment) Size() int {
	if f.held != nil {
		return f.held.what.Bytes
	}
	return len(f.Data)
}

// stream is the file as a PDF carries it. What is compressed already is carried as it is.
func (f Attachment) stream() (data []byte, filter string, err error) {
	const flate = " /Filter /FlateDecode"
	if f.held == nil && strings.HasSuffix(f.Type, "gzip") {
		return f.Data, "", nil
	}
	if f.held == nil {
		if f, err = f.Pack(func(w io.Writer) error { _, err := w.Write(f.Data); return err }); err != nil {
			return nil, "", err
		}
	}
	if f.held.deflated == nil {
		return nil, "", nil
	}
	return f.held.deflated, flate, nil
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
