package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http/httptest"
	"os"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/assize/assize/internal/sign/kms/kmstest"
)

// kmsCommand is "kms" in a script: from here on AWS KMS is a fake with the keys alias/rsa, alias/ec, alias/disabled and
// alias/denied, which may not sign. The certificates of the first two are in rsa.pem and ec.pem.
func kmsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: kms")
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	ts.Check(err)
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	for name, key := range map[string]crypto.Signer{"rsa.pem": rsaKey, "ec.pem": ecKey} {
		template := &x509.Certificate{
			SerialNumber: big.NewInt(7), Subject: pkix.Name{CommonName: "Audit, " + name}, NotBefore: time.Now().Add(-time.Hour),
			NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true,
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		ts.Check(err)
		var b bytes.Buffer
		ts.Check(pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: der}))
		ts.Check(os.WriteFile(ts.MkAbs(name), b.Bytes(), 0o600))
	}
	server := httptest.NewServer(&kmstest.Server{Keys: map[string]kmstest.Key{
		"alias/rsa": {Signer: rsaKey}, "alias/ec": {Signer: ecKey}, "alias/disabled": {Signer: ecKey, Refusal: "DisabledException"},
		"alias/denied": {Signer: ecKey, RefusesSigning: "AccessDeniedException"},
	}})
	ts.Defer(server.Close)
	awsIs(ts, server.URL)
}
