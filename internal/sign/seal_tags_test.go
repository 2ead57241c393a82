package sign

import (
	"testing"

	"github.com/assize/assize/internal/sign/pdf"
)

// TestSealIsPartOfTheTags seals a tagged report: its field is the last element of the document, and leads back to it.
func TestSealIsPartOfTheTags(t *testing.T) {
	p := newPKI(t)
	sealed := seals(t, report(t), p.key(t), Sealing{})
	want(t, sealed, p.options(), "", "")
	f, err := pdf.Open(sealed)
	if err != nil {
		t.Fatal(err)
	}
	get := func(v pdf.Value, keys ...string) pdf.Value {
		t.Helper()
		for _, key := range keys {
			if v, err = f.Lookup(v, key); err != nil || v.Kind == pdf.Null {
				t.Fatalf("%s: %v", key, err)
			}
		}
		return v
	}
	catalog, err := f.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	root := get(catalog.Value, "StructTreeRoot")
	kids := get(root, "K", "K").Items
	form, err := f.Resolve(kids[len(kids)-1])
	if err != nil {
		t.Fatal(err)
	}
	field := get(form, "K", "Obj")
	if !get(form, "S").IsName("Form") || !get(field, "FT").IsName("Sig") || get(field, "TU").Text != sealWords {
		t.Error("the last element is not the seal")
	}
	nums := get(root, "ParentTree", "Nums").Items
	last := nums[len(nums)-2:]
	if key := get(field, "StructParent"); key.Int != last[0].Int || last[1].Int != kids[len(kids)-1].Int || get(root, "ParentTreeNextKey").Int != key.Int+1 {
		t.Errorf("the seal's key is %d, the last one of the parent tree %d", key.Int, last[0].Int)
	}
	if 2*(last[0].Int+1) != int64(len(nums)) {
		t.Errorf("%d entries, the last is %d", len(nums)/2, last[0].Int)
	}
}

// TestTagsOfTheSealAreCompared gives the tags another end than the seal's element.
func TestTagsOfTheSealAreCompared(t *testing.T) {
	p := newPKI(t)
	drawn := report(t)
	for name, change := range map[string][2]string{
		"another element": {"<</S /Form /P ", "<</S /Note /P "},
		"words to hear":   {"<</S /Form /P ", "<</E (xxxx)/P "},
		"another number":  {"/ParentTreeNextKey ", "/ParentTreeLastKey "},
	} {
		t.Run(name, func(t *testing.T) {
			sealed := seals(t, drawn, p.key(t), Sealing{})
			sealed = changing(t, sealed, change[0], change[1]) // the comparison does not look at the signature
			if err := ComparePages(sealed, drawn); reasonOf(err) != Pages {
				t.Errorf("got %v", err)
			} else {
				t.Log(err)
			}
		})
	}
	if err := ComparePages(seals(t, drawn, p.key(t), Sealing{}), drawn); err != nil {
		t.Error(err)
	}
}
