package sign

import (
	"bytes"
	"compress/zlib"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/sign/pdf"
	"github.com/assize/assize/reports"
)

// unsigned is a small PDF in the form that assize writes, with one page and two embedded files.
func unsigned(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	if _, err := z.Write([]byte(`{"findings": []}`)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	stream := func(dict string, data []byte) string {
		return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", dict, len(data), data)
	}
	return write(
		"<</Type /Pages /Kids [2 0 R] /Count 1>>",
		"<</Type /Page /Parent 1 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources <</Font <</F 4 0 R>>>>>>",
		stream("", []byte("BT /F 24 Tf 72 720 Td (A report) Tj ET")),
		"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
		stream("/Type /EmbeddedFile /Subtype /application#2Fjson /Filter /FlateDecode /Params <</Size 16>>", packed.Bytes()),
		"<</Type /Filespec /F (findings.json) /UF (findings.json) /AFRelationship /Data /EF <</F 5 0 R>>>>",
		stream("/Type /EmbeddedFile", []byte("waivers: []\n")),
		"<</Type /Filespec /F (waivers.yaml) /UF (waivers.yaml) /AFRelationship /Data /EF <</F 7 0 R>>>>",
		"<</Producer (test)>>",
		"<</Type /Catalog /Pages 1 0 R /Names <</EmbeddedFiles <</Names [(findings.json) 6 0 R (waivers.yaml) 8 0 R]>>>> /AF [6 0 R 8 0 R]>>")
}

// write puts objects together as reports does; the last two are Info and catalog.
func write(bodies ...string) []byte {
	b := bytes.NewBufferString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var table strings.Builder
	for i, body := range bodies {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	at, n := b.Len(), len(bodies)
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<00> <01>]>>\nstartxref\n%d\n%%%%EOF\n",
		n+1, table.String(), n+1, n, n-1, at)
	return b.Bytes()
}

// report is the repository's own PDF of an assessment without findings.
func report(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	a := &engine.Assessment{Schema: engine.AssessmentSchema, Report: engine.Heading{Title: "IT policy audit", Organisation: "Example Mills Ltd"},
		Run: engine.Run{ID: "0123456789abcdef", At: clock, Tool: "assize 0.1.0", Began: clock.Add(-time.Minute), Ended: clock}}
	if err := (reports.PDF{}).Write(&b, a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// options trust the pki's root.
func (p *pki) options() Options {
	return Options{Roots: []*x509.Certificate{p.root.certificate}, Now: p.now, MaxSize: 100 << 20, MaxUnpacked: 1 << 20}
}

func (p *pki) key(t *testing.T) *Key { return p.leaf.sign(t, p.middle, p.root) }

func seals(t *testing.T, data []byte, k *Key, s Sealing) []byte {
	t.Helper()
	if s.At.IsZero() {
		s.At = clock
	}
	out, err := Seal(context.Background(), data, k, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// want verifies and wants a reason.
func want(t *testing.T, data []byte, o Options, reason Reason, says string) *Result {
	t.Helper()
	r := Verify(data, o)
	if r.Reason != reason || reason != "" && !strings.Contains(r.failure(), says) {
		t.Errorf("got %q: %s; want %q: %s", r.Reason, r.failure(), reason, says)
	}
	for _, c := range r.Checks {
		if c.Means == "" || c.Found == "" {
			t.Errorf("a check says nothing: %+v", c)
		}
	}
	return r
}

func keysToSealWith(t *testing.T) map[string]sealer {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 3072)
	if err != nil {
		t.Fatal(err)
	}
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]sealer{"P-256": {}, "P-384": {&party{key: p384}, ""}, "RSA": {&party{key: rsaKey}, ""},
		"RSA-PSS": {&party{key: rsaKey}, RSAPSSSHA256}, "Ed25519": {&party{key: newEd25519(t)}, ""}}
}

type sealer struct {
	*party
	scheme Scheme
}

func TestOtherReadersAgree(t *testing.T) {
	p := newPKI(t)
	tsa := opensslTSA(t, p, "sha256")
	whole := report(t)
	for name, c := range keysToSealWith(t) {
		for _, stamped := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s stamped %v", name, stamped), func(t *testing.T) {
				s := spec{name: "Ada Auditor"}
				if c.party != nil {
					s.key = c.key
				}
				leaf := p.issue(s, p.middle)
				k, err := withSigner(leaf.key, []*x509.Certificate{leaf.certificate, p.middle.certificate, p.root.certificate}, c.scheme)
				if err != nil {
					t.Fatal(err)
				}
				how := Sealing{Rect: [4]float64{100, 100, 300, 160}, Reason: "IT policy audit"}
				if stamped {
					how.TSA = tsa
				}
				sealed := seals(t, whole, k, how)
				r := want(t, sealed, p.options(), "", "")
				if (r.Stamp != nil) != stamped || len(r.Chain) != 3 || r.Scheme != k.Scheme {
					t.Errorf("the result is %+v", r)
				}
				t.Logf("%d bytes unsigned, %d sealed, %d for the signature", len(whole), len(sealed), contentsSize(t, sealed))
				agree(t, sealed, name, p)
			})
		}
	}
}

func contentsSize(t *testing.T, sealed []byte) int {
	t.Helper()
	f, err := pdf.Open(sealed)
	if err != nil {
		t.Fatal(err)
	}
	s, err := findSeal(f)
	if err != nil {
		t.Fatal(err)
	}
	return len(s.contents.Text)
}

// agree asks poppler, qpdf and openssl.
func agree(t *testing.T, sealed []byte, name string, p *pki) {
	t.Helper()
	dir := t.TempDir()
	path := save(t, dir+"/sealed.pdf", 0o600, sealed)
	if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors found") || strings.Contains(out, "WARNING") {
		t.Errorf("qpdf: %s", out)
	}
	f, err := pdf.Open(sealed)
	if err != nil {
		t.Fatal(err)
	}
	s, err := findSeal(f)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := signatureBytes(sealed[s.contents.From+1:s.contents.To-1], s.contents.Text)
	if err != nil {
		t.Fatal(err)
	}
	covered := append(bytes.Clone(sealed[:s.contents.From]), sealed[s.contents.To:]...)
	save(t, dir+"/cms", 0o600, raw)
	save(t, dir+"/covered", 0o600, covered)
	save(t, dir+"/root.pem", 0o600, pemOf(p.root.certificate))
	if name == "Ed25519" {
		return // see the documentation of Scheme
	}
	out := run(t, "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", dir+"/cms", "-content", dir+"/covered", "-binary",
		"-CAfile", dir+"/root.pem", "-purpose", "any", "-out", os.DevNull)
	if !strings.Contains(out, "successful") {
		t.Errorf("openssl: %s", out)
	}
	program(t, "pdfsig")
	out = run(t, "pdfsig", "-nocert", path)
	for _, line := range []string{"Signature Validation: Signature is Valid.", "Total document signed", "Signature Type: ETSI.CAdES.detached",
		"Signer Certificate Common Name: Ada Auditor", "Signing Hash Algorithm: SHA-"} {
		if !strings.Contains(out, line) {
			t.Errorf("pdfsig does not say %q:\n%s", line, out)
		}
	}
	if strings.Contains(out, "Signature #2") {
		t.Errorf("pdfsig sees more than one: %s", out)
	}
}

func TestSealIsTheSameButForTheSignature(t *testing.T) {
	p := newPKI(t)
	a, b := seals(t, unsigned(t), p.key(t), Sealing{}), seals(t, unsigned(t), p.key(t), Sealing{})
	f, err := pdf.Open(a)
	if err != nil {
		t.Fatal(err)
	}
	s, err := findSeal(f)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(a, b) || !bytes.Equal(a[:s.contents.From], b[:s.contents.From]) || !bytes.Equal(a[s.contents.To:], b[s.contents.To:]) {
		t.Error("two seals differ in more than the signature, or not at all")
	}
}

func TestFilesComeOut(t *testing.T) {
	p := newPKI(t)
	r := want(t, seals(t, unsigned(t), p.key(t), Sealing{}), p.options(), "", "")
	if len(r.Files) != 2 || r.Files[0].Name != "findings.json" || string(r.Files[0].Data) != `{"findings": []}` || r.Files[0].Type != "application/json" ||
		r.Files[1].Name != "waivers.yaml" || len(r.Files[1].SHA256) != 64 {
		t.Errorf("files %+v", r.Files)
	}
	if !r.Claimed.Equal(clock) || NameOf(r.Signer) != "Ada Auditor" || len(r.Chain) != 3 {
		t.Errorf("result %+v", r)
	}
}

// TestNothingIsSealedWhenSomethingIsWrong wants an error and no bytes.
func TestNothingIsSealedWhenSomethingIsWrong(t *testing.T) {
	p := newPKI(t)
	good := p.key(t)
	revoked := Revocation{CRLs: [][]byte{p.crl(p.middle, clock.AddDate(0, 0, -1), clock.AddDate(0, 0, 7),
		x509.RevocationListEntry{SerialNumber: p.leaf.certificate.SerialNumber, RevocationTime: clock.AddDate(0, 0, -1)})}}
	sealed := seals(t, unsigned(t), good, Sealing{})
	broken := p.key(t)
	broken.sign = func(context.Context, method, []byte, []byte) ([]byte, error) { return []byte("nonsense"), nil }
	down := p.liar(t, lie{})
	down.URL = "http://127.0.0.1:1"
	grows := 0
	growing := serve(t, p, func(w http.ResponseWriter, request []byte) {
		grows += 300
		stampReply(w, p.answer(t, lie{by: p.issue(spec{name: strings.Repeat("x", grows), change: stamping}, p.root)}, request))
	})
	for name, c := range map[string]struct {
		data []byte
		key  *Key
		how  Sealing
		says string
	}{
		"expired":     {unsigned(t), good, Sealing{At: clock.AddDate(2, 0, 0)}, "expired at"},
		"not yet":     {unsigned(t), good, Sealing{At: clock.AddDate(-2, 0, 0)}, "is valid from"},
		"revoked":     {unsigned(t), good, Sealing{At: clock, Revocation: revoked}, "was revoked at"},
		"rubbish CRL": {unsigned(t), good, Sealing{At: clock, Revocation: Revocation{CRLs: [][]byte{[]byte("x")}}}, "revocation list 1"},
		"sealed":      {sealed, good, Sealing{At: clock}, "has a seal or a form already"},
		"no PDF":      {[]byte("hello"), good, Sealing{At: clock}, "broken PDF"},
		"no page":     {unsigned(t), good, Sealing{At: clock, Page: 1}, "no page 1"},
		"bad signer":  {unsigned(t), broken, Sealing{At: clock}, "does not fit its certificate"},
		"TSA down":    {unsigned(t), good, Sealing{At: clock, TSA: down}, "connection refused"},
		"TSA strange": {unsigned(t), good, Sealing{At: clock, TSA: p.liar(t, lie{by: p.foreignTSA})}, "none of the given roots vouches for Strange TSA"},
		"TSA grows":   {unsigned(t), good, Sealing{At: clock, TSA: growing}, "grow"},
		"clock":       {unsigned(t), good, Sealing{At: clock.Add(-3 * time.Hour), TSA: p.liar(t, lie{})}, "and the timestamp is of"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := Seal(context.Background(), c.data, c.key, c.how)
			if out != nil || err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %d bytes and %v, want %q", len(out), err, c.says)
			}
		})
	}
}

// TestARehearsalIsNotRepeated counts how often the authority is asked.
func TestARehearsalIsNotRepeated(t *testing.T) {
	p := newPKI(t)
	asked := 0
	tsa := serve(t, p, func(w http.ResponseWriter, request []byte) {
		asked++
		stampReply(w, p.answer(t, lie{}, request))
	})
	before, err := tsa.Stamp(context.Background(), []byte("whatever"))
	if err != nil {
		t.Fatal(err)
	}
	for want, rehearsed := range map[int]*Stamp{1: before, 2: nil} {
		asked = 0
		if _, err := Seal(context.Background(), unsigned(t), p.key(t), Sealing{At: clock, TSA: tsa, Rehearsed: rehearsed}); err != nil || asked != want {
			t.Errorf("asked %d times and not %d: %v", asked, want, err)
		}
	}
}

func TestAnnotationsStay(t *testing.T) {
	p := newPKI(t)
	link := "<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /Border [0 0 0]>>"
	for name, bodies := range map[string][]string{
		"none":     {"", "[]"},
		"direct":   {" /Annots [" + link + "]", "[]"},
		"indirect": {" /Annots 3 0 R", "[" + link + "]"},
	} {
		t.Run(name, func(t *testing.T) {
			data := write("<</Type /Pages /Kids [2 0 R] /Count 1>>", "<</Type /Page /Parent 1 0 R /MediaBox [0 0 595 842]"+bodies[0]+">>", bodies[1],
				"<</Producer (test)>>", "<</Type /Catalog /Pages 1 0 R>>")
			sealed := seals(t, data, p.key(t), Sealing{})
			want(t, sealed, p.options(), "", "")
			f, err := pdf.Open(sealed)
			if err != nil {
				t.Fatal(err)
			}
			page, err := f.Object(2)
			if err != nil {
				t.Fatal(err)
			}
			list, err := f.Lookup(page.Value, "Annots")
			links := strings.Count(string(sealed), "/Subtype /Link")
			if err != nil || len(list.Items) != links+1 || list.Items[links].Kind != pdf.Reference {
				t.Errorf("annotations %+v, %v", list.Items, err)
			}
			run(t, "qpdf", "--check", save(t, filepath.Join(t.TempDir(), "a.pdf"), 0o600, sealed))
		})
	}
}
