package sign

import (
	"crypto/x509"
	"errors"

	"github.com/assize/assize/internal/sign/pdf"
)

// timestamp checks the seal's timestamp, and with it the time that the seal claims. Where there is none, the first of the
// document timestamps that were added proves that the seal is no younger.
func (v *verification) timestamp() error {
	v.At = v.Now
	if err := v.sealStamp(); err != nil {
		return err
	}
	first, err := v.documentStamps()
	if err != nil {
		return err
	}
	switch {
	case v.Stamp != nil:
	case first != nil:
		v.Stamp, v.At = first, first.Time
	case v.RequireTimestamp:
		return refuse(Timestamp, "the seal has no timestamp")
	default:
		v.note(Undecided, "timestamp", "the seal has no timestamp: that it is of %s, only its maker says", day(v.Claimed))
	}
	return nil
}

// sealStamp checks the timestamp within the seal, if there is one.
func (v *verification) sealStamp() error {
	if v.signed.token == nil {
		return nil
	}
	stamp, err := stampOver(v.signed.signature, v.signed.token, v.TSARoots)
	switch {
	case err != nil:
		// Whatever is wrong with it, an authority that is not trusted or has expired included.
		return refuse(Timestamp, "the timestamp: %w", errors.New(err.Error()))
	case stamp.Time.Sub(v.Now) > maxSkew:
		return refuse(Timestamp, "the timestamp is of %s, which is still to come", day(stamp.Time))
	case stamp.Time.Sub(v.Claimed).Abs() > maxSkew:
		return refuse(Timestamp, "the seal claims to be of %s, and the timestamp is of %s", day(v.Claimed), day(stamp.Time))
	}
	if _, err := v.evidence().check(stamp.Chain, stamp.Time, true); err != nil {
		return refuse(Timestamp, "the timestamp: %w", errors.New(err.Error()))
	}
	v.Stamp, v.At = stamp, stamp.Time
	v.note(Passed, "timestamp", "%s, by %s", stamp.Time.UTC().Format("2006-01-02 15:04:05 UTC"), NameOf(stamp.Chain[0]))
	return nil
}

// certificate finds the way from the signer to a root. Without a timestamp the certificates must be valid both when the
// seal claims to have been made and now: whoever holds the key of an expired certificate can claim any time.
func (v *verification) certificate() error {
	if v.Stamp == nil {
		if v.Claimed.Sub(v.Now) > maxSkew {
			return refuse(NotYetValid, "the seal claims to be of %s, which is still to come", day(v.Claimed))
		}
		if _, err := trust(v.Signer, v.signed.certificates, v.Roots, v.Claimed, x509.ExtKeyUsageAny); err != nil {
			return err
		}
	}
	chain, err := trust(v.Signer, v.signed.certificates, v.Roots, v.At, x509.ExtKeyUsageAny)
	if reasonOf(err) == Expired && v.Stamp == nil {
		return refuse(Expired, "%w, and no timestamp proves that the seal is older", err)
	}
	if err != nil {
		return err
	}
	v.Chain = chain
	root := chain[len(chain)-1]
	if len(chain) == 1 {
		v.note(Passed, "certificate", "%s is one of the given roots, valid at %s", NameOf(root), day(v.At))
		return nil
	}
	v.note(Passed, "certificate", "%s, vouched for by %s, valid at %s", NameOf(v.Signer), NameOf(root), day(v.At))
	return nil
}

// evidence is what the PDF, if there is one, and the verifier know of revocation.
func (v *verification) evidence() Revocation {
	if v.first == nil {
		return v.Options.Revocation
	}
	known := v.Options.Revocation.join(stored(v.first))
	if len(v.file.Revisions()) > 1 {
		known = known.join(stored(v.file))
	}
	return known
}

// askIssuer is what a revocation means that nothing is known of.
const askIssuer = "Ask the issuer whether the certificate was taken back, if that matters."

func (v *verification) revocation() error {
	if v.Chain == nil {
		return nil // who sealed is not known, and the reason was given
	}
	if len(v.Chain) == 1 {
		v.note(Passed, "revocation", "a root cannot be revoked: whoever trusts it decides")
		return nil
	}
	known := v.evidence()
	undecided, err := known.check(v.Chain, v.At, v.Stamp != nil)
	if err != nil {
		return err
	}
	if len(undecided) == 0 {
		v.note(Passed, "revocation", "%s: no certificate was revoked at %s", known.said(), day(v.At))
		return nil
	}
	err = refuse(RevocationUnknown, "nothing says whether the certificate of %s was revoked (%s)", undecided[0], known.said())
	if v.RequireRevocation {
		return err
	}
	v.Checks = append(v.Checks, Check{Name: "revocation", Outcome: Undecided, Found: err.Error(), Means: askIssuer})
	return nil
}

// maxStored is how large what is stored for later verifiers may be, in bytes.
const maxStored = 32 << 20

// stored reads revocation data out of the document security store. What cannot be read there proves nothing.
func stored(f *pdf.File) (out Revocation) {
	catalog, err := f.Catalog()
	if err != nil {
		return out
	}
	dss, err := f.Lookup(catalog.Value, "DSS")
	if err != nil {
		return out
	}
	left := int64(maxStored)
	read := func(key string) (list [][]byte) {
		refs, err := f.Lookup(dss, key)
		if err != nil {
			return nil
		}
		for _, ref := range refs.Items {
			if ref.Kind != pdf.Reference || len(list) == maxCertificates*10 {
				continue
			}
			o, err := f.Object(int(ref.Int))
			if err != nil {
				continue
			}
			if data, err := o.Unpack(left); err == nil {
				left -= int64(len(data))
				list = append(list, data)
			}
		}
		return list
	}
	out.CRLs, out.OCSPs = read("CRLs"), read("OCSPs")
	return out
}
