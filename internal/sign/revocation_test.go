package sign

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

const listedAt, elsewhere = "http://ca.example.org/leaf.crl", "http://ca.example.org/other.crl"

// distributionPoint is the extension of a list for a part of the certificates, with flags by their tags.
func distributionPoint(place string, flags ...uint8) pkix.Extension {
	value := der(func(b *cryptobyte.Builder) {
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			if place != "" {
				b.AddASN1(tagged(0), func(b *cryptobyte.Builder) {
					b.AddASN1(tagged(0), func(b *cryptobyte.Builder) {
						b.AddASN1(cbasn1.Tag(6).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes([]byte(place)) })
					})
				})
			}
			for _, tag := range flags {
				text := []byte{0xff}
				if tag == 3 {
					text = []byte{0x06, 0x40} // the reason keyCompromise alone
				}
				b.AddASN1(cbasn1.Tag(tag).ContextSpecific(), func(b *cryptobyte.Builder) { b.AddBytes(text) })
			}
		})
	})
	return pkix.Extension{Id: oidDistributionPoint, Critical: true, Value: value}
}

// TestListsForAPart asks revocation lists with critical extensions for a certificate and for the one above it.
func TestListsForAPart(t *testing.T) {
	p := newPKI(t)
	leaf := p.issue(spec{name: "Ada Auditor", change: func(c *x509.Certificate) { c.CRLDistributionPoints = []string{listedAt} }}, p.middle)
	sealed := seals(t, unsigned(t), leaf.sign(t, p.middle, p.root), Sealing{})
	entry := x509.RevocationListEntry{SerialNumber: leaf.certificate.SerialNumber, RevocationTime: clock.Add(-time.Hour)}
	foreign := entry
	foreign.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 29}, Critical: true, Value: []byte{0x30, 0}}}
	list := func(issuer *party, revoked []x509.RevocationListEntry, extensions ...pkix.Extension) []byte {
		p.serial++
		raw, err := x509.CreateRevocationList(rand.Reader, &x509.RevocationList{Number: big.NewInt(p.serial), ThisUpdate: clock.Add(-time.Hour),
			NextUpdate: clock.AddDate(0, 0, 7), RevokedCertificateEntries: revoked, ExtraExtensions: extensions}, issuer.certificate, issuer.key)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	revoked := []x509.RevocationListEntry{entry}
	const unknown, taken = "nothing says whether", "was revoked at"
	for name, c := range map[string]struct {
		extensions []pkix.Extension
		revoked    []x509.RevocationListEntry
		reason     Reason
		says       string
	}{
		"for all":                             {nil, nil, "", ""},
		"for all, and it is on it":            {nil, revoked, Revoked, taken},
		"its place":                           {[]pkix.Extension{distributionPoint(listedAt)}, nil, "", ""},
		"its place, and it is on it":          {[]pkix.Extension{distributionPoint(listedAt)}, revoked, Revoked, taken},
		"another place":                       {[]pkix.Extension{distributionPoint(elsewhere)}, nil, RevocationUnknown, unknown},
		"another place, and it is on it":      {[]pkix.Extension{distributionPoint(elsewhere)}, revoked, RevocationUnknown, unknown},
		"users":                               {[]pkix.Extension{distributionPoint(listedAt, 1)}, nil, "", ""},
		"authorities":                         {[]pkix.Extension{distributionPoint(listedAt, 2)}, nil, RevocationUnknown, unknown},
		"some reasons":                        {[]pkix.Extension{distributionPoint("", 3)}, nil, RevocationUnknown, unknown},
		"some reasons, and it is on it":       {[]pkix.Extension{distributionPoint("", 3)}, revoked, Revoked, taken},
		"other issuers, too":                  {[]pkix.Extension{distributionPoint("", 4)}, nil, RevocationUnknown, unknown},
		"attributes":                          {[]pkix.Extension{distributionPoint("", 5)}, nil, RevocationUnknown, unknown},
		"malformed":                           {[]pkix.Extension{{Id: oidDistributionPoint, Critical: true, Value: []byte{0x30, 3, 0x81, 1, 0}}}, nil, RevocationUnknown, unknown},
		"a delta":                             {[]pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 27}, Critical: true, Value: []byte{2, 1, 1}}}, nil, RevocationUnknown, unknown},
		"unknown and critical":                {[]pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}, revoked, RevocationUnknown, unknown},
		"unknown and not critical":            {[]pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Value: []byte{5, 0}}}, nil, "", ""},
		"an entry of somebody else's, marked": {nil, []x509.RevocationListEntry{foreign}, RevocationUnknown, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			o := p.options()
			o.RequireRevocation = true
			o.Revocation = Revocation{CRLs: [][]byte{list(p.middle, c.revoked, c.extensions...), list(p.root, nil, distributionPoint("", 2))}}
			want(t, sealed, o, c.reason, c.says)
		})
	}
	o := p.options()
	o.RequireRevocation = true
	o.Revocation = Revocation{CRLs: [][]byte{list(p.middle, nil), list(p.root, nil, distributionPoint("", 1))}}
	want(t, sealed, o, RevocationUnknown, unknown+" the certificate of Test Issuing")
}
