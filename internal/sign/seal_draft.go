package sign

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/assize/assize/internal/sign/pdf"
)

// A rewrite is a PDF on its way to a draft: the bodies of its objects, those that were there and those that a seal adds.
type rewrite struct {
	bodies [][]byte // object n is bodies[n-1]
}

func (w *rewrite) add(format string, args ...any) int {
	w.bodies = append(w.bodies, fmt.Appendf(nil, format, args...))
	return len(w.bodies)
}

// draft writes the PDF anew with everything that a seal consists of but the signature itself.
func (p *press) draft(size int) (*draft, error) {
	w, err := p.takeApart()
	if err != nil {
		return nil, err
	}
	catalog, err := p.file.Catalog()
	if err != nil {
		return nil, err
	}
	for _, key := range []string{"AcroForm", "Perms", "DSS", "Extensions"} {
		if _, has := catalog.Get(key); has {
			return nil, fmt.Errorf("the PDF has a seal or a form already (/%s)", key)
		}
	}
	pages, err := p.file.Pages()
	if err != nil {
		return nil, err
	}
	if p.Page < 0 || p.Page >= len(pages) {
		return nil, fmt.Errorf("the PDF has no page %d", p.Page)
	}
	field := len(w.bodies) + 1
	empty := w.add("") + 1
	w.add("<</Type /XObject /Subtype /Form /BBox [0 0 0 0] /Length 0>>\nstream\n\nendstream")
	form := w.add("<</Fields [%d 0 R] /SigFlags 3>>", field)
	dss := p.dss(w)
	signature := w.add("%s", p.dictionary(size))
	tagged, err := p.tag(w, catalog, pages[p.Page], field)
	if err != nil {
		return nil, err
	}
	w.bodies[field-1] = fmt.Appendf(nil, "<</Type /Annot /Subtype /Widget /FT /Sig /T (Seal)%s /F 132 /Rect [%.2f %.2f %.2f %.2f] /P %d 0 R /AP <</N %d 0 R>> /V %d 0 R>>",
		tagged, p.Rect[0], p.Rect[1], p.Rect[2], p.Rect[3], pages[p.Page], empty, signature)
	if err := p.annotate(w, pages[p.Page], field); err != nil {
		return nil, err
	}
	w.bodies[catalog.Number-1], err = extend(catalog, fmt.Sprintf(
		" /AcroForm %d 0 R /Perms <</DocMDP %d 0 R>> /DSS %d 0 R /Extensions <</ESIC <</BaseVersion /1.7 /ExtensionLevel 1>>>>", form, signature, dss))
	if err != nil {
		return nil, err
	}
	return p.write(w, signature)
}

// takeApart copies the bodies of the objects. They must be numbered without gaps, as assize writes them.
func (p *press) takeApart() (*rewrite, error) {
	revisions, numbers := p.file.Revisions(), p.file.Numbers()
	if len(revisions) != 1 || revisions[0].To != len(p.file.Bytes()) {
		return nil, errors.New("the PDF was changed after it was written")
	}
	w := &rewrite{bodies: make([][]byte, len(numbers))}
	for i, n := range numbers {
		if n != i+1 {
			return nil, fmt.Errorf("the PDF has no object %d", i+1)
		}
	}
	return w, p.file.Walk(func(o pdf.Object) error {
		w.bodies[o.Number-1] = o.Raw
		return nil
	})
}

// dss adds the document security store (ETSI EN 319 142-1 §5.4.2): certificates and what says that they are not revoked.
func (p *press) dss(w *rewrite) int {
	list := func(count int, raw func(int) []byte) string {
		refs := make([]string, count)
		for i := range count {
			refs[i] = fmt.Sprintf("%d 0 R", w.add("<</Length %d>>\nstream\n%s\nendstream", len(raw(i)), raw(i)))
		}
		return strings.Join(refs, " ")
	}
	var b strings.Builder
	b.WriteString("<</Type /DSS /Certs [" + list(len(p.known), func(i int) []byte { return p.known[i].Raw }) + "]")
	if n := len(p.Revocation.CRLs); n > 0 {
		b.WriteString(" /CRLs [" + list(n, func(i int) []byte { return p.Revocation.CRLs[i] }) + "]")
	}
	if n := len(p.Revocation.OCSPs); n > 0 {
		b.WriteString(" /OCSPs [" + list(n, func(i int) []byte { return p.Revocation.OCSPs[i] }) + "]")
	}
	return w.add("%s>>", b.String())
}

// maxPDF is the largest file that a cross-reference table of ten digits can describe.
const maxPDF = int64(9_999_999_999)

// byteRangeRoom is what the list of the covered bytes takes: four numbers of at most ten digits.
const byteRangeRoom = len("[0 1234567890 1234567890 1234567890]")

// dictionary is the signature's, with room for what is known later only.
func (p *press) dictionary(size int) string {
	var b strings.Builder
	b.WriteString("<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Name " + textString(NameOf(p.key.Certificate())))
	if p.Reason != "" {
		b.WriteString(" /Reason " + textString(p.Reason))
	}
	if p.Location != "" {
		b.WriteString(" /Location " + textString(p.Location))
	}
	b.WriteString(" /M (" + p.At.UTC().Format(pdfTime) + ")" +
		" /Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P 1 /V /1.2>>>>]" +
		" /ByteRange " + strings.Repeat(" ", byteRangeRoom) + " /Contents <" + strings.Repeat("0", 2*size) + ">>>")
	return b.String()
}

// pdfTime is how a time is written, always in UTC (ISO 32000-1 §7.9.4).
const pdfTime = "D:20060102150405+00'00'"

// annotate puts the field on its page.
func (p *press) annotate(w *rewrite, page, field int) error {
	o, err := p.file.Object(page)
	if err != nil {
		return err
	}
	annotations, has := o.Get("Annots")
	if !has {
		w.bodies[page-1], err = extend(o, fmt.Sprintf(" /Annots [%d 0 R]", field))
		return err
	}
	place := o
	if annotations.Kind == pdf.Reference {
		if place, err = p.file.Object(int(annotations.Int)); err != nil {
			return err
		}
		annotations = place.Value
	}
	if annotations.Kind != pdf.Array {
		return errors.New("a page's annotations are no list")
	}
	// The list's closing bracket, counted from where its object's body begins.
	end := annotations.To - 1 - place.From
	w.bodies[place.Number-1] = bytes.Join([][]byte{place.Raw[:end], fmt.Appendf(nil, " %d 0 R", field), place.Raw[end:]}, nil)
	return nil
}

// extend adds keys to a dictionary.
func extend(o pdf.Object, keys string) ([]byte, error) {
	if o.Kind != pdf.Dict || o.Stream != nil || !bytes.HasSuffix(o.Raw, []byte(">>")) {
		return nil, fmt.Errorf("object %d is no dictionary", o.Number)
	}
	return bytes.Join([][]byte{bytes.TrimSuffix(o.Raw, []byte(">>")), []byte(keys), []byte(">>")}, nil), nil
}

// write puts the draft together, in the form that reports writes.
func (p *press) write(w *rewrite, signature int) (*draft, error) {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(w.bodies))
	for i, body := range w.bodies {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	digest := sum(methods[0].hash, b.Bytes())[:16]
	id, info, err := p.trailer(digest)
	if err != nil {
		return nil, err
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	root, _ := p.file.Trailer().Get("Root")
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root %d 0 R%s /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, root.Int, info, id, digest, at)
	d := &draft{data: b.Bytes()}
	if int64(len(d.data)) > maxPDF {
		return nil, errors.New("the PDF is too large to be sealed")
	}
	body := d.data[offsets[signature-1]:]
	d.from = offsets[signature-1] + bytes.LastIndex(body[:bytes.Index(body, []byte("\nendobj"))], []byte("<"))
	d.to = d.from + bytes.IndexByte(d.data[d.from:], '>') + 1
	covered := fmt.Sprintf("[0 %d %d %d]", d.from, d.to, len(d.data)-d.to)
	copy(d.data[offsets[signature-1]+bytes.Index(body, []byte("/ByteRange "))+len("/ByteRange "):], covered)
	return d, nil
}

// trailer returns the first half of the file's ID, which stays through all its revisions, and the reference to Info.
func (p *press) trailer(otherwise []byte) (id []byte, info string, err error) {
	id = otherwise
	if ids, has := p.file.Trailer().Get("ID"); has {
		if len(ids.Items) != 2 || ids.Items[0].Kind != pdf.Text {
			return nil, "", errors.New("the PDF's ID is malformed")
		}
		id = []byte(ids.Items[0].Text)
	}
	if ref, has := p.file.Trailer().Get("Info"); has && ref.Kind == pdf.Reference {
		info = fmt.Sprintf(" /Info %d 0 R", ref.Int)
	}
	return id, info, nil
}

// textString writes a text in UTF-16 and hexadecimal (ISO 32000-1 §7.9.2.2), so that nothing needs escaping.
func textString(text string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, unit := range utf16.Encode([]rune(plain(text))) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	b.WriteString(">")
	return b.String()
}
