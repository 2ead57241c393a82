package sign

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/internal/sign/pdf"
)

// said is what the verifier says to a list of attacks: go test ./internal/sign -run Attack -v prints it as a table.
type said struct{ lines []string }

func newSaid(t *testing.T) *said {
	s := &said{}
	t.Cleanup(func() {
		slices.Sort(s.lines)
		t.Logf("%d attacks\n%s", len(s.lines), strings.Join(s.lines, "\n"))
	})
	return s
}

func (s *said) add(name string, r *Result) {
	reason, why := cmp.Or(string(r.Reason), "(accepted)"), r.failure()
	s.lines = append(s.lines, fmt.Sprintf("%-30s %-22s %s", name, reason, why))
}

// sealedWithAll is a sealed PDF with a timestamp and revocation data, and how to verify it.
func sealedWithAll(t *testing.T, data []byte) ([]byte, Options, *pki) {
	t.Helper()
	p := newPKI(t)
	week := clock.AddDate(0, 0, 7)
	known := Revocation{CRLs: [][]byte{p.crl(p.middle, clock.Add(-time.Hour), week), p.crl(p.root, clock.Add(-time.Hour), week)}}
	sealed := seals(t, data, p.key(t), Sealing{TSA: p.liar(t, lie{at: clock}), Revocation: known})
	o := p.options()
	o.RequireTimestamp, o.RequireRevocation = true, true
	r := want(t, sealed, o, "", "")
	for _, c := range r.Checks {
		if c.Outcome != Passed {
			t.Errorf("%+v", c)
		}
	}
	return sealed, o, p
}

func TestAttackByFlippedBits(t *testing.T) {
	sealed, o, _ := sealedWithAll(t, report(t))
	seed := uint64(time.Now().UnixNano())
	random := mathrand.New(mathrand.NewPCG(seed, 4))
	found := map[Reason]int{}
	began := time.Now()
	for range 1000 {
		at, bit := random.IntN(len(sealed)), random.IntN(8)
		flipped := bytes.Clone(sealed)
		flipped[at] ^= 1 << bit
		r := Verify(flipped, o)
		if r.Reason == "" {
			t.Errorf("seed %d: bit %d of byte %d of %d was flipped and nobody saw it", seed, bit, at, len(sealed))
		}
		found[r.Reason]++
	}
	t.Logf("%d bytes, 1000 flips in %s: %v", len(sealed), time.Since(began), found)
}

// TestEveryByteCounts changes each byte of the small PDF's seal, of which the signature covers nothing, to several others.
func TestEveryByteCounts(t *testing.T) {
	sealed, o, _ := sealedWithAll(t, unsigned(t))
	f, err := pdf.Open(sealed)
	if err != nil {
		t.Fatal(err)
	}
	s, err := findSeal(f)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(sealed)
	count := 0
	for at := s.contents.From; at < s.contents.To; at++ {
		for _, to := range []byte("0f") {
			if to == sealed[at] {
				continue
			}
			changed[at] = to
			if r := Verify(changed, o); r.Reason == "" {
				t.Errorf("byte %d of the signature may be %q in place of %q", at-s.contents.From, to, sealed[at])
			}
			count++
		}
		changed[at] = sealed[at]
	}
	t.Logf("%d changes in %d bytes", count, s.contents.To-s.contents.From)
}

func TestAttackByCutting(t *testing.T) {
	sealed, o, _ := sealedWithAll(t, unsigned(t))
	for end := range len(sealed) {
		r := Verify(sealed[:end], o)
		if r.Reason != Broken && r.Reason != Changed {
			t.Errorf("cut to %d of %d bytes: %q", end, len(sealed), r.Reason)
		}
	}
}

// revision appends an incremental update: objects with their numbers, and the keys of the trailer.
func revision(before []byte, root int, objects map[int]string) []byte {
	at := bytes.LastIndex(before, []byte("startxref\n"))
	var previous int
	fmt.Sscanf(string(before[at:]), "startxref\n%d", &previous) //nolint:errcheck // the tests would see it
	b := bytes.NewBuffer(bytes.Clone(before))
	var table strings.Builder
	size := 0
	if i := bytes.LastIndex(before, []byte("/Size ")); i >= 0 {
		fmt.Sscanf(string(before[i:]), "/Size %d", &size) //nolint:errcheck // the tests would see it
	}
	for _, n := range slices.Sorted(maps.Keys(objects)) {
		body := objects[n]
		size = max(size, n+1)
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", n, b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	xref := b.Len()
	fmt.Fprintf(b, "xref\n%strailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", table.String(), size, root, previous, xref)
	return b.Bytes()
}

func objectOf(t *testing.T, data []byte, n int) string {
	t.Helper()
	f, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.Object(n)
	if err != nil {
		t.Fatal(err)
	}
	return string(o.Raw)
}

// changing puts other bytes of the same length in place of the first match.
func changing(t *testing.T, data []byte, old, new string) []byte {
	t.Helper()
	if len(old) != len(new) || !bytes.Contains(data, []byte(old)) {
		t.Fatalf("cannot put %q in place of %q", new, old)
	}
	return bytes.Replace(data, []byte(old), []byte(new), 1)
}

func TestAttacksOnTheForm(t *testing.T) {
	sealed, o, p := sealedWithAll(t, unsigned(t))
	const catalog, font, content = 10, 4, 3
	f, err := pdf.Open(sealed)
	if err != nil {
		t.Fatal(err)
	}
	s, err := findSeal(f)
	if err != nil {
		t.Fatal(err)
	}
	covers := fmt.Sprintf("/ByteRange [0 %d %d %d]", s.contents.From, s.contents.To, len(sealed)-s.contents.To)
	withRange := func(a, b, c, d int) []byte {
		text := fmt.Sprintf("/ByteRange [%d %d %d %d]", a, b, c, d)
		return changing(t, sealed, covers+strings.Repeat(" ", max(0, len(text)-len(covers))), text+strings.Repeat(" ", max(0, len(covers)-len(text))))
	}
	from, to, end := s.contents.From, s.contents.To, len(sealed)
	stranger := p.issue(spec{name: "Ada Auditor", key: p.stranger.key}, p.stranger)
	second := strings.Replace(objectOf(t, sealed, s.signature), "/Sig ", "/Sig /X 1 ", 1)
	said := newSaid(t)
	for name, c := range map[string]struct {
		data   []byte
		reason Reason
		says   string
	}{
		"appended byte":      {append(bytes.Clone(sealed), '\n'), Changed, "1 bytes were added after the end"},
		"appended bytes":     {append(bytes.Clone(sealed), "hello\n%%EO"...), Changed, "bytes were added after the end"},
		"appended end":       {append(bytes.Clone(sealed), "%%EOF\n"...), Broken, "startxref"},
		"appended PDF":       {append(bytes.Clone(sealed), unsigned(t)...), Broken, ""},
		"incremental update": {revision(sealed, catalog, map[int]string{content: "<</Length 0>>\nstream\n\nendstream"}), Changed, "it changes object 3"},
		"shadowed font":      {revision(sealed, catalog, map[int]string{font: "<</Type /Font /Subtype /Type3>>"}), Changed, "it changes object 4"},
		"second catalog":     {revision(sealed, 90, map[int]string{90: "<</Type /Catalog /Pages 1 0 R>>"}), Changed, "it has another catalog"},
		"second seal":        {revision(sealed, catalog, map[int]string{90: second, catalog: objectOf(t, sealed, catalog)}), Changed, "it holds object 90, which is no proof"},
		"swapped file":       {changing(t, sealed, "waivers: []\n", "waivers: {}\n"), Changed, "the bytes differ"},
		"range begins later": {withRange(1, from-1, to, end-to), Changed, "do not lie around the signature"},
		"range ends earlier": {withRange(0, from, to, end-to-1), Changed, "the seal covers"},
		"gap larger before":  {withRange(0, from-5, to, end-to), Changed, "do not lie around the signature"},
		"gap larger after":   {withRange(0, from, to+5, end-to-5), Changed, "do not lie around the signature"},
		"range overflows":    {withRange(0, from, to, 9999999999), Changed, "the seal covers"},
		"range of three":     {changing(t, sealed, fmt.Sprintf(" %d]", end-to), strings.Repeat(" ", len(fmt.Sprint(end-to)))+" ]"), Changed, "four numbers"},
		"range negative":     {changing(t, sealed, "/ByteRange [0 ", "/ByteRange [-0"), Changed, ""},
		"unsigned":           {unsigned(t), NotSealed, "the PDF has no seal"},
		"other subfilter":    {changing(t, sealed, "ETSI.CAdES.detached", "adbe.pkcs7.detached"), NotSealed, "adbe.pkcs7.detached"},
		"changes allowed":    {changing(t, sealed, "/P 1 /V", "/P 2 /V"), Changed, "the bytes differ"},
		"encrypted":          {changing(t, sealed, "/Info 9 0 R", "/Encrypt 90"), NotSealed, "it is encrypted"},
		"upper-case digits":  {upper(sealed, from, to), Changed, "digits are not as assize writes them"},
		"empty":              {nil, Broken, "the file is empty"},
		"no PDF":             {[]byte("hello"), Broken, "does not begin with %PDF-"},
	} {
		t.Run(name, func(t *testing.T) {
			said.add(name, want(t, c.data, o, c.reason, c.says))
		})
	}
	// A stranger's signature over the same bytes, under the same name.
	said.add("resigned by a stranger", want(t, resigned(t, sealed, s, stranger), p.options(), Untrusted, "none of the given roots vouches for Ada Auditor"))
	small := o
	small.MaxSize = int64(len(sealed)) - 1
	want(t, sealed, small, Broken, "more than the")
	small = o
	small.MaxUnpacked = 16
	want(t, sealed, small, Broken, "larger than allowed when unpacked")
}

func upper(sealed []byte, from, to int) []byte {
	out := bytes.Clone(sealed)
	copy(out[from:to], bytes.ToUpper(out[from:to]))
	return out
}

// resigned puts a stranger's signature over the same bytes, which must fit into the place.
func resigned(t *testing.T, sealed []byte, s *seal, by *party) []byte {
	t.Helper()
	p := &press{key: by.sign(t)}
	d := &draft{data: bytes.Clone(sealed), from: s.contents.From, to: s.contents.To}
	for i := d.from + 1; i < d.to-1; i++ {
		d.data[i] = '0'
	}
	signature, err := p.sign(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return d.fill(signature)
}

// forged seals a PDF whose draft was changed before it was signed, as somebody with a key of their own may do.
func forged(t *testing.T, p *pki, change func(*draft)) []byte {
	t.Helper()
	return forgedWith(t, p, 0, change, nil)
}

// forgedWith also changes the signature after it was made, and stamps it before, if a change is given.
func forgedWith(t *testing.T, p *pki, size int, change func(*draft), after func(*signedData)) []byte {
	t.Helper()
	file, err := pdf.Open(unsigned(t))
	if err != nil {
		t.Fatal(err)
	}
	press := &press{Sealing: Sealing{At: clock}, key: p.key(t), file: file, known: p.key(t).Chain}
	if after != nil {
		press.TSA = p.liar(t, lie{at: clock})
	} else if size, err = press.size(nil); err != nil {
		t.Fatal(err)
	}
	d, err := press.draft(size)
	if err != nil {
		t.Fatal(err)
	}
	change(d)
	signature, err := press.sign(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	if after != nil {
		signed, err := readSignedData(signature)
		if err != nil {
			t.Fatal(err)
		}
		after(signed)
		if signature, err = signed.encode(); err != nil {
			t.Fatal(err)
		}
	}
	return d.fill(signature)
}

// TestAttacksBySealing are signatures that are sound over files that must not pass for sealed all the same.
func TestAttacksBySealing(t *testing.T) {
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
		"nothing":            {func(*draft) {}, "", ""},
		"changes allowed":    {replace("/P 1 /V", "/P 2 /V"), NotSealed, "does not certify"},
		"no permissions":     {replace("/Perms", "/Permz"), NotSealed, "does not certify"},
		"contents twice":     {replace("/Type /Sig /Filter /Adobe.PPKLite", "/Contents <00> /Filter /Adobe.PPK"), Broken, "the key /Contents stands twice"},
		"type twice":         {replace("/Producer (test)", "/A/B/A/C/A/D/E/F"), Broken, "the key /A stands twice"},
		"two signatures":     {replace("/Producer (test)", "/ByteRange [0 0]"), Broken, "2 signatures lie in it"},
		"time":               {replace("/M (D:", "/M (E:"), Broken, "the seal's time is malformed"},
		"files of a name":    {replace("/F (waivers.yaml) /UF (waivers.yaml)", "/F(findings.json) /UF(findings.json)"), Broken, "two files named"},
		"file of two names":  {replace("/UF (waivers.yaml)", "/UF (waivers.yamI)"), Broken, "two names"},
		"file of two bodies": {replace("/AFRelationship /Data /EF <</F 7 0 R>>", "/AFRelation /D/EF<</F 7 0 R/UF 5 0 R>>"), Broken, "two bodies"},
		"gap":                {func(d *draft) { d.to-- }, Changed, "the bytes differ"},
	} {
		t.Run(name, func(t *testing.T) {
			said.add(name, want(t, forged(t, p, c.change), p.options(), c.reason, c.says))
		})
	}
}

// TestAttacksOnTheSignature changes what no signature covers into something that means the same.
func TestAttacksOnTheSignature(t *testing.T) {
	p := newPKI(t)
	said := newSaid(t)
	for name, change := range map[string]func(*signedData){
		"nothing":            func(*signedData) {},
		"a certificate more": func(s *signedData) { s.certificates = append(s.certificates, p.stranger.certificate) },
		"the token's certificate more": func(s *signedData) {
			token, err := readSignedData(s.token)
			if err != nil {
				t.Fatal(err)
			}
			token.certificates = append(token.certificates, p.stranger.certificate)
			if s.token, err = token.encode(); err != nil {
				t.Fatal(err)
			}
		},
		"a token of something else": func(s *signedData) { s.token = p.token(t, lie{at: clock, imprint: make([]byte, 32), nonce: []byte{1}}) },
		"a token that is none":      func(s *signedData) { s.token = []byte{0x30, 0} },
		"the token removed":         func(s *signedData) { s.token = nil },
	} {
		t.Run(name, func(t *testing.T) {
			out := forgedWith(t, p, 6000, func(*draft) {}, change)
			o := p.options()
			o.RequireTimestamp = true
			r := Verify(out, o)
			said.add(name, r)
			if r.Reason != Broken && r.Reason != Timestamp && (name != "nothing" || r.Reason != "") {
				t.Errorf("%q: %s", r.Reason, r.failure())
			}
		})
	}
}

// fuzzSeeds are a sealed PDF and additions to it, sound and not, the same in every run.
func fuzzSeeds(t *testing.T, p *pki) (sealed []byte, seeds [][]byte) {
	sealed = seals(t, unsigned(t), p.key(t), Sealing{At: p.now})
	crl := p.crl(p.middle, p.now.Add(-time.Hour), p.now.AddDate(0, 0, 7))
	stored := revision(sealed, 10, proofs(t, sealed, crl))
	return sealed, [][]byte{sealed, stored, stampedBy(t, p, sealed, stampObjects(t, sealed), lie{at: p.now}),
		revision(sealed, 10, map[int]string{90: "<</Type /DSS>>"}), revision(stored, 10, map[int]string{3: streamOf(nil)})}
}

func TestFuzzersBeginWithTheSame(t *testing.T) {
	_, a := fuzzSeeds(t, fixedPKI())
	_, b := fuzzSeeds(t, fixedPKI())
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			t.Errorf("seed %d differs from one run to the next", i)
		}
	}
	p := fixedPKI()
	for i, reason := range []Reason{"", "", "", Changed, Changed} {
		want(t, a[i], p.options(), reason, "")
	}
}

func FuzzVerify(f *testing.F) {
	p := fixedPKI()
	sealed, seeds := fuzzSeeds(p.t, p)
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if r := Verify(data, p.options()); r.Reason != "" {
			return
		}
		if !bytes.HasPrefix(data, sealed) {
			t.Errorf("something else than what was sealed passes")
		}
		for _, n := range []int{1, 3, 4, 5, 6, 7, 8, 9, 11, 12} { // all but page, catalog and form
			if objectOf(t, data, n) != objectOf(t, sealed, n) {
				t.Errorf("object %d was changed by an addition", n)
			}
		}
	})
}
