package sign

import (
	"bytes"
	"strings"
	"testing"

	"github.com/assize/assize/internal/sign/pdf"
)

// TestAttacksOnThePages seals pages that are not those that were drawn from the evidence.
func TestAttacksOnThePages(t *testing.T) {
	p := newPKI(t)
	drawn := report(t)
	replace := func(old, new string) func([]byte) []byte {
		return func(data []byte) []byte { return changing(t, data, old, new) }
	}
	said := newSaid(t)
	for name, c := range map[string]struct {
		change func([]byte) []byte
		says   string
	}{
		"nothing":           {func(data []byte) []byte { return data }, ""},
		"two pages change":  {swapPages(t), "page 1 of 4 draws something else"},
		"a larger page":     {replace("/MediaBox [0 0 595.28 841.89]", "/MediaBox [0 0 595.28 999.89]"), "/MediaBox is another"},
		"an action":         {replace("/PageMode /UseOutlines", "/OpenAction [3 0 R /X]"), "the catalog: /OpenAction should not be there"},
		"a title":           {replace("/Subject <FEFF", "/Subject <FEEF"), "the title: /Subject is another"},
		"a link":            {replace("/XYZ 0 ", "/XYZ 9 "), "/Dest is another"},
		"what is read out":  {replace("/S/P/P ", "/S/H/P "), "/S is another"},
		"a font":            {replace("/BaseFont", "/BaseFunt"), "should not be there"},
		"another page more": {func([]byte) []byte { return unsigned(t) }, "it has 1 pages and not "},
	} {
		t.Run(name, func(t *testing.T) {
			sealed := seals(t, c.change(bytes.Clone(drawn)), p.key(t), Sealing{Page: 0, Rect: [4]float64{1, 2, 3, 4}})
			want(t, sealed, p.options(), "", "")
			err := ComparePages(sealed, drawn)
			if c.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if reasonOf(err) != Pages || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			said.add(name, &Result{Reason: reasonOf(err), Checks: []Check{{Outcome: Failed, Found: err.Error()}}})
		})
	}
}

// swapPages puts the second page before the first.
func swapPages(t *testing.T) func([]byte) []byte {
	return func(data []byte) []byte {
		f, err := pdf.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		root, err := f.Object(1)
		if err != nil {
			t.Fatal(err)
		}
		kids, _ := root.Get("Kids")
		a, b := kids.Items[0], kids.Items[1]
		text := func(v pdf.Value) string { return string(data[v.From:v.To]) }
		return changing(t, data, text(a)+" "+text(b), text(b)+" "+text(a))
	}
}

// TestAttacksByTheField gives the seal's field something to show or to do.
func TestAttacksByTheField(t *testing.T) {
	p := newPKI(t)
	replace := func(old, new string) func(*draft) {
		return func(d *draft) { d.data = changing(t, d.data, old, new) }
	}
	said := newSaid(t)
	for name, c := range map[string]struct {
		change func(*draft)
		reason Reason
		says   string
	}{
		"another appearance": {replace("/AP <</N ", "/AP <</D "), Pages, "not the one empty appearance"},
		"a drawing":          {replace("/Length 0>>\nstream\n\nendstream", "/Length 1>>\nstream\nfendstream"), Pages, "draws something over its page"},
		"an action":          {replace("/F 132 /Rect", "/A 132 /Rect"), Pages, "does more than to hold the seal"},
		"a form of scripts":  {replace("/SigFlags 3", "/XFAFlags 3"), Pages, "the form holds more than a seal"},
	} {
		t.Run(name, func(t *testing.T) {
			said.add(name, want(t, forged(t, p, c.change), p.options(), c.reason, c.says))
		})
	}
}
