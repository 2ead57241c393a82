package sign

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/assize/assize/internal/sign/pdf"
)

// tag makes the seal's field part of a tagged PDF's structure (ISO 32000-1 §14.7.4.3): a form element at the end of the document, so that
// whoever hears the report learns that there is a seal. It returns what the field's dictionary must say; nothing for a PDF
// without tags.
func (p *press) tag(w *rewrite, catalog pdf.Object, page, field int) (string, error) {
	ref, has := catalog.Get("StructTreeRoot")
	if !has {
		return "", nil
	}
	root, err := p.file.Object(int(ref.Int))
	if err != nil {
		return "", err
	}
	top, _ := root.Get("K")
	parents, _ := root.Get("ParentTree")
	next, _ := root.Get("ParentTreeNextKey")
	if ref.Kind != pdf.Reference || top.Kind != pdf.Reference || parents.Kind != pdf.Reference || next.Kind != pdf.Integer {
		return "", errors.New("the PDF's tags are not as assize writes them")
	}
	form := w.add("<</S /Form /P %d 0 R /Pg %d 0 R /K <</Type /OBJR /Obj %d 0 R /Pg %d 0 R>>>>", top.Int, page, field, page)
	if err := p.lengthen(w, int(top.Int), "K", fmt.Sprintf(" %d 0 R", form)); err != nil {
		return "", err
	}
	if err := p.lengthen(w, int(parents.Int), "Nums", fmt.Sprintf("%d %d 0 R\n", next.Int, form)); err != nil {
		return "", err
	}
	from, to := next.From-root.From, next.To-root.From
	w.bodies[root.Number-1] = bytes.Join([][]byte{root.Raw[:from], fmt.Append(nil, next.Int+1), root.Raw[to:]}, nil)
	return fmt.Sprintf(" /TU %s /StructParent %d", textString("Seal of "+NameOf(p.key.Certificate())), next.Int), nil
}

// lengthen adds to the end of the list that is the value of an object's key.
func (p *press) lengthen(w *rewrite, object int, key, more string) error {
	o, err := p.file.Object(object)
	if err != nil {
		return err
	}
	list, _ := o.Get(key)
	if list.Kind != pdf.Array {
		return fmt.Errorf("the PDF's tags are not as assize writes them: /%s is no list", key)
	}
	end := list.To - 1 - o.From
	w.bodies[object-1] = bytes.Join([][]byte{o.Raw[:end], []byte(more), o.Raw[end:]}, nil)
	return nil
}
