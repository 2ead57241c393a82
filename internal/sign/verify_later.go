package sign

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/assize/assize/internal/sign/pdf"
)

// later judges the revisions after the seal. Even where a seal forbids all changes, proofs may be added that keep it
// verifiable: a document security store and document timestamps (ISO 32000-2 §12.8.2.2, ETSI EN 319 142-1 §5.4). Each
// revision is held against the file before it. Nothing that was there may be changed, but for the catalog, the form and
// a page's list of annotations, and those only by what the proofs need; and nothing may be new that is no proof.
func (v *verification) later() error {
	count := len(v.file.Revisions()) - 1
	if count == 0 {
		return nil
	}
	if err := v.file.Walk(func(pdf.Object) error { return nil }); err != nil {
		return formError(err)
	}
	for i := 1; i <= count; i++ {
		a := &addition{before: v.file.As(i), after: v.file.As(i + 1), known: map[int]bool{}}
		if err := a.judge(); err != nil {
			return because(Changed, fmt.Errorf("revision %d, which was added after the seal: %w", i+1, err))
		}
		if a.stamp != nil {
			v.stamps = append(v.stamps, a.stamp)
		}
	}
	v.note(Passed, "additions", "%d revisions were added after the seal, which hold %d document timestamps and else proofs of certificates", count, len(v.stamps))
	return nil
}

// An addition is a revision on top of a file.
type addition struct {
	before, after *pdf.File
	// known are the objects of the revision that are what such a revision may hold. One that was there before is known only in
	// the place that it had.
	known map[int]bool
	field int       // the new field's object, 0 for none
	stamp *docStamp // the document timestamp in it, nil for none
}

func (a *addition) judge() error {
	if err := a.trailer(); err != nil {
		return err
	}
	was, err := a.before.Catalog()
	if err != nil {
		return err
	}
	is, err := a.after.Catalog()
	if err != nil {
		return err
	}
	if err := a.catalog(was.Value, is.Value); err != nil {
		return err
	}
	a.known[is.Number] = true
	if err := a.pages(); err != nil {
		return err
	}
	return a.rest()
}

// trailer wants the same document: its catalog, its title, and no object out of sight.
func (a *addition) trailer() error {
	was, is := a.before.Trailer(), a.after.Trailer()
	if !knows(is, "Size", "Root", "Info", "ID", "Prev") {
		return refuse(Changed, "its trailer holds more than a proof needs")
	}
	root, _ := was.Get("Root")
	now, _ := is.Get("Root")
	if !root.Equal(now) {
		return refuse(Changed, "it has another catalog")
	}
	info, _ := was.Get("Info")
	if now, has := is.Get("Info"); has && !info.Equal(now) {
		return refuse(Changed, "it has another title")
	}
	numbers := a.after.Numbers()
	if size, _ := is.Get("Size"); size.Kind != pdf.Integer || size.Int <= int64(numbers[len(numbers)-1]) {
		return refuse(Changed, "its trailer leaves objects out")
	}
	return nil
}

// catalog compares the catalogs.
func (a *addition) catalog(was, is pdf.Value) error {
	const form, store, extensions = "AcroForm", "DSS", "Extensions"
	if !was.Without(form, store, extensions).Equal(is.Without(form, store, extensions)) {
		return refuse(Changed, "it changes the catalog")
	}
	if added, _ := is.Get(extensions); !added.Plain() {
		return refuse(Changed, "it changes the catalog")
	}
	before, _ := was.Get(form)
	now, _ := is.Get(form)
	if err := a.form(before, now); err != nil {
		return err
	}
	before, _ = was.Get(store)
	now, has := is.Get(store)
	if !has {
		return refuse(Changed, "it takes the proofs away that were stored")
	}
	return a.store(before, now)
}

// place notes that an object that stands in a place is what may stand there, and returns its value. An object that was
// there before must have had that place before: else it would be something else that is written over.
func (a *addition) place(was, is pdf.Value) (pdf.Value, error) {
	if is.Kind != pdf.Reference {
		return is, nil
	}
	n := int(is.Int)
	if !a.before.Has(n) || was.Kind == pdf.Reference && int(was.Int) == n {
		a.known[n] = true
	}
	return a.after.Resolve(is)
}

// child is place for the value of a key in two dictionaries.
func (a *addition) child(was, is pdf.Value, key string) (pdf.Value, error) {
	before, _ := was.Get(key)
	now, _ := is.Get(key)
	return a.place(before, now)
}

// form wants the fields that were there, and at most one more.
func (a *addition) form(was, is pdf.Value) error {
	form, err := a.place(was, is)
	if err != nil {
		return err
	}
	old, err := a.before.Resolve(was)
	if err != nil {
		return err
	}
	if !old.Without("Fields").Equal(form.Without("Fields")) {
		return refuse(Changed, "it changes the form")
	}
	fields, err := a.child(old, form, "Fields")
	if err != nil {
		return err
	}
	had, err := a.before.Lookup(old, "Fields")
	if err != nil {
		return err
	}
	added, ok := beyond(had, fields)
	switch {
	case !ok || len(added) > 1 || len(added) == 1 && added[0].Kind != pdf.Reference:
		return refuse(Changed, "it changes the form's fields")
	case len(added) == 1:
		return a.timestamp(int(added[0].Int), had)
	}
	return nil
}

// beyond are the items of a list that come after those that were in it before; not ok if those are not all there.
func beyond(was, is pdf.Value) (added []pdf.Value, ok bool) {
	if len(is.Items) < len(was.Items) || is.Kind != pdf.Array && len(is.Items) > 0 {
		return nil, false
	}
	n := len(was.Items)
	return is.Items[n:], slices.EqualFunc(was.Items, is.Items[:n], pdf.Value.Equal)
}

// pages wants the pages to be what they were. One may have the new field, which cannot be seen, among its annotations.
func (a *addition) pages() error {
	pages, err := a.before.Pages()
	if err != nil {
		return err
	}
	for i, n := range pages {
		was, err := a.before.Object(n)
		if err != nil {
			return err
		}
		is, err := a.after.Object(n)
		if err != nil {
			return err
		}
		annotations, err := a.child(was.Value, is.Value, "Annots")
		if err != nil {
			return err
		}
		had, err := a.before.Lookup(was.Value, "Annots")
		if err != nil {
			return err
		}
		added, ok := beyond(had, annotations)
		if len(added) == 1 && a.field != 0 && added[0].Kind == pdf.Reference && int(added[0].Int) == a.field {
			added = nil
		}
		if !ok || len(added) > 0 || is.Stream != nil || !was.Without("Annots").Equal(is.Without("Annots")) {
			return refuse(Changed, "it changes page %d", i+1)
		}
		a.known[n] = true
	}
	return nil
}

// rest wants every object of the revision to be known, or to be word for word as it was.
func (a *addition) rest() error {
	missing, err := dangling(a.before)
	if err != nil {
		return err
	}
	revisions := a.after.Revisions()
	proofs := 0
	for _, n := range revisions[len(revisions)-1].Numbers() {
		is, err := a.after.Object(n)
		if err != nil {
			return err
		}
		if a.before.Has(n) {
			err = a.kept(n, is)
		} else if err = a.added(n, missing[n]); err == nil && a.known[n] {
			proofs++
		}
		if err != nil {
			return err
		}
	}
	if proofs == 0 {
		return refuse(Changed, "it holds no proof")
	}
	return nil
}

// kept holds an object that was there before against what it is now.
func (a *addition) kept(n int, is pdf.Object) error {
	if !a.after.Has(n) {
		return refuse(Changed, "it removes object %d", n)
	}
	if a.known[n] {
		return nil
	}
	was, err := a.before.Object(n)
	if err != nil {
		return err
	}
	if !bytes.Equal(bytes.TrimSpace(was.Raw), bytes.TrimSpace(is.Raw)) {
		return refuse(Changed, "it changes object %d%s", n, kindOf(was))
	}
	return nil
}

// added looks at a number that was no object before. Missing says that something led there already.
func (a *addition) added(n int, missing bool) error {
	if missing {
		return refuse(Changed, "it puts object %d where something leads that was not there", n)
	}
	if !a.known[n] && a.after.Has(n) {
		return refuse(Changed, "it holds object %d, which is no proof", n)
	}
	return nil
}

// kindOf says in brackets what an object is, as far as it says so itself.
func kindOf(o pdf.Object) string {
	if kind, _ := o.Get("Type"); kind.Kind == pdf.Name {
		return " (" + plain(kind.Text) + ")"
	}
	if o.Stream != nil {
		return " (a stream)"
	}
	return ""
}

// dangling are the numbers that a file refers to and that are no objects in it. To give one of them an object would
// change what was there.
func dangling(f *pdf.File) (map[int]bool, error) {
	out := map[int]bool{}
	err := f.Walk(func(o pdf.Object) error {
		o.References(func(n int) { out[n] = out[n] || !f.Has(n) })
		return nil
	})
	return out, err
}
