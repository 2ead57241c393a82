package sign

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/ocsp"
)

// A Revocation is what issuers say of certificates that they took back, in DER. Only what an issuer of the certificate
// itself signed counts. A list for a part of the certificates decides over that part; one with a critical extension that is
// not known here, such as the delta of another list, is passed over, so that it leaves a certificate undecided.
type Revocation struct {
	CRLs, OCSPs [][]byte
}

func (r Revocation) join(other Revocation) Revocation {
	return Revocation{CRLs: slices.Concat(r.CRLs, other.CRLs), OCSPs: slices.Concat(r.OCSPs, other.OCSPs)}
}

// parse wants everything to be well-formed.
func (r Revocation) parse() error {
	for i, raw := range r.CRLs {
		if _, err := x509.ParseRevocationList(raw); err != nil {
			return usage("hand in revocation lists in DER", "revocation list %d: %w", i+1, err)
		}
	}
	for i, raw := range r.OCSPs {
		if _, err := ocsp.ParseResponse(raw, nil); err != nil {
			return usage("hand in OCSP responses in DER that say good or revoked", "OCSP response %d: %w", i+1, err)
		}
	}
	return nil
}

// A status is what is known of one certificate.
type status struct {
	known   bool // somebody said good or revoked, for the time in question
	revoked time.Time
}

// check looks at every certificate of a chain but the root. Undecided are those of which nothing is known at that time.
// That one was revoked later is no objection if the time is proven.
func (r Revocation) check(chain []*x509.Certificate, at time.Time, proven bool) (undecided []string, err error) {
	for i := 0; i+1 < len(chain); i++ {
		c := chain[i]
		s := r.of(c, chain[i+1], at)
		switch {
		case !s.revoked.IsZero() && !proven:
			return nil, refuse(Revoked, "the certificate of %s was revoked at %s, and nothing proves that the seal is older", NameOf(c), day(s.revoked))
		case !s.revoked.IsZero() && !s.revoked.After(at):
			return nil, refuse(Revoked, "the certificate of %s was revoked at %s, before the seal", NameOf(c), day(s.revoked))
		case !s.known:
			undecided = append(undecided, NameOf(c))
		}
	}
	return undecided, nil
}

func (r Revocation) of(c, issuer *x509.Certificate, at time.Time) (s status) {
	tell := func(from, to, revoked time.Time) {
		if !revoked.IsZero() && (s.revoked.IsZero() || revoked.Before(s.revoked)) {
			s.revoked = revoked
		}
		s.known = s.known || !revoked.IsZero() || !to.Before(at) || !from.Before(at)
	}
	for _, raw := range r.CRLs {
		l := listOf(raw, issuer)
		if l == nil {
			continue
		}
		part, ok := scopeOf(l)
		if !ok || !part.covers(c) {
			continue
		}
		var revoked time.Time
		for _, e := range l.RevokedCertificateEntries {
			if e.SerialNumber.Cmp(c.SerialNumber) == 0 {
				revoked = e.RevocationTime
			}
		}
		if !part.someReasons || !revoked.IsZero() {
			tell(l.ThisUpdate, l.NextUpdate, revoked)
		}
	}
	for _, raw := range r.OCSPs {
		if answer, err := ocsp.ParseResponseForCert(raw, c, issuer); err == nil && answer.Status != ocsp.Unknown && mayAnswer(answer, issuer) {
			tell(answer.ThisUpdate, answer.NextUpdate, answer.RevokedAt) // the zero time for one that is good
		}
	}
	return s
}

// listOf returns a revocation list if that issuer signed it.
func listOf(raw []byte, issuer *x509.Certificate) *x509.RevocationList {
	l, err := x509.ParseRevocationList(raw)
	if err != nil || !bytes.Equal(l.RawIssuer, issuer.RawSubject) || l.CheckSignatureFrom(issuer) != nil {
		return nil
	}
	return l
}

// mayAnswer says whether the one who signed an OCSP response is the issuer or was made its responder (RFC 6960 §4.2.2.2);
// that the issuer signed the responder's certificate, the parser has checked.
func mayAnswer(answer *ocsp.Response, issuer *x509.Certificate) bool {
	c := answer.Certificate
	return c == nil || c.Equal(issuer) ||
		slices.Contains(c.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) && validAt(c, answer.ProducedAt) == nil
}

// said is one line for people.
func (r Revocation) said() string {
	return fmt.Sprintf("%d revocation lists and %d OCSP responses", len(r.CRLs), len(r.OCSPs))
}

func isCritical(e pkix.Extension) bool { return e.Critical }
