package sign

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// oidDistributionPoint is the extension by which a revocation list says which part of the certificates it is for.
var oidDistributionPoint = asn1.ObjectIdentifier{2, 5, 29, 28}

// A scope is the part of an issuer's certificates that a revocation list is for (RFC 5280 §5.2.5).
type scope struct {
	users, authorities, attributes bool // for these alone
	indirect                       bool // for those of other issuers, too
	someReasons                    bool // other reasons for a revocation stand elsewhere
	placed                         bool // for those alone that name one of the places
	places                         []string
}

// scopeOf reads a list's scope; not ok when the list has another critical extension, or an entry has one: such a list
// decides nothing (RFC 5280 §5.2 and §5.3).
func scopeOf(l *x509.RevocationList) (s scope, ok bool) {
	for _, e := range l.RevokedCertificateEntries {
		if slices.ContainsFunc(e.Extensions, isCritical) {
			return s, false
		}
	}
	for _, e := range l.Extensions {
		switch {
		case e.Id.Equal(oidDistributionPoint):
			if !s.read(e.Value) {
				return s, false
			}
		case e.Critical:
			return s, false
		}
	}
	return s, true
}

// read reads an IssuingDistributionPoint.
func (s *scope) read(der []byte) bool {
	input := cryptobyte.String(der)
	var list, point, reasons cryptobyte.String
	if !input.ReadASN1(&list, cbasn1.SEQUENCE) || !input.Empty() || !list.ReadOptionalASN1(&point, &s.placed, tagged(0)) || s.placed && !s.readPlaces(point) {
		return false
	}
	return readFlag(&list, 1, &s.users) && readFlag(&list, 2, &s.authorities) &&
		list.ReadOptionalASN1(&reasons, &s.someReasons, cbasn1.Tag(3).ContextSpecific()) &&
		readFlag(&list, 4, &s.indirect) && readFlag(&list, 5, &s.attributes) && list.Empty()
}

// readPlaces reads a DistributionPointName, of which only addresses are known.
func (s *scope) readPlaces(point cryptobyte.String) bool {
	var list cryptobyte.String
	if !point.ReadASN1(&list, tagged(0)) || !point.Empty() {
		return false
	}
	for !list.Empty() {
		var name cryptobyte.String
		var tag cbasn1.Tag
		if !list.ReadAnyASN1(&name, &tag) {
			return false
		}
		if tag == cbasn1.Tag(6).ContextSpecific() {
			s.places = append(s.places, string(name))
		}
	}
	return true
}

// readFlag reads a BOOLEAN under a tag; it is left out where it is false.
func readFlag(list *cryptobyte.String, tag uint8, into *bool) bool {
	var value cryptobyte.String
	return list.ReadOptionalASN1(&value, into, cbasn1.Tag(tag).ContextSpecific()) && (!*into || len(value) == 1 && value[0] == 0xff)
}

// covers says whether a list of this scope decides over a certificate of the list's issuer (RFC 5280 §6.3.3 b).
func (s scope) covers(c *x509.Certificate) bool {
	authority := c.BasicConstraintsValid && c.IsCA
	switch {
	case s.indirect, s.attributes, s.users && authority, s.authorities && !authority:
		return false
	}
	return !s.placed || slices.ContainsFunc(s.places, func(place string) bool { return slices.Contains(c.CRLDistributionPoints, place) })
}
