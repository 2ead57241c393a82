package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/crypto/ocsp"
)

// maxRevocation is how large the files with revocation data may be together, in bytes: a verifier reads no more of a PDF.
const maxRevocation = maxStored / 2

// LoadRevocation reads what issuers say of certificates, from files: revocation lists, in PEM (X509 CRL) or DER, and OCSP
// responses in DER. What a file is, its content says. Whose word it is shows when a certificate is held against it.
func LoadRevocation(paths []string) (out Revocation, err error) {
	left := maxRevocation
	for _, path := range paths {
		data, err := readUpTo(path, left)
		if err != nil {
			return Revocation{}, err
		}
		left -= len(data)
		if err := out.add(data); err != nil {
			return Revocation{}, usage("it must be a revocation list (PEM or DER) or an OCSP response (DER), as the issuer of the certificate gives them out",
				"read revocation data from %s: %w", path, err)
		}
	}
	return out, nil
}

func readUpTo(path string, most int) ([]byte, error) {
	const hint = "name a file with a revocation list or an OCSP response"
	f, err := os.Open(path)
	if err != nil {
		return nil, usage(hint, "read revocation data: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	switch {
	case err != nil:
		return nil, usage(hint, "read revocation data: %w", err)
	case len(data) > most:
		return nil, usage("name only the lists of the issuers of your certificate, or OCSP responses, which are small",
			"the files with revocation data have more than %d bytes together", maxRevocation)
	}
	return data, nil
}

// add takes what one file holds.
func (r *Revocation) add(data []byte) error {
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		if _, err := x509.ParseRevocationList(data); err == nil {
			r.CRLs = append(r.CRLs, data)
			return nil
		}
		if _, err := ocsp.ParseResponse(data, nil); err != nil {
			return fmt.Errorf("it is no revocation list, and as an OCSP response: %w", err)
		}
		r.OCSPs = append(r.OCSPs, data)
		return nil
	}
	found := false
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "X509 CRL" {
			continue
		}
		if _, err := x509.ParseRevocationList(block.Bytes); err != nil {
			return err
		}
		r.CRLs, found = append(r.CRLs, block.Bytes), true
	}
	if !found {
		return errors.New("there is no revocation list in it (-----BEGIN X509 CRL-----)")
	}
	return nil
}

// Tell holds revocation data against the certificates of the key. Undecided are those of which it says nothing that holds at
// that time; the error is of one that was revoked.
func (k *Key) Tell(r Revocation, at time.Time) (undecided []string, err error) {
	undecided, err = r.check(k.Chain, at, false)
	if err != nil {
		return nil, usage("seal with a certificate that is valid", "%w", err)
	}
	return undecided, nil
}
