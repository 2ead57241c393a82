package sign

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/internal/sign/pdf"
)

// added are the keys that a seal adds to the catalog. None of them draws anything, but for the form's field, of which
// certification wants that it draws nothing.
var added = []string{"AcroForm", "Perms", "DSS", "Extensions"}

// ComparePages holds what a sealed PDF shows, as it was sealed, against an unsigned PDF that the same program made of
// the same evidence: each page with what it draws, its fonts and links, the outline, the title, and the list of embedded
// files. The seal's field is left out, and so are the bytes of the embedded files. It returns nil when they show the
// same, and otherwise a *Refusal that says where they differ first. Whoever sealed the PDF can have drawn what they
// liked, so that the comparison is worth something only for a PDF that Verify found sound; one that Unsealed took has no
// seal, and is compared as it is.
func ComparePages(sealed, drawn []byte) error {
	a, err := pdf.Open(sealed)
	if err != nil {
		return formError(err)
	}
	a = a.As(1)
	b, err := pdf.Open(drawn)
	if err != nil {
		return fmt.Errorf("read what was drawn again: %w", err)
	}
	pair, err := pdf.NewPair(a, b)
	if err != nil {
		return refuse(Pages, "%w", err)
	}
	own, err := a.Catalog()
	if err != nil {
		return formError(err)
	}
	field, show := 0, own.Value
	if _, sealed := own.Get("AcroForm"); sealed {
		if field, err = untagged(a, pair); err != nil {
			return err
		}
		show = own.Without(added...)
	}
	if err := eachPage(a, b, pair, field); err != nil {
		return err
	}
	other, err := b.Catalog()
	if err != nil {
		return fmt.Errorf("read what was drawn again: %w", err)
	}
	if err := pair.Same(show, other.Value); err != nil {
		return refuse(Pages, "the catalog: %s", strings.TrimSpace(err.Error()))
	}
	info, _ := a.Trailer().Get("Info")
	should, _ := b.Trailer().Get("Info")
	if err := pair.Same(info, should); err != nil {
		return refuse(Pages, "the title: %s", strings.TrimSpace(err.Error()))
	}
	return nil
}

// untagged has the file compared without what tags the seal, and returns the seal's field.
func untagged(f *pdf.File, pair *pdf.Pair) (field int, err error) {
	seal, err := findSeal(f)
	if err != nil {
		return 0, err
	}
	return seal.field, seal.untag(f, pair)
}

// eachPage compares what the pages draw before all else, because that is what a person would see.
func eachPage(a, b *pdf.File, pair *pdf.Pair, field int) error {
	pages, err := a.Pages()
	if err != nil {
		return formError(err)
	}
	drawn, err := b.Pages()
	if err != nil {
		return fmt.Errorf("read what was drawn again: %w", err)
	}
	own, other := make([]pdf.Value, len(pages)), make([]pdf.Value, len(pages))
	for i, n := range pages {
		if own[i], err = unsealed(a, n, field); err != nil {
			return err
		}
		if other[i], err = unsealed(b, drawn[i], 0); err != nil {
			return err
		}
		draws, _ := own[i].Get("Contents")
		should, _ := other[i].Get("Contents")
		if err := pair.Same(draws, should); err != nil {
			return refuse(Pages, "page %d of %d draws something else", i+1, len(pages))
		}
	}
	for i := range pages {
		if err := pair.Same(own[i], other[i]); err != nil {
			return refuse(Pages, "page %d of %d: %s", i+1, len(pages), strings.TrimSpace(err.Error()))
		}
	}
	return nil
}

// unsealed is a page without the seal's field.
func unsealed(f *pdf.File, n, field int) (pdf.Value, error) {
	page, err := f.Object(n)
	if err != nil {
		return pdf.Value{}, formError(err)
	}
	list, err := f.Lookup(page.Value, "Annots")
	if err != nil {
		return pdf.Value{}, formError(err)
	}
	out := page.Without("Annots")
	list.Items = slices.DeleteFunc(slices.Clone(list.Items), func(v pdf.Value) bool { return v.Kind == pdf.Reference && int(v.Int) == field })
	if len(list.Items) > 0 {
		out.Keys, out.Items = append(out.Keys, "Annots"), append(out.Items, list)
	}
	return out, nil
}

// hidden wants the seal's field to draw nothing, and to do nothing: its page shows what it would without it.
func (s *seal) hidden(f *pdf.File) error {
	catalog, err := f.Catalog()
	if err != nil {
		return formError(err)
	}
	form, err := f.Lookup(catalog.Value, "AcroForm")
	if err != nil {
		return formError(err)
	}
	field, err := f.Object(s.field)
	if err != nil {
		return formError(err)
	}
	looks, err := f.Lookup(field.Value, "AP")
	if err != nil {
		return formError(err)
	}
	normal, _ := looks.Get("N")
	words, spoken := field.Get("TU")
	if normal.Kind != pdf.Reference || len(looks.Keys) != 1 {
		return refuse(Pages, "the seal's field has not the one empty appearance that assize gives it")
	}
	drawing, err := f.Object(int(normal.Int))
	if err != nil {
		return formError(err)
	}
	switch {
	case drawing.Stream == nil || len(drawing.Stream) > 0:
		return refuse(Pages, "the seal's field draws something over its page")
	case !knows(form, "Fields", "SigFlags"):
		return refuse(Pages, "the form holds more than a seal")
	case !knows(field.Value, "Type", "Subtype", "FT", "T", "F", "Rect", "P", "AP", "V", "TU", "StructParent"), spoken && words.Text != sealWords:
		return refuse(Pages, "the seal's field does more than to hold the seal")
	case !knows(drawing.Value, "Type", "Subtype", "BBox", "Length"):
		return refuse(Pages, "the seal's field draws something over its page")
	}
	return nil
}

// knows says whether a dictionary has no other keys.
func knows(dict pdf.Value, keys ...string) bool {
	return len(dict.Without(keys...).Keys) == 0
}
