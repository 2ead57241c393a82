package sign

import (
	"github.com/assize/assize/internal/sign/pdf"
)

// store wants a document security store (ISO 32000-2 §12.8.4.3): lists of certificates, revocation lists and OCSP
// responses, each a stream of its own, and the same by signature. What was stored must stay.
func (a *addition) store(was, is pdf.Value) error {
	store, err := a.place(was, is)
	if err != nil {
		return err
	}
	old, err := a.before.Resolve(was)
	if err != nil {
		return err
	}
	if store.Kind != pdf.Dict || !knows(store, "Type", "VRI", "Certs", "OCSPs", "CRLs") {
		return refuse(Changed, "its store of proofs holds something else")
	}
	if err := a.lists(old, store, "Certs", "OCSPs", "CRLs"); err != nil {
		return err
	}
	signatures, err := a.child(old, store, "VRI")
	if err != nil {
		return err
	}
	had, err := a.before.Lookup(old, "VRI")
	if err != nil {
		return err
	}
	for _, key := range signatures.Keys {
		if err := a.perSignature(had, signatures, key); err != nil {
			return err
		}
	}
	return nil
}

// perSignature wants what is stored for one signature (ISO 32000-2 §12.8.4.4).
func (a *addition) perSignature(was, is pdf.Value, key string) error {
	entry, err := a.child(was, is, key)
	if err != nil {
		return err
	}
	old, err := a.before.Lookup(was, key)
	if err != nil {
		return err
	}
	if entry.Kind == pdf.Null && key == "Type" || entry.IsName("VRI") {
		return nil
	}
	if entry.Kind != pdf.Dict || !knows(entry, "Type", "Cert", "OCSP", "CRL", "TU", "TS") {
		return refuse(Changed, "its store of proofs holds something else")
	}
	if made, has := entry.Get("TU"); has && made.Kind != pdf.Text {
		return refuse(Changed, "its store of proofs holds something else")
	}
	if stamp, has := entry.Get("TS"); has {
		if err := a.proof(stamp); err != nil {
			return err
		}
	}
	return a.lists(old, entry, "Cert", "OCSP", "CRL")
}

// lists wants lists of proofs, with all that was in them.
func (a *addition) lists(was, is pdf.Value, keys ...string) error {
	for _, key := range keys {
		list, err := a.child(was, is, key)
		if err != nil {
			return err
		}
		had, err := a.before.Lookup(was, key)
		if err != nil {
			return err
		}
		there := map[int64]bool{}
		for _, item := range list.Items {
			if err := a.proof(item); err != nil {
				return err
			}
			there[item.Int] = true
		}
		for _, item := range had.Items {
			if !there[item.Int] {
				return refuse(Changed, "it takes proofs away that were stored")
			}
		}
		if list.Kind != pdf.Array && list.Kind != pdf.Null {
			return refuse(Changed, "its store of proofs holds something else")
		}
	}
	return nil
}

// proof wants a stream that is nothing but bytes.
func (a *addition) proof(ref pdf.Value) error {
	if ref.Kind != pdf.Reference {
		return refuse(Changed, "its store of proofs holds something else")
	}
	o, err := a.after.Object(int(ref.Int))
	if err != nil {
		return err
	}
	if o.Stream == nil || !knows(o.Value, "Length", "Filter", "Type") {
		return refuse(Changed, "its store of proofs holds object %d, which is none", ref.Int)
	}
	if _, err := a.place(pdf.Value{}, ref); err != nil {
		return err
	}
	_, err = a.child(pdf.Value{}, o.Value, "Length")
	return err
}

// A docStamp is a document timestamp: it stamps all bytes up to end but those from from to to.
type docStamp struct {
	from, to, end int
	token         []byte
}

// timestamp wants a new field for a document timestamp (ISO 32000-2 §12.8.5) that cannot be seen and does nothing.
func (a *addition) timestamp(n int, others pdf.Value) error {
	if a.before.Has(n) {
		return refuse(Changed, "its new field was something else before")
	}
	field, err := a.after.Object(n)
	if err != nil {
		return err
	}
	a.known[n], a.field = true, n
	kind, _ := field.Get("FT")
	form, _ := field.Get("Subtype")
	if !kind.IsName("Sig") || !form.IsName("Widget") || !knows(field.Value, "Type", "Subtype", "FT", "T", "F", "Ff", "Rect", "P", "AP", "V") {
		return refuse(Changed, "its new field is none for a document timestamp")
	}
	if err := a.named(field.Value, others); err != nil {
		return err
	}
	if !invisible(field.Value) {
		return refuse(Changed, "its new field can be seen")
	}
	if err := a.looks(field.Value); err != nil {
		return err
	}
	value, _ := field.Get("V")
	if value.Kind != pdf.Reference || a.before.Has(int(value.Int)) {
		return refuse(Changed, "its new field holds no document timestamp")
	}
	o, err := a.after.Object(int(value.Int))
	if err != nil {
		return err
	}
	a.known[o.Number] = true
	a.stamp, err = a.readDocStamp(o)
	return err
}

// named wants a name that no other field has.
func (a *addition) named(field, others pdf.Value) error {
	name, _ := field.Get("T")
	if name.Kind != pdf.Text {
		return refuse(Changed, "its new field has no name")
	}
	for _, ref := range others.Items {
		other, err := a.before.Resolve(ref)
		if err != nil {
			return err
		}
		if taken, _ := other.Get("T"); taken.Text == name.Text {
			return refuse(Changed, "its new field has the name of another")
		}
	}
	return nil
}

// invisible says whether a field's rectangle is no larger than a point.
func invisible(field pdf.Value) bool {
	r, _ := field.Get("Rect")
	if len(r.Items) != 4 || r.Kind != pdf.Array {
		return false
	}
	return r.Items[0].Equal(r.Items[2]) && r.Items[1].Equal(r.Items[3]) && r.Plain()
}

// looks wants an appearance that draws nothing, or none.
func (a *addition) looks(field pdf.Value) error {
	looks, err := a.child(pdf.Value{}, field, "AP")
	if err != nil {
		return err
	}
	if looks.Kind == pdf.Null {
		return nil
	}
	normal, _ := looks.Get("N")
	if normal.Kind != pdf.Reference || !knows(looks, "N") || a.before.Has(int(normal.Int)) {
		return refuse(Changed, "its new field can be seen")
	}
	o, err := a.after.Object(int(normal.Int))
	if err != nil {
		return err
	}
	a.known[o.Number] = true
	resources, _ := o.Get("Resources")
	if o.Stream == nil || !knows(o.Value, "Type", "Subtype", "FormType", "BBox", "Matrix", "Resources", "Length", "Filter") || !resources.Plain() {
		return refuse(Changed, "its new field can be seen")
	}
	if drawn, err := o.Unpack(16); err != nil || len(drawn) > 0 && string(drawn) != "\n" {
		return refuse(Changed, "its new field can be seen")
	}
	return nil
}
