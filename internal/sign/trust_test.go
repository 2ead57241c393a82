package sign

import (
	"crypto/x509"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"github.com/assize/assize/internal/sign/pdf"
)

func TestTrust(t *testing.T) {
	p := newPKI(t)
	k := p.key(t)
	year, week := clock.AddDate(1, 0, 0), clock.AddDate(0, 0, 7)
	honest := p.liar(t, lie{at: clock})
	plainSeal, stamped := seals(t, unsigned(t), k, Sealing{}), seals(t, unsigned(t), k, Sealing{TSA: honest})
	revokedAt := func(at time.Time) Revocation {
		return Revocation{CRLs: [][]byte{p.crl(p.middle, at, at.AddDate(0, 0, 7), x509.RevocationListEntry{SerialNumber: p.leaf.certificate.SerialNumber, RevocationTime: at})}}
	}
	for name, c := range map[string]struct {
		data   []byte
		change func(*Options)
		reason Reason
		says   string
	}{
		"trusted":                 {plainSeal, func(*Options) {}, "", ""},
		"no roots":                {plainSeal, func(o *Options) { o.Roots = nil }, Untrusted, "no root was given"},
		"other root":              {plainSeal, func(o *Options) { o.Roots = []*x509.Certificate{p.stranger.certificate} }, Untrusted, "none of the given roots vouches for Ada Auditor"},
		"the issuer as root":      {plainSeal, func(o *Options) { o.Roots = []*x509.Certificate{p.middle.certificate} }, "", ""},
		"expired":                 {plainSeal, func(o *Options) { o.Now = year.AddDate(0, 0, 1) }, Expired, "no timestamp proves that the seal is older"},
		"expired but stamped":     {stamped, func(o *Options) { o.Now = year.AddDate(5, 0, 1) }, "", ""},
		"of the future":           {plainSeal, func(o *Options) { o.Now = clock.AddDate(0, 0, -1) }, NotYetValid, "still to come"},
		"stamp of the future":     {stamped, func(o *Options) { o.Now = clock.AddDate(0, 0, -1) }, Timestamp, "still to come"},
		"stamp of a stranger":     {stamped, func(o *Options) { o.TSARoots = []*x509.Certificate{p.stranger.certificate} }, Timestamp, "none of the given roots vouches for Test TSA"},
		"stamp required":          {plainSeal, func(o *Options) { o.RequireTimestamp = true }, Timestamp, "the seal has no timestamp"},
		"revoked":                 {plainSeal, func(o *Options) { o.Revocation = revokedAt(clock.Add(-time.Hour)) }, Revoked, "was revoked at"},
		"revoked later, unproven": {plainSeal, func(o *Options) { o.Revocation = revokedAt(clock.Add(time.Hour)) }, Revoked, "nothing proves that the seal is older"},
		"revoked later, proven":   {stamped, func(o *Options) { o.Revocation = revokedAt(clock.Add(time.Hour)) }, "", ""},
		"revoked before, stamped": {stamped, func(o *Options) { o.Revocation = revokedAt(clock.Add(-time.Hour)) }, Revoked, "before the seal"},
		"revocation not known":    {plainSeal, func(o *Options) { o.RequireRevocation = true }, RevocationUnknown, "nothing says whether"},
		"TSA revoked": {stamped, func(o *Options) {
			o.Revocation = Revocation{CRLs: [][]byte{p.crl(p.root, clock.Add(-time.Hour), week, x509.RevocationListEntry{SerialNumber: p.tsa.certificate.SerialNumber, RevocationTime: clock.Add(-time.Hour)})}}
		}, Timestamp, "was revoked"},
		"a stranger's list": {plainSeal, func(o *Options) {
			o.Revocation = Revocation{CRLs: [][]byte{p.crl(p.stranger, clock, week, x509.RevocationListEntry{SerialNumber: p.leaf.certificate.SerialNumber, RevocationTime: clock})}}
		}, "", ""},
		"an old list": {plainSeal, func(o *Options) {
			o.RequireRevocation = true
			o.Revocation = Revocation{CRLs: [][]byte{p.crl(p.middle, clock.AddDate(0, -2, 0), clock.AddDate(0, -1, 0))}}
		}, RevocationUnknown, "nothing says whether"},
	} {
		t.Run(name, func(t *testing.T) {
			o := p.options()
			c.change(&o)
			want(t, c.data, o, c.reason, c.says)
		})
	}
}

func TestCertificatesThatWereNotValidWhenItWasSealed(t *testing.T) {
	p := newPKI(t)
	for name, c := range map[string]struct {
		from, to time.Time
		reason   Reason
	}{
		"not yet": {clock.Add(time.Minute), clock.AddDate(1, 0, 0), NotYetValid},
		"expired": {clock.AddDate(-1, 0, 0), clock.Add(-time.Minute), Expired},
	} {
		t.Run(name, func(t *testing.T) {
			leaf := p.issue(spec{name: "Ada", from: c.from, to: c.to}, p.middle)
			good := seals(t, unsigned(t), p.key(t), Sealing{})
			f, err := pdf.Open(good)
			if err != nil {
				t.Fatal(err)
			}
			s, err := findSeal(f)
			if err != nil {
				t.Fatal(err)
			}
			o := p.options()
			o.Roots = []*x509.Certificate{p.middle.certificate}
			o.Now = clock.Add(2 * time.Minute)
			want(t, resigned(t, good, s, leaf), o, c.reason, "")
		})
	}
}

// TestOCSP asks who may say that a certificate is good or revoked: the issuer, and who it made its responder.
func TestOCSP(t *testing.T) {
	p := newPKI(t)
	responder := p.issue(spec{name: "Responder", change: func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning} }}, p.middle)
	strange := p.issue(spec{name: "Responder", change: func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageOCSPSigning} }}, p.stranger)
	sealed := seals(t, unsigned(t), p.key(t), Sealing{})
	root := p.crl(p.root, clock.Add(-time.Hour), clock.AddDate(0, 0, 7))
	for name, c := range map[string]struct {
		by     *party
		status int
		from   time.Time
		reason Reason
		says   string
	}{
		"issuer, good":         {p.middle, ocsp.Good, clock.Add(-time.Hour), "", ""},
		"issuer, revoked":      {p.middle, ocsp.Revoked, clock.Add(-time.Hour), Revoked, "was revoked at"},
		"responder, good":      {responder, ocsp.Good, clock.Add(-time.Hour), "", ""},
		"responder, revoked":   {responder, ocsp.Revoked, clock.Add(-time.Hour), Revoked, "was revoked at"},
		"unknown":              {p.middle, ocsp.Unknown, clock.Add(-time.Hour), RevocationUnknown, "nothing says whether"},
		"old":                  {p.middle, ocsp.Good, clock.AddDate(0, -1, 0), RevocationUnknown, "nothing says whether"},
		"not made a responder": {p.leaf, ocsp.Good, clock.Add(-time.Hour), RevocationUnknown, "nothing says whether"},
		"a stranger's":         {strange, ocsp.Good, clock.Add(-time.Hour), RevocationUnknown, "nothing says whether"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := ocsp.Response{Status: c.status, SerialNumber: p.leaf.certificate.SerialNumber, ThisUpdate: c.from, NextUpdate: c.from.AddDate(0, 0, 1)}
			if c.status == ocsp.Revoked {
				answer.RevokedAt = clock.Add(-time.Hour)
			}
			if c.by != p.middle {
				answer.Certificate = c.by.certificate
			}
			raw, err := ocsp.CreateResponse(p.middle.certificate, c.by.certificate, answer, c.by.key)
			if err != nil {
				t.Fatal(err)
			}
			o := p.options()
			o.RequireRevocation, o.Revocation = true, Revocation{CRLs: [][]byte{root}, OCSPs: [][]byte{raw}}
			want(t, sealed, o, c.reason, c.says)
		})
	}
}
