package sign

import (
	"bytes"
	"strings"
	"testing"
)

// TestUnsealedTakesOnlyWhatHasNoSignature gives it what somebody could pass off as a report without a key.
func TestUnsealedTakesOnlyWhatHasNoSignature(t *testing.T) {
	p := newPKI(t)
	plain := report(t)
	sealed := seals(t, bytes.Clone(plain), p.key(t), Sealing{})
	other := func(old, new string) []byte { return changing(t, bytes.Clone(plain), old, new) }
	for name, c := range map[string]struct {
		data   []byte
		reason Reason
		says   string
	}{
		"as it was made": {plain, "", ""},
		"sealed":         {sealed, NotSealed, "what belongs to a signature (/AcroForm)"},
		"its catalog's form renamed": {bytes.Replace(bytes.Clone(sealed), []byte("/AcroForm"), []byte("/AcroFork"), 1), NotSealed,
			"what belongs to a signature (/"},
		"a form":      {other("/PageMode /UseOutlines", "/AcroForm <</X 1>>    "), NotSealed, "(/AcroForm)"},
		"a byte more": {append(bytes.Clone(plain), 'x'), Broken, "after its end"},
		"cut":         {plain[:len(plain)/2], Broken, ""},
		"nothing":     {nil, Broken, ""},
	} {
		t.Run(name, func(t *testing.T) {
			files, err := Unsealed(c.data, p.options())
			if reasonOf(err) != c.reason || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v (%s), want %s: %q", err, reasonOf(err), c.reason, c.says)
			}
			if err != nil && files != nil {
				t.Errorf("%d files and %v", len(files), err)
			}
		})
	}
	o := p.options()
	if files, err := Unsealed(unsigned(t), o); err != nil || len(files) != 2 || string(files[0].Data) != `{"findings": []}` {
		t.Errorf("got %v, %v", files, err)
	}
	o.MaxSize = int64(len(plain)) - 1
	if _, err := Unsealed(plain, o); reasonOf(err) != Broken {
		t.Errorf("larger than allowed: %v", err)
	}
}
