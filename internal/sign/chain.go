package sign

import (
	"crypto/x509"
	"slices"
	"time"
)

// trust finds the way from a certificate up to one of the roots, at a time, through the certificates in pool. The chain
// that it returns begins with the certificate and ends with the root.
func trust(leaf *x509.Certificate, pool, roots []*x509.Certificate, at time.Time, usage x509.ExtKeyUsage) ([]*x509.Certificate, error) {
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{usage}}
	for _, c := range roots {
		options.Roots.AddCert(c)
	}
	for _, c := range pool {
		options.Intermediates.AddCert(c)
	}
	chains, err := leaf.Verify(options)
	if err == nil {
		return chains[0], anchored(chainOf(leaf, pool), roots)
	}
	known := chainOf(leaf, slices.Concat(roots, pool))
	if !holds(roots, known[len(known)-1]) {
		if len(roots) == 0 {
			return nil, refuse(Untrusted, "no root was given that could vouch for %s", NameOf(leaf))
		}
		return nil, refuse(Untrusted, "none of the given roots vouches for %s", NameOf(leaf))
	}
	for _, c := range known {
		if err := validAt(c, at); err != nil {
			return nil, err
		}
	}
	return nil, refuse(Untrusted, "the certificates of %s do not lead to a root: %w", NameOf(leaf), err)
}

// anchored wants the last of the certificates that a signature carries to be a root, or signed by one, or by itself: a
// chain can be found without looking at what signs that one, and then its bytes could be anything.
func anchored(carried, roots []*x509.Certificate) error {
	top := carried[len(carried)-1]
	if holds(roots, top) || selfSigned(top) || slices.ContainsFunc(roots, func(r *x509.Certificate) bool { return top.CheckSignatureFrom(r) == nil }) {
		return nil
	}
	return refuse(Broken, "nothing vouches for the certificate of %s, which the signature carries", NameOf(top))
}

// needed wants every certificate that a signature carries to lie on the way up from its signer. No signature covers the
// others, so they could be anything.
func needed(s *signedData) error {
	chain := chainOf(s.signer, s.certificates)
	for _, c := range s.certificates {
		if !holds(chain, c) {
			return refuse(Broken, "the signature carries the certificate of %s, which it does not need", NameOf(c))
		}
	}
	return nil
}
