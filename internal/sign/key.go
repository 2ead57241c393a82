package sign

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Key signs. It may be used concurrently if what is behind it may; keys from files may.
type Key struct {
	// Chain are the signer's certificate and those that lead up from it, each issued by the next. It is not empty. The
	// last one need not be a root.
	Chain []*x509.Certificate
	// Scheme is how it signs.
	Scheme Scheme

	sign func(ctx context.Context, m method, digest, message []byte) ([]byte, error)
}

// Certificate returns the signer's certificate.
func (k *Key) Certificate() *x509.Certificate { return k.Chain[0] }

// Fingerprint is the SHA-256 of a certificate, in hexadecimal.
func Fingerprint(c *x509.Certificate) string { return fmt.Sprintf("%x", sha256.Sum256(c.Raw)) }

// newKey joins a signer with the certificates: the one of its public key comes first, those that issued it follow, and
// others are left out. A scheme of "" is the usual one for the key.
func newKey(public crypto.PublicKey, certificates []*x509.Certificate, scheme Scheme) (*Key, error) {
	leaf := slices.IndexFunc(certificates, func(c *x509.Certificate) bool {
		known, ok := c.PublicKey.(interface{ Equal(crypto.PublicKey) bool })
		return ok && (public == nil || known.Equal(public))
	})
	switch {
	case len(certificates) == 0:
		return nil, usage("name the certificate beside the key, or put it into the key's file", "there is no certificate")
	case leaf < 0:
		return nil, usage("name the certificate that was issued for this key", "no certificate belongs to the key")
	}
	k := &Key{Chain: chainOf(certificates[leaf], certificates)}
	c := k.Chain[0]
	if c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return nil, usage("use a certificate whose key usage allows digitalSignature or nonRepudiation",
			"the certificate of %s is not for signing", NameOf(c))
	}
	possible, err := schemesFor(c.PublicKey)
	if err != nil {
		return nil, usage("use RSA from 2048 to 8192 bits, ECDSA on P-256 or P-384, or Ed25519", "%w is not supported", err)
	}
	k.Scheme = scheme
	if scheme == "" {
		k.Scheme = possible[0]
	}
	if !slices.Contains(possible, k.Scheme) {
		return nil, usage(fmt.Sprintf("this key can sign with %v", possible), "the key cannot sign with %s", plain(string(scheme)))
	}
	return k, nil
}

// chainOf orders certificates from the leaf up, as far as they go.
func chainOf(leaf *x509.Certificate, pool []*x509.Certificate) []*x509.Certificate {
	chain := []*x509.Certificate{leaf}
	for c := leaf; !selfSigned(c); {
		next := slices.IndexFunc(pool, func(p *x509.Certificate) bool { return !holds(chain, p) && c.CheckSignatureFrom(p) == nil })
		if next < 0 {
			break
		}
		c = pool[next]
		chain = append(chain, c)
	}
	return chain
}

func holds(list []*x509.Certificate, c *x509.Certificate) bool {
	return slices.ContainsFunc(list, c.Equal)
}

// selfSigned says whether a certificate is signed with its own key, whether or not it is an authority's.
func selfSigned(c *x509.Certificate) bool {
	return slices.Equal(c.RawIssuer, c.RawSubject) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil
}

// A ContextSigner is a signer that is asked over a network or the like: signing ends with ctx.
type ContextSigner interface {
	crypto.Signer
	SignContext(ctx context.Context, digest []byte, opts crypto.SignerOpts) ([]byte, error)
}

// KeyWith makes a key of a signer and its certificates, in any order; those that have nothing to do with it are left out. A
// scheme of "" is the usual one for the key. What the user can mend is a *collectors.UsageError: among it that no certificate
// belongs to the signer.
func KeyWith(signer ContextSigner, certificates []*x509.Certificate, scheme Scheme) (*Key, error) {
	return withSigner(signer, certificates, scheme)
}

// withSigner makes a key of any signer.
func withSigner(signer crypto.Signer, certificates []*x509.Certificate, scheme Scheme) (*Key, error) {
	k, err := newKey(signer.Public(), certificates, scheme)
	if err != nil {
		return nil, err
	}
	k.sign = func(ctx context.Context, m method, digest, message []byte) ([]byte, error) {
		var opts crypto.SignerOpts = m.hash
		switch {
		case m.pss:
			opts = &rsa.PSSOptions{SaltLength: m.hash.Size(), Hash: m.hash}
		case m.family == x509.Ed25519:
			digest, opts = message, crypto.Hash(0)
		}
		if asked, ok := signer.(ContextSigner); ok {
			return asked.SignContext(ctx, digest, opts)
		}
		return signer.Sign(rand.Reader, digest, opts)
	}
	return k, nil
}

// signMessage signs, and holds the signature against the certificate, so that a signer with another key is found out.
func (k *Key) signMessage(ctx context.Context, message []byte) ([]byte, error) {
	m, ok := methodOf(k.Scheme)
	if !ok {
		return nil, fmt.Errorf("unknown scheme %q", k.Scheme)
	}
	signature, err := k.sign(ctx, m, sum(m.hash, message), message)
	if err != nil {
		return nil, fmt.Errorf("sign with the key of %s: %w", NameOf(k.Chain[0]), err)
	}
	if err := m.check(k.Chain[0].PublicKey, message, signature); err != nil {
		return nil, usage("the signer must use the key that the certificate was issued for, and the scheme "+string(k.Scheme),
			"sign with the key of %s: %w its certificate", NameOf(k.Chain[0]), err)
	}
	return signature, nil
}

// Try signs something that means nothing, to find out whether the key is there, may be used and is the one of its
// certificate. What the user can mend is a *collectors.UsageError.
func (k *Key) Try(ctx context.Context) error {
	_, err := k.signMessage(ctx, []byte("assize: a trial signature, which says nothing\n"))
	return err
}

// UsableAt says whether the key's certificate may be used at a time. Its error is a *collectors.UsageError.
func (k *Key) UsableAt(at time.Time) error {
	err := validAt(k.Chain[0], at)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return usage("seal with a certificate that is valid today", "%w", err)
	}
	return err
}

// validAt holds a time against the certificate's.
func validAt(c *x509.Certificate, at time.Time) error {
	switch {
	case at.Before(c.NotBefore):
		return refuse(NotYetValid, "the certificate of %s is valid from %s on", NameOf(c), day(c.NotBefore))
	case at.After(c.NotAfter):
		return refuse(Expired, "the certificate of %s expired at %s", NameOf(c), day(c.NotAfter))
	}
	return nil
}

func day(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
