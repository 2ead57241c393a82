package sign

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/assize/assize/internal/sign/pdf"
)

// sealWords are what a screen reader says of the seal's field. They name nobody: who sealed is in the seal.
const sealWords = "Seal of this report: whoever signed it is named in the signature"

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
	return fmt.Sprintf(" /TU (%s) /StructParent %d", sealWords, next.Int), nil
}

// untag has a sealed PDF compared as if its tags had no element for the seal, which must be the last and as tag makes it.
func (s *seal) untag(f *pdf.File, pair *pdf.Pair) error {
	catalog, err := f.Catalog()
	if err != nil {
		return formError(err)
	}
	ref, has := catalog.Get("StructTreeRoot")
	if !has {
		return nil
	}
	foreign := refuse(Pages, "the tags end with something else than the seal")
	root, err := f.Resolve(ref)
	if err != nil {
		return formError(err)
	}
	next, _ := root.Get("ParentTreeNextKey")
	elements, err := s.shorten(f, pair, root, "K", "K", 1)
	if err != nil || len(elements) != 1 {
		return foreign
	}
	parents, err := s.shorten(f, pair, root, "ParentTree", "Nums", 2)
	if err != nil || len(parents) != 2 || parents[0].Kind != pdf.Integer || parents[0].Int != next.Int-1 || parents[1].Int != elements[0].Int {
		return foreign
	}
	form, err := f.Resolve(elements[0])
	if err != nil {
		return formError(err)
	}
	if !s.isElement(form) {
		return foreign
	}
	next.Int--
	root = root.Without("ParentTreeNextKey")
	root.Keys, root.Items = append(root.Keys, "ParentTreeNextKey"), append(root.Items, next)
	pair.Instead(int(ref.Int), root)
	return nil
}

// isElement says whether an element of the tags is the one of the seal's field, and says nothing else.
func (s *seal) isElement(form pdf.Value) bool {
	kind, _ := form.Get("S")
	object, _ := form.Get("K")
	field, _ := object.Get("Obj")
	return kind.IsName("Form") && knows(form, "S", "P", "Pg", "K") && knows(object, "Type", "Obj", "Pg") && int(field.Int) == s.field
}

// shorten has the object at a key of root compared without the last n parts of its list, and returns those.
func (s *seal) shorten(f *pdf.File, pair *pdf.Pair, root pdf.Value, key, list string, n int) ([]pdf.Value, error) {
	ref, _ := root.Get(key)
	whole, err := f.Resolve(ref)
	if err != nil {
		return nil, err
	}
	items, _ := whole.Get(list)
	keep := len(items.Items) - n
	if ref.Kind != pdf.Reference || items.Kind != pdf.Array || keep < 0 {
		return nil, nil
	}
	last := items.Items[keep:]
	items.Items = items.Items[:keep]
	whole = whole.Without(list)
	whole.Keys, whole.Items = append(whole.Keys, list), append(whole.Items, items)
	pair.Instead(int(ref.Int), whole)
	return last, nil
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
