package sign

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// maxCertificates is how many certificates a signature may carry.
const maxCertificates = 20

var errCMS = errors.New("the signature is malformed")

// readSignedData reads a CMS SignedData with one signer. It is strict about what it knows, but takes more than encode
// writes, because a timestamp comes from somebody else; the verifier of seals holds what it read against encode.
func readSignedData(data []byte) (*signedData, error) {
	body, ok := unwrap(data)
	var algorithms, content cryptobyte.String
	var version int
	s := &signedData{}
	if !ok || !body.ReadASN1Integer(&version) || version < 1 || version > 5 || !body.ReadASN1(&algorithms, cbasn1.SET) || !body.ReadASN1(&content, cbasn1.SEQUENCE) || !content.ReadASN1ObjectIdentifier(&s.contentType) {
		return nil, errCMS
	}
	if err := s.readContent(content); err != nil {
		return nil, err
	}
	if err := s.readCertificates(&body); err != nil {
		return nil, err
	}
	body.SkipOptionalASN1(tagged(1)) // revocation lists
	var signers, signer cryptobyte.String
	if !body.ReadASN1(&signers, cbasn1.SET) || !body.Empty() || !signers.ReadASN1(&signer, cbasn1.SEQUENCE) {
		return nil, errCMS
	}
	if !signers.Empty() {
		return nil, errors.New("there is more than one signer")
	}
	return s, s.readSigner(signer)
}

// unwrap takes the SignedData out of its ContentInfo.
func unwrap(data []byte) (body cryptobyte.String, ok bool) {
	input := cryptobyte.String(data)
	var info, explicit cryptobyte.String
	var kind asn1.ObjectIdentifier
	ok = input.ReadASN1(&info, cbasn1.SEQUENCE) && input.Empty() && info.ReadASN1ObjectIdentifier(&kind) && kind.Equal(oidSignedData) &&
		info.ReadASN1(&explicit, tagged(0)) && info.Empty() && explicit.ReadASN1(&body, cbasn1.SEQUENCE) && explicit.Empty()
	return body, ok
}

func (s *signedData) readContent(content cryptobyte.String) error {
	var wrapped cryptobyte.String
	var has bool
	if !content.ReadOptionalASN1(&wrapped, &has, tagged(0)) || !content.Empty() {
		return errCMS
	}
	if has && (!wrapped.ReadASN1Bytes(&s.content, cbasn1.OCTET_STRING) || !wrapped.Empty()) {
		return errCMS
	}
	return nil
}

func (s *signedData) readCertificates(body *cryptobyte.String) error {
	var list cryptobyte.String
	var has bool
	if !body.ReadOptionalASN1(&list, &has, tagged(0)) {
		return errCMS
	}
	for !list.Empty() {
		var raw cryptobyte.String
		if !list.ReadASN1Element(&raw, cbasn1.SEQUENCE) || len(s.certificates) == maxCertificates {
			return errCMS
		}
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return fmt.Errorf("a certificate in the signature: %w", err)
		}
		s.certificates = append(s.certificates, c)
	}
	return nil
}

func (s *signedData) readSigner(info cryptobyte.String) error {
	var version int
	if !info.ReadASN1Integer(&version) || version != 1 && version != 3 {
		return errCMS
	}
	if err := s.readSignerID(&info); err != nil {
		return err
	}
	hash, err := readHash(&info)
	if err != nil {
		return err
	}
	var attributes, algorithm cryptobyte.String
	var oid asn1.ObjectIdentifier
	if !info.ReadASN1(&attributes, tagged(0)) || !info.ReadASN1(&algorithm, cbasn1.SEQUENCE) || !algorithm.ReadASN1ObjectIdentifier(&oid) ||
		!info.ReadASN1Bytes(&s.signature, cbasn1.OCTET_STRING) {
		return errCMS
	}
	s.attributes = der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(attributes) })
	})
	if s.method, err = methodFor(oid, algorithm, hash, s.signer.PublicKeyAlgorithm); err != nil {
		return err
	}
	return s.readUnsigned(info)
}

func (s *signedData) readSignerID(info *cryptobyte.String) error {
	var name, issuer, keyID cryptobyte.String
	var serial *big.Int
	var byKey bool
	if !info.ReadOptionalASN1(&keyID, &byKey, cbasn1.Tag(0).ContextSpecific()) {
		return errCMS
	}
	if !byKey {
		serial = new(big.Int)
		if !info.ReadASN1(&name, cbasn1.SEQUENCE) || !name.ReadASN1Element(&issuer, cbasn1.SEQUENCE) || !name.ReadASN1Integer(serial) || !name.Empty() {
			return errCMS
		}
	}
	if s.signer = findSigner(s.certificates, issuer, serial, keyID); s.signer == nil {
		return errors.New("the signer's certificate is not in the signature")
	}
	return nil
}

// readUnsigned takes a timestamp from the unsigned attributes; others are left out.
func (s *signedData) readUnsigned(info cryptobyte.String) error {
	if info.Empty() {
		return nil
	}
	var set cryptobyte.String
	if !info.ReadASN1Element(&set, tagged(1)) || !info.Empty() {
		return errCMS
	}
	retagged := append([]byte{byte(cbasn1.SET)}, set[1:]...)
	attributes, err := readAttributes(retagged)
	if err != nil {
		return err
	}
	s.token = attributes[oidToken.String()]
	return nil
}

// readHash reads the AlgorithmIdentifier of a digest: its parameters may be absent or NULL (RFC 5754 §2).
func readHash(s *cryptobyte.String) (crypto.Hash, error) {
	var algorithm, null cryptobyte.String
	var oid asn1.ObjectIdentifier
	var has bool
	if !s.ReadASN1(&algorithm, cbasn1.SEQUENCE) || !algorithm.ReadASN1ObjectIdentifier(&oid) ||
		!algorithm.ReadOptionalASN1(&null, &has, cbasn1.NULL) || !algorithm.Empty() || !null.Empty() {
		return 0, errCMS
	}
	return hashNamed(oid)
}

// readAttributes reads a SET of attributes with one value each, by their identifiers.
func readAttributes(set []byte) (map[string][]byte, error) {
	input := cryptobyte.String(set)
	var list cryptobyte.String
	if !input.ReadASN1(&list, cbasn1.SET) || !input.Empty() {
		return nil, errCMS
	}
	out := map[string][]byte{}
	for !list.Empty() {
		var a, values, value cryptobyte.String
		var oid asn1.ObjectIdentifier
		var tag cbasn1.Tag
		if !list.ReadASN1(&a, cbasn1.SEQUENCE) || !a.ReadASN1ObjectIdentifier(&oid) || !a.ReadASN1(&values, cbasn1.SET) || !a.Empty() ||
			!values.ReadAnyASN1Element(&value, &tag) || !values.Empty() {
			return nil, errCMS
		}
		if _, twice := out[oid.String()]; twice {
			return nil, fmt.Errorf("the attribute %v stands twice", oid)
		}
		out[oid.String()] = value
	}
	return out, nil
}
