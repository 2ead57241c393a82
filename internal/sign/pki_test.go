package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"testing"
	"time"
)

// clock is the time of the tests: the real one, because openssl stamps with it. Certificates are valid for a year around it.
var clock = time.Now().UTC().Truncate(time.Second)

// A pki is a small authority: a root, one below it, a signer, a timestamp authority, and a stranger with a root of its own.
type pki struct {
	t                                             *testing.T
	now                                           time.Time // around which certificates are valid
	fixed                                         bool      // keys and signatures are the same in every run
	serial                                        int64
	root, middle, leaf, tsa, stranger, foreignTSA *party
}

// A spec is what a certificate is made of.
type spec struct {
	name     string
	ca       bool
	key      crypto.Signer // a new one on P-256 when nil
	from, to time.Time
	change   func(*x509.Certificate)
}

func newPKI(t *testing.T) *pki {
	t.Helper()
	return (&pki{t: t, now: clock}).found()
}

// fixedPKI is the same in every run, down to the bytes of what it signs, so that what a fuzzer has found stays of use.
func fixedPKI() *pki {
	return (&pki{t: &testing.T{}, now: time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC), fixed: true}).found()
}

// A fixedSigner signs the same message the same way (RFC 6979).
type fixedSigner struct{ key *ecdsa.PrivateKey }

func (s fixedSigner) Public() crypto.PublicKey { return s.key.Public() }

func (s fixedSigner) Sign(_ io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	return s.key.Sign(nil, digest, o)
}

// newKey makes a key on P-256.
func (p *pki) newKey() (crypto.Signer, error) {
	if !p.fixed {
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	scalar := sha256.Sum256(fmt.Appendf(nil, "assize test key %d", p.serial))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar[:])
	return fixedSigner{key}, err
}

func (p *pki) found() *pki {
	p.t.Helper()
	p.root = p.issue(spec{name: "Test Root", ca: true}, nil)
	p.middle = p.issue(spec{name: "Test Issuing", ca: true}, p.root)
	p.leaf = p.issue(spec{name: "Ada Auditor"}, p.middle)
	p.tsa = p.issue(spec{name: "Test TSA", change: stamping}, p.root)
	p.stranger = p.issue(spec{name: "Stranger", ca: true}, nil)
	p.foreignTSA = p.issue(spec{name: "Strange TSA", change: stamping}, p.stranger)
	return p
}

// stamping makes a certificate one of a timestamp authority: the extended key usage alone and critical (RFC 3161 §2.3).
func stamping(c *x509.Certificate) {
	extendedKeyUsage(c, true, "\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x08")
}

func extendedKeyUsage(c *x509.Certificate, critical bool, der string) {
	c.ExtraExtensions = []pkix.Extension{{Id: []int{2, 5, 29, 37}, Critical: critical, Value: []byte(der)}}
}

// issue makes a certificate, signed by itself when there is no issuer.
func (p *pki) issue(s spec, issuer *party) *party {
	p.t.Helper()
	if s.key == nil {
		key, err := p.newKey()
		if err != nil {
			p.t.Fatal(err)
		}
		s.key = key
	}
	if s.from.IsZero() {
		s.from, s.to = p.now.AddDate(-1, 0, 0), p.now.AddDate(1, 0, 0)
	}
	p.serial++
	c := &x509.Certificate{SerialNumber: big.NewInt(p.serial), Subject: pkix.Name{CommonName: s.name, Organization: []string{"Example Mills"}},
		NotBefore: s.from, NotAfter: s.to, BasicConstraintsValid: true, IsCA: s.ca, KeyUsage: x509.KeyUsageDigitalSignature}
	if s.ca {
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	}
	if s.change != nil {
		s.change(c)
	}
	out := &party{key: s.key}
	parent := c
	signer := s.key
	if issuer != nil {
		parent, signer = issuer.certificate, issuer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, s.key.Public(), signer)
	if err != nil {
		p.t.Fatal(err)
	}
	if out.certificate, err = x509.ParseCertificate(der); err != nil {
		p.t.Fatal(err)
	}
	return out
}

// crl is a revocation list of an issuer.
func (p *pki) crl(issuer *party, from, to time.Time, revoked ...x509.RevocationListEntry) []byte {
	p.t.Helper()
	p.serial++
	der, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(p.serial), ThisUpdate: from, NextUpdate: to,
		RevokedCertificateEntries: revoked}, issuer.certificate, issuer.key)
	if err != nil {
		p.t.Fatal(err)
	}
	return der
}
