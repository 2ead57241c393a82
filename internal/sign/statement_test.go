package sign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const signedFile = "{}\n"

func statement() Statement {
	return Statement{PredicateType: "urn:example:report:v1", Predicate: json.RawMessage(`{"run":"0123","signed":"` + clock.Format(time.RFC3339) + `"}`),
		Subject: []Subject{{Name: "findings.json", Digest: map[string]string{"sha256": fmt.Sprintf("%x", sha256.Sum256([]byte(signedFile)))}}}}
}

func TestStatements(t *testing.T) {
	p := newPKI(t)
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
			data, err := SignStatement(context.Background(), statement(), k, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := VerifyFile([]byte(signedFile), data, p.trusting(clock))
			if got.Reason != "" {
				t.Fatal(got.failure())
			}
			whole := statement()
			whole.Type = statementType
			if diff := cmp.Diff(&whole, got.Statement); diff != "" || len(got.Chain) != 3 || !got.Claimed.Equal(clock) {
				t.Errorf("chain of %d, of %s, %s", len(got.Chain), got.Claimed, diff)
			}
			if name == "P-256" || name == "RSA" {
				opensslAgrees(t, data, leaf.certificate)
			}
		})
	}
}

func (p *pki) trusting(now time.Time) Options {
	return Options{Roots: []*x509.Certificate{p.root.certificate}, Now: now}
}

func TestStatementsWithTimestamps(t *testing.T) {
	p := newPKI(t)
	plain, err := SignStatement(context.Background(), statement(), p.key(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	o := p.trusting(clock)
	o.RequireTimestamp = true
	if got := VerifyFile([]byte(signedFile), plain, o); got.Reason != Timestamp {
		t.Errorf("without a timestamp: %q", got.Reason)
	}
	stamped, err := SignStatement(context.Background(), statement(), p.key(t), p.liar(t, lie{}))
	if err != nil {
		t.Fatal(err)
	}
	o.Now = clock.AddDate(2, 0, 0) // when the signer's certificate has expired
	if got := VerifyFile([]byte(signedFile), stamped, o); got.Reason != "" || got.Stamp == nil {
		t.Errorf("with a timestamp, later: %q %s", got.Reason, got.failure())
	}
	other, err := SignStatement(context.Background(), statement(), p.key(t), p.liar(t, lie{}))
	if err != nil {
		t.Fatal(err)
	}
	mixed := changed(t, stamped, func(e *envelope) { e.Signatures[0].Timestamp = opened(t, other).Signatures[0].Timestamp })
	if got := VerifyFile([]byte(signedFile), mixed, o); got.Reason != Timestamp {
		t.Errorf("with another's timestamp: %q", got.Reason)
	}
	out, err := SignStatement(context.Background(), statement(), p.key(t), p.liar(t, lie{by: p.foreignTSA}))
	if err == nil || out != nil {
		t.Error("a stranger's timestamp was accepted")
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
	sign := func(k *Key) []byte {
		data, err := SignStatement(context.Background(), statement(), k, nil)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	good, file := sign(p.key(t)), []byte(signedFile)
	for name, c := range map[string]struct {
		file, data []byte
		years      int
		reason     Reason
	}{
		"good":       {file, good, 0, ""},
		"none":       {file, nil, 0, NotSealed},
		"empty":      {file, []byte{}, 0, Broken},
		"other":      {file, []byte(`{"payloadType": "text/plain"}`), 0, NotSealed},
		"appended":   {file, slices.Concat(good, good), 0, Broken},
		"reshaped":   {file, slices.Concat([]byte(" "), good), 0, Broken},
		"other file": {[]byte("{ }\n"), good, 0, Changed},
		"payload": {file, changed(t, good, func(e *envelope) {
			e.Payload = bytes.Replace(e.Payload, []byte("0123"), []byte("0124"), 1)
		}), 0, Changed},
		"signature":         {file, changed(t, good, func(e *envelope) { e.Signatures[0].Sig[40] ^= 1 }), 0, Changed},
		"key id":            {file, changed(t, good, func(e *envelope) { e.Signatures[0].KeyID = strings.Repeat("0", 64) }), 0, Broken},
		"scheme":            {file, changed(t, good, func(e *envelope) { e.Signatures[0].Scheme = "none" }), 0, Broken},
		"text in the chain": {file, changed(t, good, func(e *envelope) { e.Signatures[0].Cert += "trust me" }), 0, Broken},
		"useless certificate": {file, changed(t, good, func(e *envelope) {
			e.Signatures[0].Cert += chainPEM([]*x509.Certificate{p.stranger.certificate})
		}), 0, Broken},
		"two signatures": {file, changed(t, good, func(e *envelope) { e.Signatures = append(e.Signatures, e.Signatures[0]) }), 0, NotSealed},
		"stranger":       {file, sign(p.stranger.signAnyway(t)), 0, Untrusted},
		"expired":        {file, good, 2, Expired},
		"not yet":        {file, good, -2, NotYetValid},
	} {
		t.Run(name, func(t *testing.T) {
			if got := VerifyFile(c.file, c.data, p.trusting(clock.AddDate(c.years, 0, 0))); got.Reason != c.reason {
				t.Errorf("got %q (%s), want %q", got.Reason, got.failure(), c.reason)
			}
		})
	}
}

// TestEveryByteOfAnEnvelopeCounts changes one after the other.
func TestEveryByteOfAnEnvelopeCounts(t *testing.T) {
	p := newPKI(t)
	good, err := SignStatement(context.Background(), statement(), p.key(t), p.liar(t, lie{}))
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1
		if VerifyFile([]byte(signedFile), bad, p.trusting(clock)).Reason == "" {
			t.Errorf("byte %d (%q) may be %q", i, good[i], bad[i])
		}
	}
}

func TestStatementsThatAreNotSigned(t *testing.T) {
	p := newPKI(t)
	for name, change := range map[string]func(*Statement){
		"no files":     func(s *Statement) { s.Subject = nil },
		"no digest":    func(s *Statement) { s.Subject[0].Digest = nil },
		"twice":        func(s *Statement) { s.Subject = append(s.Subject, s.Subject[0]) },
		"no type":      func(s *Statement) { s.PredicateType = "" },
		"no predicate": func(s *Statement) { s.Predicate = nil },
		"no time":      func(s *Statement) { s.Predicate = json.RawMessage(`{}`) },
		"long ago":     func(s *Statement) { s.Predicate = json.RawMessage(`{"signed":"1999-01-01T00:00:00Z"}`) },
	} {
		s := statement()
		change(&s)
		if out, err := SignStatement(context.Background(), s, p.key(t), nil); err == nil || out != nil {
			t.Errorf("%s: it was signed", name)
		}
	}
}

func opened(t *testing.T, data []byte) (e envelope) {
	t.Helper()
	if err := json.Unmarshal(data, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// changed is an envelope with something in it changed.
func changed(t *testing.T, good []byte, change func(*envelope)) []byte {
	t.Helper()
	e := opened(t, good)
	change(&e)
	out, err := e.encode()
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

func FuzzVerifyFile(f *testing.F) {
	p := fixedPKI()
	about := statement()
	about.Predicate = json.RawMessage(`{"run":"0123","signed":"` + p.now.Format(time.RFC3339) + `"}`)
	good, err := SignStatement(context.Background(), about, p.key(&testing.T{}), nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(strings.Replace(string(good), `"sig":"M`, `"sig":"N`, 1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := VerifyFile([]byte(signedFile), data, p.trusting(p.now))
		if r.Reason == "" && !bytes.Equal(data, good) {
			t.Errorf("%q was accepted", data)
		}
	})
}
