package sign

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

const tsaConfig = `[tsa]
default_tsa = t
[t]
serial = $DIR/serial
signer_cert = $DIR/cert.pem
signer_key = $DIR/key.pem
signer_digest = sha256
certs = $DIR/chain.pem
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.5
digests = sha256, sha512
accuracy = secs:1, millisecs:500
clock_precision_digits = 3
ess_cert_id_alg = $ESS
tsa_name = yes
ess_cert_id_chain = yes
`

// opensslTSA is a timestamp authority that openssl plays behind HTTP.
func opensslTSA(t *testing.T, p *pki, ess string) *TSA {
	t.Helper()
	openssl, dir := program(t, "openssl"), t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(p.tsa.key)
	if err != nil {
		t.Fatal(err)
	}
	save(t, dir+"/key.pem", 0o600, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	save(t, dir+"/cert.pem", 0o600, pemOf(p.tsa.certificate))
	save(t, dir+"/chain.pem", 0o600, pemOf(p.root.certificate))
	save(t, dir+"/serial", 0o600, []byte("01\n"))
	save(t, dir+"/conf", 0o600, []byte(strings.NewReplacer("$DIR", dir, "$ESS", ess).Replace(tsaConfig)))
	return serve(t, p, func(w http.ResponseWriter, request []byte) {
		query, reply := filepath.Join(dir, "query"), filepath.Join(dir, "reply")
		save(t, query, 0o600, request)
		run(t, openssl, "ts", "-reply", "-config", dir+"/conf", "-queryfile", query, "-out", reply)
		answer, err := os.ReadFile(reply)
		if err != nil {
			t.Error(err)
		}
		stampReply(w, answer)
	})
}

func stampReply(w http.ResponseWriter, answer []byte) {
	w.Header().Set("Content-Type", "application/timestamp-reply")
	w.Write(answer) //nolint:errcheck // the client notices
}

// serve is an authority over HTTP whose answers the test makes.
func serve(t *testing.T, p *pki, answer func(http.ResponseWriter, []byte)) *TSA {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/timestamp-query" {
			t.Errorf("%s with content type %q", r.Method, r.Header.Get("Content-Type"))
		}
		request, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		answer(w, request)
	}))
	t.Cleanup(server.Close)
	return &TSA{URL: server.URL, Client: server.Client(), Roots: []*x509.Certificate{p.root.certificate}, Random: rand.Reader, Now: time.Now}
}

// A lie is what a made-up authority does otherwise than it should; the zero value is an honest one.
type lie struct {
	by                 *party // who stamps, p.tsa when nil
	status             int64
	at                 time.Time
	imprint, nonce     []byte
	policy             asn1.ObjectIdentifier
	contentType        asn1.ObjectIdentifier
	certificate        *x509.Certificate // named in the attributes
	content, signature []byte
	critical, bare     bool
}

func (p *pki) liar(t *testing.T, l lie) *TSA {
	return serve(t, p, func(w http.ResponseWriter, request []byte) { stampReply(w, p.answer(t, l, request)) })
}

// answer makes a TimeStampResp.
func (p *pki) answer(t *testing.T, l lie, request []byte) []byte {
	t.Helper()
	var q, imprint, algorithm cryptobyte.String
	var digest []byte
	var version int
	nonce := new(big.Int)
	input := cryptobyte.String(request)
	if !input.ReadASN1(&q, cbasn1.SEQUENCE) || !q.ReadASN1Integer(&version) || !q.ReadASN1(&imprint, cbasn1.SEQUENCE) ||
		!imprint.ReadASN1(&algorithm, cbasn1.SEQUENCE) || !imprint.ReadASN1Bytes(&digest, cbasn1.OCTET_STRING) {
		t.Error("malformed request")
	}
	q.SkipOptionalASN1(cbasn1.OBJECT_IDENTIFIER)
	if !q.ReadASN1Integer(nonce) {
		t.Error("a request without a nonce")
	}
	if l.nonce == nil {
		l.nonce = nonce.Bytes()
	}
	if l.imprint == nil {
		l.imprint = digest
	}
	return der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1Int64(l.status)
				if l.status > 1 {
					b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1(cbasn1.UTF8String, func(b *cryptobyte.Builder) { b.AddBytes([]byte("over quota\x1b[2J")) })
					})
				}
			})
			if l.status < 2 && !l.bare {
				b.AddBytes(p.token(t, l))
			}
		})
	})
}

// token makes a timestamp token as the lie wants it.
func (p *pki) token(t *testing.T, l lie) []byte {
	t.Helper()
	if l.by == nil {
		l.by = p.tsa
	}
	if l.at.IsZero() {
		l.at = time.Now()
	}
	if l.policy == nil {
		l.policy = asn1.ObjectIdentifier{1, 2, 3}
	}
	info := der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1Int64(1)
			b.AddASN1ObjectIdentifier(l.policy)
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				addHash(b, crypto.SHA256, true)
				b.AddASN1OctetString(l.imprint)
			})
			b.AddASN1Int64(7)
			b.AddASN1GeneralizedTime(l.at)
			b.AddASN1BigInt(new(big.Int).SetBytes(l.nonce))
			if l.critical {
				b.AddASN1(tagged(1), func(b *cryptobyte.Builder) {
					b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(l.policy)
						b.AddASN1Boolean(true)
						b.AddASN1OctetString(nil)
					})
				})
			}
		})
	})
	s := &signedData{contentType: oidTSTInfo, content: info, certificates: []*x509.Certificate{l.by.certificate}, signer: l.by.certificate}
	s.method, _ = methodOf(ECDSASHA256)
	named := s.signer
	if l.certificate != nil {
		named = l.certificate
	}
	attributes := sealAttributes(sum(crypto.SHA256, info), named)
	kind := oidTSTInfo
	if l.contentType != nil {
		kind = l.contentType
	}
	s.attributes = withContentType(attributes, kind)
	var err error
	if s.signature, err = l.by.key.Sign(rand.Reader, sum(crypto.SHA256, s.attributes), crypto.SHA256); err != nil {
		t.Error(err)
	}
	if l.content != nil {
		s.content = l.content
	}
	if l.signature != nil {
		s.signature = l.signature
	}
	out, err := s.encode()
	if err != nil {
		t.Error(err)
	}
	return out
}

// withContentType names another kind of content in attributes that were made for a seal.
func withContentType(attributes []byte, kind asn1.ObjectIdentifier) []byte {
	var list cryptobyte.String
	input := cryptobyte.String(attributes)
	input.ReadASN1(&list, cbasn1.SET)
	var all [][]byte
	for !list.Empty() {
		var a cryptobyte.String
		list.ReadASN1Element(&a, cbasn1.SEQUENCE)
		own := attribute(oidContentType, der(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) }))
		if string(a) == string(own) {
			a = attribute(oidContentType, der(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(kind) }))
		}
		all = append(all, a)
	}
	return der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { addSorted(b, all) })
	})
}

func TestOpensslStamps(t *testing.T) {
	p := newPKI(t)
	for _, ess := range []string{"sha1", "sha256", "sha512"} {
		t.Run(ess, func(t *testing.T) {
			tsa := opensslTSA(t, p, ess)
			tsa.Policy = "1.2.3.4.5"
			s, err := tsa.Stamp(context.Background(), []byte("hello"))
			if err != nil {
				t.Fatal(err)
			}
			if time.Since(s.Time).Abs() > time.Minute || s.Policy != "1.2.3.4.5" || len(s.Chain) != 2 || s.Chain[0].Subject.CommonName != "Test TSA" {
				t.Errorf("got %+v", s)
			}
			if _, err := stampOver([]byte("hello"), s.token, tsa.Roots); err != nil {
				t.Error(err)
			}
			if _, err := stampOver([]byte("other"), s.token, tsa.Roots); err == nil {
				t.Error("it stamps something else and was accepted")
			}
		})
	}
	tsa := opensslTSA(t, p, "sha256")
	tsa.Policy = "1.2.3.4.9"
	_, err := tsa.Stamp(context.Background(), []byte("hello"))
	wantUsage(t, err, "the authority refused (rejected: Requested policy is not supported")
}

func TestAuthoritiesThatLie(t *testing.T) {
	p := newPKI(t)
	honest := p.liar(t, lie{})
	if _, err := honest.Stamp(context.Background(), []byte("x")); err != nil {
		t.Fatalf("the honest one: %v", err)
	}
	notCritical := p.issue(spec{name: "a", change: func(c *x509.Certificate) {
		extendedKeyUsage(c, false, "\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08")
	}}, p.root)
	twoUsages := p.issue(spec{name: "b", change: func(c *x509.Certificate) {
		extendedKeyUsage(c, true, "\x30\x14\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01")
	}}, p.root)
	expired := p.issue(spec{name: "c", change: stamping, from: clock.AddDate(-2, 0, 0), to: clock.AddDate(-1, 0, 0)}, p.root)
	for name, c := range map[string]struct {
		lie  lie
		says string
	}{
		"rejects":            {lie{status: 2}, "the authority refused (rejected: over quota [2J)"},
		"waits":              {lie{status: 3}, "the authority refused (waiting"},
		"no token":           {lie{bare: true}, "malformed"},
		"other digest":       {lie{imprint: sum(crypto.SHA256, []byte("y"))}, "a timestamp of something else"},
		"other nonce":        {lie{nonce: []byte{1, 2, 3}}, "the nonce differs"},
		"stranger":           {lie{by: p.foreignTSA}, "none of the given roots vouches for Strange TSA"},
		"signs for all":      {lie{by: p.leaf}, "not one for timestamps alone"},
		"usage not critical": {lie{by: notCritical}, "not one for timestamps alone"},
		"two usages":         {lie{by: twoUsages}, "not one for timestamps alone"},
		"expired":            {lie{by: expired}, "expired at"},
		"yesterday":          {lie{at: clock.AddDate(0, 0, -1)}, "the clock here says"},
		"tomorrow":           {lie{at: clock.AddDate(0, 0, 1)}, "the clock here says"},
		"other certificate":  {lie{certificate: p.root.certificate}, "they name another certificate"},
		"content exchanged":  {lie{content: []byte("\x30\x00")}, "malformed"},
		"signature":          {lie{signature: []byte("nonsense")}, "the signature does not fit"},
		"other kind":         {lie{contentType: oidData}, "another kind of content"},
		"unknown and needed": {lie{critical: true}, "a critical extension"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.liar(t, c.lie).Stamp(context.Background(), []byte("x"))
			wantUsage(t, err, c.says)
		})
	}
}

func TestAuthoritiesThatFail(t *testing.T) {
	p := newPKI(t)
	const long = time.Second
	for name, c := range map[string]struct {
		answer func(http.ResponseWriter, []byte)
		says   string
	}{
		"slow": {func(http.ResponseWriter, []byte) { time.Sleep(long) }, "no answer within 200ms"},
		"slow body": {func(w http.ResponseWriter, _ []byte) {
			stampReply(w, []byte("x"))
			w.(http.Flusher).Flush()
			time.Sleep(long)
		}, "no whole answer within 200ms"},
		"html":      {func(w http.ResponseWriter, _ []byte) { w.Header().Set("Content-Type", "text/html") }, `its content type is "text/html"`},
		"status":    {func(w http.ResponseWriter, _ []byte) { w.WriteHeader(http.StatusTooManyRequests) }, "the answer is 429 Too Many Requests"},
		"huge":      {func(w http.ResponseWriter, _ []byte) { stampReply(w, make([]byte, maxStamp+1)) }, "more than 65536 bytes"},
		"empty":     {func(w http.ResponseWriter, _ []byte) { stampReply(w, nil) }, "malformed"},
		"malformed": {func(w http.ResponseWriter, _ []byte) { stampReply(w, []byte("\x30\x03\x02\x01\x00")) }, "malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			tsa := serve(t, p, c.answer)
			tsa.Timeout = 200 * time.Millisecond
			if c.says[:2] != "no" {
				tsa.Timeout = 10 * time.Second
			}
			_, err := tsa.Stamp(context.Background(), []byte("x"))
			wantUsage(t, err, c.says)
		})
	}
	down := serve(t, p, nil)
	down.URL = "http://127.0.0.1:1"
	_, err := down.Stamp(context.Background(), []byte("x"))
	wantUsage(t, err, "connection refused")
}

func FuzzStamp(f *testing.F) {
	p := fixedPKI()
	roots := []*x509.Certificate{p.root.certificate}
	f.Add(p.token(&testing.T{}, lie{at: p.now, imprint: make([]byte, 32), nonce: []byte{1}}))
	f.Add(p.token(&testing.T{}, lie{at: p.now, imprint: make([]byte, 32), nonce: []byte{1}, by: p.foreignTSA, critical: true}))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := readStamp(data, roots)
		if (s == nil) == (err == nil) {
			t.Errorf("a stamp %v with the error %v", s, err)
		}
	})
}
