package sign

import (
	"github.com/assize/assize/internal/sign/pdf"
)

// Unsealed reads the files that a PDF carries which nobody has sealed. It must be what assize writes without a key: one
// revision that ends with the file, nothing in it that its objects do not lead to, no form, and no signature of any kind.
// Who made it, nothing says. Otherwise the error is a *Refusal. The files may share memory with data.
func Unsealed(data []byte, o Options) ([]File, error) {
	if int64(len(data)) > o.MaxSize {
		return nil, refuse(Broken, "the file has %d bytes, more than the %d that are allowed", len(data), o.MaxSize)
	}
	f, err := pdf.Open(data)
	if err != nil {
		return nil, formError(err)
	}
	if r := f.Revisions(); len(r) != 1 || r[0].To != len(data) {
		return nil, refuse(Broken, "something was added after its end")
	}
	catalog, err := f.Catalog()
	if err != nil {
		return nil, formError(err)
	}
	for _, key := range added {
		if _, there := catalog.Get(key); there {
			return nil, refuse(NotSealed, "it has what belongs to a signature (/%s), and no seal of assize", key)
		}
	}
	err = f.Walk(func(o pdf.Object) error {
		if _, signs := o.Get("ByteRange"); signs {
			return refuse(NotSealed, "it holds a signature that is no seal of assize")
		}
		return nil
	})
	if err != nil {
		return nil, formError(err)
	}
	return carried(f, o.MaxUnpacked)
}
