package sign

import (
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidSigningCert   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12}
	oidToken         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
)

// A signedData is a CMS SignedData (RFC 5652 §5) with one signer, as far as seals and timestamps use it.
type signedData struct {
	contentType  asn1.ObjectIdentifier
	content      []byte // nil when it is elsewhere
	certificates []*x509.Certificate
	signer       *x509.Certificate
	method       method
	attributes   []byte // the signed ones: a SET in DER, which is what is signed
	signature    []byte
	token        []byte // a timestamp over the signature, or nil
}

// encode writes it in the one way that we write and accept: DER, the signer named by issuer and serial number, no
// parameters that could be left out, and nothing that the signature does not cover but the certificates and the token.
func (s *signedData) encode() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(tagged(0), func(b *cryptobyte.Builder) { b.AddASN1(cbasn1.SEQUENCE, s.body) })
	})
	return b.Bytes()
}

func (s *signedData) body(b *cryptobyte.Builder) {
	version := int64(1)
	if !s.contentType.Equal(oidData) {
		version = 3
	}
	b.AddASN1Int64(version)
	b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { addHash(b, s.method.hash, false) })
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(s.contentType)
		if s.content != nil {
			b.AddASN1(tagged(0), func(b *cryptobyte.Builder) { b.AddASN1OctetString(s.content) })
		}
	})
	b.AddASN1(tagged(0), func(b *cryptobyte.Builder) {
		var raw [][]byte
		for _, c := range s.certificates {
			raw = append(raw, c.Raw)
		}
		addSorted(b, raw)
	})
	b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddASN1(cbasn1.SEQUENCE, s.signerInfo) })
}

func (s *signedData) signerInfo(b *cryptobyte.Builder) {
	b.AddASN1Int64(1)
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(s.signer.RawIssuer)
		b.AddASN1BigInt(s.signer.SerialNumber)
	})
	addHash(b, s.method.hash, false)
	var attributes cryptobyte.String
	set := cryptobyte.String(s.attributes)
	if !set.ReadASN1(&attributes, cbasn1.SET) {
		b.SetError(errors.New("signed attributes are no set"))
		return
	}
	b.AddASN1(tagged(0), func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
	b.AddBytes(s.method.algorithm())
	b.AddASN1OctetString(s.signature)
	if s.token != nil {
		b.AddASN1(tagged(1), func(b *cryptobyte.Builder) { b.AddBytes(attribute(oidToken, s.token)) })
	}
}

// addSorted adds the elements of a SET OF in DER's order.
func addSorted(b *cryptobyte.Builder, elements [][]byte) {
	slices.SortFunc(elements, bytes.Compare)
	for _, e := range elements {
		b.AddBytes(e)
	}
}

// attribute is an Attribute with one value, in DER.
func attribute(oid asn1.ObjectIdentifier, value []byte) []byte {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(value) })
	})
	return b.BytesOrPanic() // it can only fail for values of gigabytes
}

// sealAttributes are the signed attributes of a seal: content type, digest and certificate (ETSI EN 319 142-1 §5.3: the
// signing time stands in the PDF and must not stand here).
func sealAttributes(digest []byte, signer *x509.Certificate) []byte {
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) {
		addSorted(b, [][]byte{
			attribute(oidContentType, der(func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidData) })),
			attribute(oidMessageDigest, der(func(b *cryptobyte.Builder) { b.AddASN1OctetString(digest) })),
			attribute(oidSigningCertV2, der(func(b *cryptobyte.Builder) {
				b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
						b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1OctetString(sum(crypto.SHA256, signer.Raw)) })
					})
				})
			})),
		})
	})
	return b.BytesOrPanic()
}

func der(add func(*cryptobyte.Builder)) []byte {
	var b cryptobyte.Builder
	add(&b)
	return b.BytesOrPanic()
}

// verify holds the signature, and the content by its digest, against the signer's certificate. Whether to trust that
// certificate is another question.
func (s *signedData) verify(content ...[]byte) error {
	attributes, err := readAttributes(s.attributes)
	if err != nil {
		return refuse(Broken, "the signed attributes: %w", err)
	}
	var kind asn1.ObjectIdentifier
	var digest []byte
	if v := cryptobyte.String(attributes[oidContentType.String()]); !v.ReadASN1ObjectIdentifier(&kind) || !v.Empty() || !kind.Equal(s.contentType) {
		return refuse(Broken, "the signed attributes name another kind of content")
	}
	if v := cryptobyte.String(attributes[oidMessageDigest.String()]); !v.ReadASN1Bytes(&digest, cbasn1.OCTET_STRING) || !v.Empty() {
		return refuse(Broken, "the signed attributes hold no digest")
	}
	if err := s.method.check(s.signer.PublicKey, s.attributes, s.signature); err != nil {
		return refuse(Changed, "the signature does not fit the certificate of %s", NameOf(s.signer))
	}
	if err := s.signsFor(attributes); err != nil {
		return refuse(Broken, "the signed attributes: %w", err)
	}
	if !bytes.Equal(digest, sum(s.method.hash, content...)) {
		return refuse(Changed, "the bytes differ from those that were signed")
	}
	return nil
}

// signsFor wants the signer's certificate named among the signed attributes, so that no other one of the same key can be
// put in its place (RFC 5035 §3 and §4). Timestamp authorities may still name it by SHA-1 (RFC 2634 §5.4).
func (s *signedData) signsFor(attributes map[string][]byte) error {
	old, hasOld := attributes[oidSigningCert.String()]
	v2, hasV2 := attributes[oidSigningCertV2.String()]
	if !hasV2 && (!hasOld || s.contentType.Equal(oidData)) {
		return errors.New("they do not name the certificate")
	}
	if hasOld {
		digest := sha1.Sum(s.signer.Raw)
		if err := namesCertificate(old, false, func(crypto.Hash) []byte { return digest[:] }); err != nil {
			return err
		}
	}
	if hasV2 {
		return namesCertificate(v2, true, func(h crypto.Hash) []byte { return sum(h, s.signer.Raw) })
	}
	return nil
}

func namesCertificate(value []byte, v2 bool, digest func(crypto.Hash) []byte) error {
	malformed := errors.New("the certificate's name is malformed")
	input := cryptobyte.String(value)
	var outer, list, first cryptobyte.String
	if !input.ReadASN1(&outer, cbasn1.SEQUENCE) || !input.Empty() || !outer.ReadASN1(&list, cbasn1.SEQUENCE) || !list.ReadASN1(&first, cbasn1.SEQUENCE) {
		return malformed
	}
	hash := crypto.SHA256
	if v2 && first.PeekASN1Tag(cbasn1.SEQUENCE) {
		var err error
		if hash, err = readHash(&first); err != nil {
			return err
		}
	}
	var named []byte
	if !first.ReadASN1Bytes(&named, cbasn1.OCTET_STRING) {
		return malformed
	}
	if !bytes.Equal(named, digest(hash)) {
		return errors.New("they name another certificate")
	}
	return nil
}

// findSigner returns the certificate that a signer identifier names (RFC 5652 §5.3).
func findSigner(certificates []*x509.Certificate, issuer []byte, serial *big.Int, keyID []byte) *x509.Certificate {
	for _, c := range certificates {
		if keyID != nil && bytes.Equal(c.SubjectKeyId, keyID) ||
			keyID == nil && bytes.Equal(c.RawIssuer, issuer) && c.SerialNumber.Cmp(serial) == 0 {
			return c
		}
	}
	return nil
}
