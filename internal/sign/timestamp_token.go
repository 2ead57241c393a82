package sign

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// readStamp reads a TimeStampToken and checks all that can be checked without knowing what it stamps: form, signature,
// the authority's certificate (RFC 3161 §2.3: for timestamps alone) and its way to one of the roots at the time stamped.
// The token that it keeps is in our own form, with the certificates that lead up from the authority's alone.
func readStamp(token []byte, roots []*x509.Certificate) (*Stamp, error) {
	signed, err := readSignedData(token)
	if err != nil {
		return nil, err
	}
	if !signed.contentType.Equal(oidTSTInfo) || signed.content == nil {
		return nil, errors.New("the token is no timestamp")
	}
	s, err := readInfo(signed.content)
	if err != nil {
		return nil, err
	}
	if err := signed.verify(signed.content); err != nil {
		return nil, err
	}
	if err := forStamps(signed.signer); err != nil {
		return nil, err
	}
	if s.Chain, err = trust(signed.signer, signed.certificates, roots, s.Time, x509.ExtKeyUsageTimeStamping); err != nil {
		return nil, err
	}
	signed.certificates = chainOf(signed.signer, signed.certificates)
	signed.token = nil
	if s.token, err = signed.encode(); err != nil {
		return nil, err
	}
	return s, nil
}

// stampOver reads a token that belongs to a seal: it must be in our own form, and stamp the message.
func stampOver(message, token []byte, roots []*x509.Certificate) (*Stamp, error) {
	s, err := readStamp(token, roots)
	switch {
	case err != nil:
		return nil, err
	case !bytes.Equal(s.token, token):
		return nil, errors.New("the token is not in the form that assize writes")
	case !bytes.Equal(s.imprint, sum(s.hash, message)):
		return nil, errors.New("it is a timestamp of something else")
	}
	return s, nil
}

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

// forStamps wants the certificate to be for timestamps and nothing else, and to say so critically.
func forStamps(c *x509.Certificate) error {
	critical := slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidExtKeyUsage) && e.Critical })
	if !critical || len(c.UnknownExtKeyUsage) > 0 || len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping {
		return errors.New("the certificate of " + NameOf(c) + " is not one for timestamps alone (critical extended key usage timeStamping)")
	}
	return nil
}

// readInfo reads a TSTInfo (RFC 3161 §2.4.2).
func readInfo(data []byte) (*Stamp, error) {
	malformed := errors.New("the timestamp is malformed")
	input := cryptobyte.String(data)
	var info, imprint, clock cryptobyte.String
	var version int
	var policy asn1.ObjectIdentifier
	s := &Stamp{Serial: new(big.Int)}
	if !input.ReadASN1(&info, cbasn1.SEQUENCE) || !input.Empty() || !info.ReadASN1Integer(&version) || version != 1 ||
		!info.ReadASN1ObjectIdentifier(&policy) || !info.ReadASN1(&imprint, cbasn1.SEQUENCE) || !info.ReadASN1Integer(s.Serial) ||
		!info.ReadASN1(&clock, cbasn1.GeneralizedTime) {
		return nil, malformed
	}
	s.Policy = policy.String()
	var err error
	if s.hash, err = readHash(&imprint); err != nil {
		return nil, err
	}
	if !imprint.ReadASN1Bytes(&s.imprint, cbasn1.OCTET_STRING) || !imprint.Empty() || len(s.imprint) != s.hash.Size() {
		return nil, malformed
	}
	// Fractions of a second may follow, which time.Parse takes without being told.
	if s.Time, err = time.Parse("20060102150405Z", string(clock)); err != nil || !strings.HasSuffix(string(clock), "Z") {
		return nil, malformed
	}
	return s, s.readOptions(info)
}

// readOptions reads what may follow the time: accuracy, ordering, nonce, the authority's name, extensions.
func (s *Stamp) readOptions(info cryptobyte.String) error {
	malformed := errors.New("the timestamp is malformed")
	info.SkipOptionalASN1(cbasn1.SEQUENCE)
	info.SkipOptionalASN1(cbasn1.BOOLEAN)
	if info.PeekASN1Tag(cbasn1.INTEGER) {
		nonce := new(big.Int)
		if !info.ReadASN1Integer(nonce) {
			return malformed
		}
		s.nonce = nonce.Bytes()
	}
	info.SkipOptionalASN1(tagged(0))
	if info.PeekASN1Tag(tagged(1)) {
		var extensions cryptobyte.String
		if !info.ReadASN1(&extensions, tagged(1)) {
			return malformed
		}
		for !extensions.Empty() {
			var e cryptobyte.String
			var oid asn1.ObjectIdentifier
			var critical bool
			if !extensions.ReadASN1(&e, cbasn1.SEQUENCE) || !e.ReadASN1ObjectIdentifier(&oid) ||
				e.PeekASN1Tag(cbasn1.BOOLEAN) && !e.ReadASN1Boolean(&critical) {
				return malformed
			}
			if critical {
				return errors.New("the timestamp has a critical extension that is not known here")
			}
		}
	}
	if !info.Empty() {
		return malformed
	}
	return nil
}
