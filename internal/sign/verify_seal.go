package sign

import (
	"time"

	"github.com/assize/assize/internal/sign/pdf"
)

// A seal is the signature of a PDF as its dictionaries tell of it.
type seal struct {
	field, signature int       // object numbers
	contents         pdf.Value // where the signature's digits stand
	rangeAt          [4]int64  // /ByteRange
	claimed          time.Time
	certifies        bool
}

// findSeal follows catalog, form, field and signature. There must be one field, and it must be a seal of our kind.
func findSeal(f *pdf.File) (*seal, error) {
	catalog, err := f.Catalog()
	if err != nil {
		return nil, formError(err)
	}
	form, err := f.Lookup(catalog.Value, "AcroForm")
	if err != nil {
		return nil, formError(err)
	}
	fields, err := f.Lookup(form, "Fields")
	if err != nil {
		return nil, formError(err)
	}
	switch {
	case len(fields.Items) == 0:
		return nil, refuse(NotSealed, "the PDF has no seal")
	case len(fields.Items) > 1 || fields.Items[0].Kind != pdf.Reference:
		return nil, refuse(NotSealed, "the PDF has a form with %d fields, and not one seal", len(fields.Items))
	}
	s := &seal{field: int(fields.Items[0].Int)}
	field, err := f.Object(s.field)
	if err != nil {
		return nil, formError(err)
	}
	kind, _ := field.Get("FT")
	value, _ := field.Get("V")
	if !kind.IsName("Sig") || value.Kind != pdf.Reference {
		return nil, refuse(NotSealed, "the PDF has a form, but no seal in it")
	}
	s.signature = int(value.Int)
	o, err := f.Object(s.signature)
	if err != nil {
		return nil, formError(err)
	}
	if err := s.read(o); err != nil {
		return nil, err
	}
	s.certifies, err = certifies(f, catalog, o, s.signature)
	return s, err
}

// read reads the signature's dictionary.
func (s *seal) read(o pdf.Object) (err error) {
	if sub, _ := o.Get("SubFilter"); !sub.IsName("ETSI.CAdES.detached") {
		return refuse(NotSealed, "the PDF is signed in another form (%s) than assize seals (ETSI.CAdES.detached)", plain(sub.Text))
	}
	s.contents, _ = o.Get("Contents")
	if s.contents.Kind != pdf.Text || !s.contents.Hex {
		return refuse(Broken, "the signature is malformed")
	}
	if s.rangeAt, err = byteRange(o); err != nil {
		return err
	}
	at, _ := o.Get("M")
	if s.claimed, err = time.Parse(pdfTime, at.Text); err != nil || at.Kind != pdf.Text {
		return refuse(Broken, "the seal's time is malformed")
	}
	return nil
}

func byteRange(o pdf.Object) (out [4]int64, err error) {
	list, _ := o.Get("ByteRange")
	if len(list.Items) != 4 || list.Kind != pdf.Array {
		return out, refuse(Changed, "the seal does not say in four numbers what it covers")
	}
	for i, n := range list.Items {
		if n.Kind != pdf.Integer || n.Int < 0 || n.Int > maxPDF {
			return out, refuse(Changed, "the seal does not say in four numbers what it covers")
		}
		out[i] = n.Int
	}
	return out, nil
}

// certifies says whether the catalog calls this signature the one that certifies (ISO 32000-1 §12.8.4), and the
// signature forbids all changes (§12.8.2.2).
func certifies(f *pdf.File, catalog, signature pdf.Object, number int) (bool, error) {
	perms, err := f.Lookup(catalog.Value, "Perms")
	if err != nil {
		return false, formError(err)
	}
	ref, _ := perms.Get("DocMDP")
	references, _ := signature.Get("Reference")
	if ref.Kind != pdf.Reference || int(ref.Int) != number || len(perms.Keys) != 1 || len(references.Items) != 1 {
		return false, nil
	}
	method, _ := references.Items[0].Get("TransformMethod")
	parameters, _ := references.Items[0].Get("TransformParams")
	level, _ := parameters.Get("P")
	return method.IsName("DocMDP") && level.Kind == pdf.Integer && level.Int == 1, nil
}
