package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/internal/sign/pdf"
)

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

func TestThousandFlippedBits(t *testing.T) {
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
		for _, to := range []byte("0f A>") {
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

func TestTruncated(t *testing.T) {
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
	for n, body := range objects {
		fmt.Fprintf(&table, "%d 1\n%010d 00000 n \n", n, b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	xref := b.Len()
	fmt.Fprintf(b, "xref\n%strailer\n<</Size 99 /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", table.String(), root, previous, xref)
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
	ids := string(sealed[bytes.LastIndex(sealed, []byte("/ID [")):])
	ids = ids[:strings.Index(ids, "]")+1]
	from, to, end := s.contents.From, s.contents.To, len(sealed)
	stranger := p.issue(spec{name: "Ada Auditor", key: p.stranger.key}, p.stranger)
	second := strings.Replace(objectOf(t, sealed, s.signature), "/Sig ", "/Sig /X 1 ", 1)
	for name, c := range map[string]struct {
		data   []byte
		reason Reason
		says   string
	}{
		"appended byte":      {append(bytes.Clone(sealed), '\n'), Changed, "1 bytes were added after the end"},
		"appended bytes":     {append(bytes.Clone(sealed), "hello\n%%EO"...), Changed, "bytes were added after the end"},
		"appended end":       {append(bytes.Clone(sealed), "%%EOF\n"...), Broken, "startxref"},
		"appended PDF":       {append(bytes.Clone(sealed), unsigned(t)...), Broken, ""},
		"incremental update": {revision(sealed, catalog, map[int]string{content: "<</Length 0>>\nstream\n\nendstream"}), Changed, "1 later revisions"},
		"shadowed font":      {revision(sealed, catalog, map[int]string{font: "<</Type /Font /Subtype /Type3>>"}), Changed, "later revisions"},
		"second catalog":     {revision(sealed, 90, map[int]string{90: "<</Type /Catalog /Pages 1 0 R>>"}), Changed, "later revisions"},
		"second seal":        {revision(sealed, catalog, map[int]string{90: second, catalog: objectOf(t, sealed, catalog)}), Changed, "later revisions"},
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
		"encrypted":          {changing(t, sealed, ids, "/Encrypt 9"+strings.Repeat(" ", len(ids)-len("/Encrypt 9"))), NotSealed, "it is encrypted"},
		"upper-case digits":  {upper(sealed, from, to), Changed, "digits are not as assize writes them"},
		"empty":              {nil, Broken, "the file is empty"},
		"no PDF":             {[]byte("hello"), Broken, "does not begin with %PDF-"},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, c.data, o, c.reason, c.says)
		})
	}
	small := o
	small.MaxSize = int64(len(sealed)) - 1
	want(t, sealed, small, Broken, "more than the")
	small = o
	small.MaxUnpacked = 16
	want(t, sealed, small, Broken, "larger than allowed when unpacked")
	t.Run("another's signature", func(t *testing.T) { // which has no timestamp
		data, relaxed := resigned(t, sealed, s, stranger), o
		want(t, data, o, Timestamp, "the seal has no timestamp")
		relaxed.RequireTimestamp = false
		want(t, data, relaxed, Untrusted, "none of the given roots vouches for Ada Auditor")
	})
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

// TestSignedButNotASeal are signatures that are sound over files that must not pass for sealed all the same.
func TestSignedButNotASeal(t *testing.T) {
	p := newPKI(t)
	replace := func(old, new string) func(*draft) {
		return func(d *draft) { d.data = changing(t, d.data, old, new) }
	}
	for name, c := range map[string]struct {
		change func(*draft)
		reason Reason
		says   string
	}{
		"nothing":         {func(*draft) {}, "", ""},
		"changes allowed": {replace("/P 1 /V", "/P 2 /V"), NotSealed, "does not certify"},
		"no permissions":  {replace("/Perms", "/Permz"), NotSealed, "does not certify"},
		"contents twice":  {replace("/Type /Sig /Filter /Adobe.PPKLite", "/Contents <00> /Filter /Adobe.PPK"), Broken, "the key /Contents stands twice"},
		"type twice":      {replace("/Producer (test)", "/A/B/A/C/A/D/E/F"), Broken, "the key /A stands twice"},
		"two signatures":  {replace("/Producer (test)", "/ByteRange [0 0]"), Broken, "2 signatures lie in it"},
		"time":            {replace("/M (D:", "/M (E:"), Broken, "the seal's time is malformed"},
		"files of a name": {replace("/UF (waivers.yaml)", "/UF(findings.json)"), Broken, "two files named"},
		"gap":             {func(d *draft) { d.to-- }, Changed, "the bytes differ"},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, forged(t, p, c.change), p.options(), c.reason, c.says)
		})
	}
}

func TestTrust(t *testing.T) {
	p := newPKI(t)
	k := p.key(t)
	year, week := clock.AddDate(1, 0, 0), clock.AddDate(0, 0, 7)
	honest := p.liar(t, lie{at: clock})
	plainSeal, stamped := seals(t, unsigned(t), k, Sealing{}), seals(t, unsigned(t), k, Sealing{TSA: honest})
	revokedAt := func(at time.Time) Revocation {
		return Revocation{CRLs: [][]byte{p.crl(p.middle, at, at.AddDate(0, 0, 7), x509.RevocationListEntry{SerialNumber: p.leaf.certificate.SerialNumber, RevocationTime: at})}}
	}
	for name, c := range map[string]struct {
		data   []byte
		change func(*Options)
		reason Reason
		says   string
	}{
		"trusted":                 {plainSeal, func(*Options) {}, "", ""},
		"no roots":                {plainSeal, func(o *Options) { o.Roots = nil }, Untrusted, "no root was given"},
		"other root":              {plainSeal, func(o *Options) { o.Roots = []*x509.Certificate{p.stranger.certificate} }, Untrusted, "none of the given roots vouches for Ada Auditor"},
		"the issuer as root":      {plainSeal, func(o *Options) { o.Roots = []*x509.Certificate{p.middle.certificate} }, "", ""},
		"expired":                 {plainSeal, func(o *Options) { o.Now = year.AddDate(0, 0, 1) }, Expired, "no timestamp proves that the seal is older"},
		"expired but stamped":     {stamped, func(o *Options) { o.Now = year.AddDate(5, 0, 1) }, "", ""},
		"of the future":           {plainSeal, func(o *Options) { o.Now = clock.AddDate(0, 0, -1) }, NotYetValid, "still to come"},
		"stamp of the future":     {stamped, func(o *Options) { o.Now = clock.AddDate(0, 0, -1) }, Timestamp, "still to come"},
		"stamp of a stranger":     {stamped, func(o *Options) { o.TSARoots = []*x509.Certificate{p.stranger.certificate} }, Timestamp, "none of the given roots vouches for Test TSA"},
		"stamp required":          {plainSeal, func(o *Options) { o.RequireTimestamp = true }, Timestamp, "the seal has no timestamp"},
		"revoked":                 {plainSeal, func(o *Options) { o.Revocation = revokedAt(clock.Add(-time.Hour)) }, Revoked, "was revoked at"},
		"revoked later, unproven": {plainSeal, func(o *Options) { o.Revocation = revokedAt(clock.Add(time.Hour)) }, Revoked, "nothing proves that the seal is older"},
		"revoked later, proven":   {stamped, func(o *Options) { o.Revocation = revokedAt(clock.Add(time.Hour)) }, "", ""},
		"revoked before, stamped": {stamped, func(o *Options) { o.Revocation = revokedAt(clock.Add(-time.Hour)) }, Revoked, "before the seal"},
		"revocation not known":    {plainSeal, func(o *Options) { o.RequireRevocation = true }, Revoked, "nothing says whether"},
		"TSA revoked": {stamped, func(o *Options) {
			o.Revocation = Revocation{CRLs: [][]byte{p.crl(p.root, clock.Add(-time.Hour), week, x509.RevocationListEntry{SerialNumber: p.tsa.certificate.SerialNumber, RevocationTime: clock.Add(-time.Hour)})}}
		}, Timestamp, "was revoked"},
		"a stranger's list": {plainSeal, func(o *Options) {
			o.Revocation = Revocation{CRLs: [][]byte{p.crl(p.stranger, clock, week, x509.RevocationListEntry{SerialNumber: p.leaf.certificate.SerialNumber, RevocationTime: clock})}}
		}, "", ""},
		"an old list": {plainSeal, func(o *Options) {
			o.RequireRevocation = true
			o.Revocation = Revocation{CRLs: [][]byte{p.crl(p.middle, clock.AddDate(0, -2, 0), clock.AddDate(0, -1, 0))}}
		}, Revoked, "nothing says whether"},
	} {
		t.Run(name, func(t *testing.T) {
			o := p.options()
			c.change(&o)
			want(t, c.data, o, c.reason, c.says)
		})
	}
}

func TestCertificatesThatWereNotValidWhenItWasSealed(t *testing.T) {
	p := newPKI(t)
	for name, c := range map[string]struct {
		from, to time.Time
		reason   Reason
	}{
		"not yet": {clock.Add(time.Minute), clock.AddDate(1, 0, 0), NotYetValid},
		"expired": {clock.AddDate(-1, 0, 0), clock.Add(-time.Minute), Expired},
	} {
		t.Run(name, func(t *testing.T) {
			leaf := p.issue(spec{name: "Ada", from: c.from, to: c.to}, p.middle)
			good := seals(t, unsigned(t), p.key(t), Sealing{})
			f, err := pdf.Open(good)
			if err != nil {
				t.Fatal(err)
			}
			s, err := findSeal(f)
			if err != nil {
				t.Fatal(err)
			}
			o := p.options()
			o.Roots = []*x509.Certificate{p.middle.certificate}
			o.Now = clock.Add(2 * time.Minute)
			want(t, resigned(t, good, s, leaf), o, c.reason, "")
		})
	}
}

// TestCMSIsStrict changes what no signature covers into something that means the same.
func TestCMSIsStrict(t *testing.T) {
	p := newPKI(t)
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
			t.Logf("%q: %s", r.Reason, r.failure())
			if r.Reason != Broken && r.Reason != Timestamp && (name != "nothing" || r.Reason != "") {
				t.Errorf("%q: %s", r.Reason, r.failure())
			}
		})
	}
}

func FuzzVerify(f *testing.F) {
	t := &testing.T{}
	p := newPKI(t)
	sealed, err := Seal(context.Background(), write("<</Type /Pages /Kids [2 0 R] /Count 1>>", "<</Type /Page /Parent 1 0 R>>",
		"<</Producer (x)>>", "<</Type /Catalog /Pages 1 0 R>>"), p.key(t), Sealing{At: clock})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add(revision(sealed, 4, map[int]string{90: "<</Type /DSS>>"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r := Verify(data, p.options()); r.Reason == "" && !bytes.Equal(data, sealed) {
			t.Errorf("something else than what was sealed passes")
		}
	})
}
