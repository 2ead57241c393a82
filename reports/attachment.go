package reports

import (
	"bytes"
	"compress/zlib"
	"fmt"
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
	// Data belongs to the attachment: nobody changes it.
	Data []byte
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
		stream, filter := f.Data, ""
		if !strings.HasSuffix(f.Type, "gzip") {
			var packed bytes.Buffer
			w := zlib.NewWriter(&packed)
			if _, err := w.Write(f.Data); err != nil {
				return err
			}
			if err := w.Close(); err != nil {
				return err
			}
			stream, filter = packed.Bytes(), " /Filter /FlateDecode"
		}
		var body bytes.Buffer
		fmt.Fprintf(&body, "<</Type /EmbeddedFile /Subtype /%s /Params <</Size %d /ModDate (%s)>>%s /Length %d>>\nstream\n",
			strings.ReplaceAll(f.Type, "/", "#2F"), len(f.Data), date, filter, len(stream))
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
