package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	_ "crypto/sha256" // the digests of the schemes
	_ "crypto/sha512"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// A Scheme is a way of signing: the algorithm with its digest.
type Scheme string

// The schemes that keys sign with. Timestamp authorities may use their like with SHA-384 and SHA-512 as well.
//
// Ed25519 stands in CMS (RFC 8419) and in PDF (ISO/TS 32002), but hardly any reader knows it: poppler 22.12 and OpenSSL
// 3.0 do not, so only assize can verify such a seal. The others they know.
// Curves other than P-256 and P-384, Ed448, DSA and SHA-1 are not supported.
const (
	RSAPKCS1SHA256 Scheme = "rsa-pkcs1-sha256"
	RSAPSSSHA256   Scheme = "rsa-pss-sha256"
	ECDSASHA256    Scheme = "ecdsa-sha256"
	ECDSASHA384    Scheme = "ecdsa-sha384"
	Ed25519        Scheme = "ed25519"
)

// A method is what a scheme means.
type method struct {
	scheme Scheme
	family x509.PublicKeyAlgorithm
	hash   crypto.Hash // of the content; SHA-512 for Ed25519 (RFC 8419 §3.1)
	pss    bool
	oid    asn1.ObjectIdentifier
}

var oidPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}

// methods lists everything that can be verified.
var methods = []method{
	{RSAPKCS1SHA256, x509.RSA, crypto.SHA256, false, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}},
	{"rsa-pkcs1-sha384", x509.RSA, crypto.SHA384, false, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}},
	{"rsa-pkcs1-sha512", x509.RSA, crypto.SHA512, false, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}},
	{RSAPSSSHA256, x509.RSA, crypto.SHA256, true, oidPSS},
	{"rsa-pss-sha384", x509.RSA, crypto.SHA384, true, oidPSS},
	{"rsa-pss-sha512", x509.RSA, crypto.SHA512, true, oidPSS},
	{ECDSASHA256, x509.ECDSA, crypto.SHA256, false, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}},
	{ECDSASHA384, x509.ECDSA, crypto.SHA384, false, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}},
	{"ecdsa-sha512", x509.ECDSA, crypto.SHA512, false, asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}},
	{Ed25519, x509.Ed25519, crypto.SHA512, false, asn1.ObjectIdentifier{1, 3, 101, 112}},
}

func methodOf(s Scheme) (method, bool) {
	for _, m := range methods {
		if m.scheme == s {
			return m, true
		}
	}
	return method{}, false
}

// hashes are the digests and their identifiers (RFC 5754 §2).
var hashes = map[crypto.Hash]asn1.ObjectIdentifier{
	crypto.SHA256: {2, 16, 840, 1, 101, 3, 4, 2, 1},
	crypto.SHA384: {2, 16, 840, 1, 101, 3, 4, 2, 2},
	crypto.SHA512: {2, 16, 840, 1, 101, 3, 4, 2, 3},
}

func hashNamed(oid asn1.ObjectIdentifier) (crypto.Hash, error) {
	for h, known := range hashes {
		if known.Equal(oid) {
			return h, nil
		}
	}
	return 0, fmt.Errorf("the digest algorithm %v is not accepted", oid)
}

func sum(h crypto.Hash, parts ...[]byte) []byte {
	w := h.New()
	for _, part := range parts {
		w.Write(part) // a hash never fails
	}
	return w.Sum(nil)
}

// algorithm is the AlgorithmIdentifier of the signature in DER. For RSA-PSS all parameters are of the one digest, and
// the salt has its length (RFC 4055 §3.1).
func (m method) algorithm() []byte {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(m.oid)
		switch {
		case m.pss:
			b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddASN1(tagged(0), func(b *cryptobyte.Builder) { addHash(b, m.hash, true) })
				b.AddASN1(tagged(1), func(b *cryptobyte.Builder) {
					b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1ObjectIdentifier(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8})
						addHash(b, m.hash, true)
					})
				})
				b.AddASN1(tagged(2), func(b *cryptobyte.Builder) { b.AddASN1Int64(int64(m.hash.Size())) })
			})
		case m.family == x509.RSA:
			b.AddASN1NULL()
		}
	})
	return b.BytesOrPanic() // of constants alone
}

// tagged is a constructed, context-specific tag.
func tagged(n uint8) cbasn1.Tag { return cbasn1.Tag(n).ContextSpecific().Constructed() }

// addHash adds the AlgorithmIdentifier of a digest; its parameters are absent but within those of RSA-PSS.
func addHash(b *cryptobyte.Builder, h crypto.Hash, null bool) {
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(hashes[h])
		if null {
			b.AddASN1NULL()
		}
	})
}

// methodFor finds the method that a signer information names by its signature algorithm, digest and certificate.
func methodFor(oid asn1.ObjectIdentifier, parameters []byte, hash crypto.Hash, family x509.PublicKeyAlgorithm) (method, error) {
	// rsaEncryption and id-ecPublicKey leave the digest to the other field.
	generic := oid.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}) && family == x509.RSA
	for _, m := range methods {
		if m.family != family || m.hash != hash || (!m.oid.Equal(oid) && (!generic || m.pss)) {
			continue
		}
		if m.pss && (len(parameters) == 0 || !bytes.HasSuffix(m.algorithm(), parameters)) {
			continue
		}
		return m, nil
	}
	return method{}, fmt.Errorf("the signature algorithm %v with %v is not accepted", oid, hash)
}

// schemesFor lists what a public key can sign with, the usual one first.
func schemesFor(public crypto.PublicKey) ([]Scheme, error) {
	switch key := public.(type) {
	case *rsa.PublicKey:
		if bits := key.N.BitLen(); bits < 2048 || bits > 8192 {
			return nil, fmt.Errorf("an RSA key of %d bits", bits)
		}
		return []Scheme{RSAPKCS1SHA256, RSAPSSSHA256}, nil
	case *ecdsa.PublicKey:
		switch key.Curve {
		case elliptic.P256():
			return []Scheme{ECDSASHA256}, nil
		case elliptic.P384():
			return []Scheme{ECDSASHA384}, nil
		}
		return nil, fmt.Errorf("an EC key on the curve %s", key.Curve.Params().Name)
	case ed25519.PublicKey:
		return []Scheme{Ed25519}, nil
	}
	return nil, fmt.Errorf("a key of an unknown kind (%T)", public)
}

var errSignature = errors.New("the signature does not fit")

// check verifies a signature over a message.
func (m method) check(public crypto.PublicKey, message, signature []byte) error {
	good := false
	switch key := public.(type) {
	case *rsa.PublicKey:
		digest := sum(m.hash, message)
		switch {
		case m.family != x509.RSA:
		case m.pss:
			good = rsa.VerifyPSS(key, m.hash, digest, signature, &rsa.PSSOptions{SaltLength: m.hash.Size()}) == nil
		default:
			good = rsa.VerifyPKCS1v15(key, m.hash, digest, signature) == nil
		}
	case *ecdsa.PublicKey:
		good = m.family == x509.ECDSA && ecdsa.VerifyASN1(key, sum(m.hash, message), signature)
	case ed25519.PublicKey:
		good = m.family == x509.Ed25519 && ed25519.Verify(key, message, signature)
	}
	if !good {
		return errSignature
	}
	return nil
}

// signatureSize is how long a signature may be.
func signatureSize(public crypto.PublicKey) int {
	switch key := public.(type) {
	case *rsa.PublicKey:
		return key.Size()
	case *ecdsa.PublicKey:
		return 2*((key.Params().BitSize+7)/8) + 9 // two integers with their heads and sign bytes, and a sequence
	}
	return ed25519.SignatureSize
}
