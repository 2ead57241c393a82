package sign

import (
	"bytes"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"
)

// TestRevocationFiles reads each form that issuers give out, and refuses what is none.
func TestRevocationFiles(t *testing.T) {
	p := newPKI(t)
	list := p.crl(p.middle, clock, clock.Add(time.Hour))
	answer, err := ocsp.CreateResponse(p.middle.certificate, p.middle.certificate, ocsp.Response{Status: ocsp.Good, SerialNumber: p.key(t).Certificate().SerialNumber,
		ThisUpdate: clock, NextUpdate: clock.Add(time.Hour)}, p.middle.key)
	if err != nil {
		t.Fatal(err)
	}
	asPEM := pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list})
	for name, c := range map[string]struct {
		data        []byte
		lists, says int // -1 for an error
	}{
		"DER":           {list, 1, 0},
		"PEM":           {asPEM, 1, 0},
		"OCSP":          {answer, 0, 1},
		"two in a PEM":  {bytes.Repeat(asPEM, 2), 2, 0},
		"a certificate": {pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.root.certificate.Raw}), -1, 0},
		"cut":           {list[:len(list)-1], -1, 0},
		"a PEM of none": {pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list[1:]}), -1, 0},
		"nothing":       {nil, -1, 0},
		"too much":      {make([]byte, maxRevocation+1), -1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			r, err := LoadRevocation([]string{path})
			if (err != nil) != (c.lists < 0) || err == nil && (len(r.CRLs) != c.lists || len(r.OCSPs) != c.says) {
				t.Errorf("%d lists and %v", len(r.CRLs), err)
			}
		})
	}
}
