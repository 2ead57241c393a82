package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func statement() Statement {
	return Statement{PredicateType: "https://assize.example/assessment/v1", Predicate: json.RawMessage(`{"run":"0123"}`),
		Subject: []Subject{{Name: "findings.json", Digest: map[string]string{"sha256": strings.Repeat("ab", 32)}}}}
}

func TestStatements(t *testing.T) {
	p := newPKI(t)
	roots := []*x509.Certificate{p.root.certificate}
	for name, c := range keysToSealWith(t) {
		t.Run(name, func(t *testing.T) {
			s := spec{name: "Ada"}
			if c.party != nil {
				s.key = c.key
			}
			leaf := p.issue(s, p.middle)
			k, err := withSigner(leaf.key, []*x509.Certificate{leaf.certificate, p.middle.certificate}, c.scheme)
			if err != nil {
				t.Fatal(err)
			}
			data, err := SignStatement(context.Background(), statement(), k)
			if err != nil {
				t.Fatal(err)
			}
			got, err := VerifyStatement(data, roots, clock)
			if err != nil {
				t.Fatal(err)
			}
			whole := statement()
			whole.Type = statementType
			if diff := cmp.Diff(whole, got.Statement); diff != "" || len(got.Chain) != 3 {
				t.Errorf("chain of %d, %s", len(got.Chain), diff)
			}
			if name == "P-256" || name == "RSA" {
				opensslAgrees(t, data, leaf.certificate)
			}
		})
	}
}

// opensslAgrees does what cosign does, from the text of the DSSE protocol: the signature over SHA256 of the PAE.
func opensslAgrees(t *testing.T, data []byte, c *x509.Certificate) {
	t.Helper()
	var e struct {
		PayloadType, Payload string
		Signatures           []struct{ Sig string }
	}
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	payload, err := base64.StdEncoding.DecodeString(e.Payload)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := base64.StdEncoding.DecodeString(e.Signatures[0].Sig)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	save(t, dir+"/pae", 0o600, fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(e.PayloadType), e.PayloadType, len(payload), payload))
	save(t, dir+"/sig", 0o600, signature)
	save(t, dir+"/pub", 0o600, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: c.RawSubjectPublicKeyInfo}))
	if out := run(t, "openssl", "dgst", "-sha256", "-verify", dir+"/pub", "-signature", dir+"/sig", dir+"/pae"); !strings.Contains(out, "Verified OK") {
		t.Errorf("openssl: %s", out)
	}
}

func TestStatementsThatAreRefused(t *testing.T) {
	p := newPKI(t)
	roots := []*x509.Certificate{p.root.certificate}
	good, err := SignStatement(context.Background(), statement(), p.key(t))
	if err != nil {
		t.Fatal(err)
	}
	strange, err := SignStatement(context.Background(), statement(), p.stranger.signAnyway(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data   []byte
		years  int
		reason Reason
	}{
		"empty":     {nil, 0, Broken},
		"other":     {[]byte(`{"payloadType": "text/plain"}`), 0, NotSealed},
		"appended":  {append(bytes.Clone(good), good...), 0, Broken},
		"changed":   {payloadChanged(t, good), 0, Changed},
		"stranger":  {strange, 0, Untrusted},
		"expired":   {good, 2, Expired},
		"not yet":   {good, -2, NotYetValid},
		"signature": {[]byte(strings.Replace(string(good), `"sig":"M`, `"sig":"N`, 1)), 0, Changed},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := VerifyStatement(c.data, roots, clock.AddDate(c.years, 0, 0))
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Reason != c.reason {
				t.Errorf("got %v, want the reason %q", err, c.reason)
			}
		})
	}
	for name, change := range map[string]func(*Statement){
		"no files":     func(s *Statement) { s.Subject = nil },
		"no digest":    func(s *Statement) { s.Subject[0].Digest = nil },
		"twice":        func(s *Statement) { s.Subject = append(s.Subject, s.Subject[0]) },
		"no type":      func(s *Statement) { s.PredicateType = "" },
		"no predicate": func(s *Statement) { s.Predicate = nil },
	} {
		s := statement()
		change(&s)
		if out, err := SignStatement(context.Background(), s, p.key(t)); err == nil || out != nil {
			t.Errorf("%s: it was signed", name)
		}
	}
}

// payloadChanged exchanges one letter of what was signed.
func payloadChanged(t *testing.T, good []byte) []byte {
	t.Helper()
	var e envelope
	if err := json.Unmarshal(good, &e); err != nil {
		t.Fatal(err)
	}
	payload, err := base64.StdEncoding.DecodeString(e.Payload)
	if err != nil {
		t.Fatal(err)
	}
	e.Payload = base64.StdEncoding.EncodeToString(bytes.Replace(payload, []byte("0123"), []byte("0124"), 1))
	out, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// signAnyway signs with a certificate that is not for signing.
func (p *party) signAnyway(t *testing.T) *Key {
	t.Helper()
	c := *p.certificate
	c.KeyUsage = 0
	return (&party{certificate: &c, key: p.key}).sign(t)
}

func FuzzVerifyStatement(f *testing.F) {
	p := newPKI(&testing.T{})
	good, err := SignStatement(context.Background(), statement(), p.key(&testing.T{}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, data []byte) {
		var refusal *Refusal
		s, err := VerifyStatement(data, []*x509.Certificate{p.root.certificate}, clock)
		if (s == nil) == (err == nil) || err != nil && !errors.As(err, &refusal) {
			t.Errorf("%v, %v", s, err)
		}
	})
}
