package reports

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// A document is a PDF taken apart into its objects, so that what gofpdf leaves out can be put in. The steps
// of finish, in order:
//
//	names of fonts · Info with time zone · XMP metadata · outline with counts · structure tree and links · attachments · catalog
//
// A seal comes last, from internal/sign: it covers all of this.
type document struct {
	objects [][]byte // the bodies between "n 0 obj" and "endobj"; object n is objects[n-1]
	catalog map[string]string
	// height is that of a page, in points.
	height float64
}

// meta is what the document says of itself.
type meta struct {
	title, author, subject, tool string
	at                           time.Time
	height                       float64 // of a page, in points
}

// finish rewrites what gofpdf made. It is a pure function.
func finish(data []byte, m meta, outline []*anchor, tree *tags, files []Attachment) ([]byte, error) {
	d, err := takeApart(data)
	if err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	d.height = m.height
	if err := d.fonts(); err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	info := d.add(m.info())
	xmp := m.xmp()
	d.catalog["/Metadata"] = d.ref(d.add(fmt.Appendf(nil, "<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(xmp), xmp)))
	if err := d.outline(outline); err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	if err := d.structure(tree); err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	if err := d.attach(files, m.date()); err != nil {
		return nil, fmt.Errorf("finish PDF: %w", err)
	}
	d.catalog["/Lang"] = "(en)"
	d.catalog["/ViewerPreferences"] = "<</DisplayDocTitle true>>"
	return d.write(info), nil
}

var (
	startXref = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	rootRef   = regexp.MustCompile(`/Root (\d+) 0 R`)
	infoRef   = regexp.MustCompile(`/Info (\d+) 0 R`)
	kidsList  = regexp.MustCompile(`/Kids \[([0-9 R]*)\]`)
)

// An xref is the plain cross-reference table that gofpdf writes: 20 bytes for each object, then the trailer.
type xref struct {
	at, count      int
	table, trailer []byte
}

func readXref(data []byte) (xref, error) {
	tail := startXref.FindSubmatch(data[max(0, len(data)-64):])
	if tail == nil {
		return xref{}, fmt.Errorf("no startxref")
	}
	at, err := strconv.Atoi(string(tail[1]))
	if err != nil || at >= len(data) {
		return xref{}, fmt.Errorf("startxref leads nowhere")
	}
	var count int
	if _, err := fmt.Sscanf(string(data[at:min(at+32, len(data))]), "xref\n0 %d\n", &count); err != nil || count < 2 {
		return xref{}, fmt.Errorf("no cross-reference table")
	}
	from := at + len(fmt.Sprintf("xref\n0 %d\n", count))
	if count > len(data)/20 || from+20*count > len(data) {
		return xref{}, fmt.Errorf("cross-reference table is cut short")
	}
	return xref{at, count, data[from : from+20*count], data[from+20*count:]}, nil
}

// takeApart reads what gofpdf wrote. Its catalog and Info become empty objects: both are made anew.
func takeApart(data []byte) (*document, error) {
	x, err := readXref(data)
	if err != nil {
		return nil, err
	}
	d := &document{objects: make([][]byte, x.count-1), catalog: map[string]string{"/Type": "/Catalog", "/Pages": "1 0 R"}}
	for n := 1; n < x.count; n++ {
		offset, err := strconv.Atoi(string(x.table[20*n : 20*n+10]))
		head := fmt.Appendf(nil, "%d 0 obj\n", n)
		if err != nil || offset < 0 || offset >= x.at || !bytes.HasPrefix(data[offset:x.at], head) {
			return nil, fmt.Errorf("object %d is not where it should be", n)
		}
		d.objects[n-1] = upToEnd(data[offset+len(head) : x.at])
	}
	for _, ref := range []*regexp.Regexp{rootRef, infoRef} {
		if m := ref.FindSubmatch(x.trailer); m != nil {
			n, err := strconv.Atoi(string(m[1]))
			if err != nil || n < 1 || n >= x.count {
				return nil, fmt.Errorf("trailer leads nowhere")
			}
			d.objects[n-1] = []byte("null")
		}
	}
	return d, nil
}

// upToEnd cuts an object's body before its "endobj". Streams are skipped by their length, because compressed
// bytes may hold any word.
func upToEnd(body []byte) []byte {
	from := 0
	if m := streamHead.FindSubmatchIndex(body[:min(len(body), 400)]); m != nil {
		length, _ := strconv.Atoi(string(body[m[2]:m[3]])) // digits only
		from = min(m[1]+length, len(body))
	}
	if end := bytes.Index(body[from:], []byte("\nendobj")); end >= 0 {
		return body[:from+end]
	}
	return body
}

var streamHead = regexp.MustCompile(`^<<[^>]*/Length (\d+)[^>]*>>\nstream\n`)

func (d *document) add(body []byte) int {
	d.objects = append(d.objects, body)
	return len(d.objects)
}

func (d *document) ref(n int) string { return fmt.Sprintf("%d 0 R", n) }

// pages returns the object numbers of the pages, in order.
func (d *document) pages() ([]string, error) {
	m := kidsList.FindSubmatch(d.objects[0])
	if m == nil {
		return nil, fmt.Errorf("no list of pages")
	}
	var out []string
	for _, kid := range strings.Split(strings.TrimSpace(string(m[1])), " R") {
		if kid = strings.TrimSpace(kid); kid != "" {
			out = append(out, kid+" R")
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no pages")
	}
	return out, nil
}

// outline makes the bookmarks of two levels, with true counts; sections are open, what is below is closed.
func (d *document) outline(anchors []*anchor) error {
	pages, err := d.pages()
	if err != nil || len(anchors) == 0 {
		return err
	}
	root := d.add(nil)
	tree, first := []*entry{}, root+1
	for i, a := range anchors {
		e := &entry{anchor: a, n: first + i}
		if a.level > 0 && len(tree) > 0 {
			parent := tree[len(tree)-1]
			parent.kids = append(parent.kids, e)
			continue
		}
		tree = append(tree, e)
	}
	for range anchors {
		d.add(nil)
	}
	d.objects[root-1] = fmt.Appendf(nil, "<</Type /Outlines /First %s /Last %s /Count %d>>", d.ref(tree[0].n), d.ref(tree[len(tree)-1].n), len(tree))
	d.entries(root, tree, pages)
	d.catalog["/Outlines"], d.catalog["/PageMode"] = d.ref(root), "/UseOutlines"
	return nil
}

type entry struct {
	anchor *anchor
	n      int
	kids   []*entry
}

func (d *document) entries(parent int, list []*entry, pages []string) {
	for i, e := range list {
		var b bytes.Buffer
		fmt.Fprintf(&b, "<</Title %s /Parent %s /Dest [%s /XYZ 0 %.2f null]", pdfText(e.anchor.title), d.ref(parent),
			pages[min(e.anchor.page, len(pages)-1)], d.height-e.anchor.y+8)
		if i > 0 {
			fmt.Fprintf(&b, " /Prev %s", d.ref(list[i-1].n))
		}
		if i < len(list)-1 {
			fmt.Fprintf(&b, " /Next %s", d.ref(list[i+1].n))
		}
		if len(e.kids) > 0 {
			fmt.Fprintf(&b, " /First %s /Last %s /Count -%d", d.ref(e.kids[0].n), d.ref(e.kids[len(e.kids)-1].n), len(e.kids))
			d.entries(e.n, e.kids, pages)
		}
		b.WriteString(">>")
		d.objects[e.n-1] = b.Bytes()
	}
}

// write puts the document together: header with the comment that marks it as binary (ISO 32000-1 §7.5.2),
// objects, cross-reference table, and a trailer whose /ID is the digest of all before.
func (d *document) write(info int) []byte {
	var catalog bytes.Buffer
	catalog.WriteString("<<")
	for _, key := range slices.Sorted(maps.Keys(d.catalog)) {
		catalog.WriteString(key + " " + d.catalog[key] + " ")
	}
	catalog.WriteString(">>")
	root := d.add(catalog.Bytes())
	var b bytes.Buffer
	size := 1 << 10
	for _, body := range d.objects {
		size += len(body) + 60 // with its head, its end and its line of the table
	}
	b.Grow(size)
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(d.objects))
	for i, body := range d.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n", i+1)
		b.Write(body)
		b.WriteString("\nendobj\n")
	}
	sum := sha256.Sum256(b.Bytes())
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(offsets)+1, root, info, sum[:16], sum[:16], at)
	return b.Bytes()
}

// pdfText writes a text string in UTF-16 (ISO 32000-1 §7.9.2.2), in hexadecimal, so that nothing needs escaping.
func pdfText(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(visible(text, nil))) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteString(">")
	return b.String()
}

// date is the time in the form of ISO 32000-1 §7.9.4.
func (m meta) date() string { return m.at.UTC().Format("D:20060102150405+00'00'") }

func (m meta) info() []byte {
	date := m.date()
	return fmt.Appendf(nil, "<</Title %s /Author %s /Subject %s /Creator %s /Producer %s /CreationDate (%s) /ModDate (%s)>>",
		pdfText(m.title), pdfText(m.author), pdfText(m.subject), pdfText(m.tool), pdfText(m.tool), date, date)
}

func (m meta) xmp() string {
	esc := func(text string) string {
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(visible(text, nil))
	}
	date := m.at.UTC().Format("2006-01-02T15:04:05+00:00")
	return `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + esc(m.title) + `</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>` + esc(m.author) + `</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + esc(m.subject) + `</rdf:li></rdf:Alt></dc:description>
<xmp:CreateDate>` + date + `</xmp:CreateDate><xmp:ModifyDate>` + date + `</xmp:ModifyDate>
<xmp:CreatorTool>` + esc(m.tool) + `</xmp:CreatorTool><pdf:Producer>` + esc(m.tool) + `</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}
