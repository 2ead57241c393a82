package sign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"time"
)

// A Template says what NewKey makes.
type Template struct {
	// Name is the certificate's common name.
	Name string
	// RSA asks for an RSA key of 3072 bits in place of an EC key on P-256.
	RSA bool
	// At is when the certificate begins; For is how long it lasts, 365 days when it is 0.
	At  time.Time
	For time.Duration
}

// NewKey makes a private key (PKCS #8) and a certificate that is signed with it, both in PEM. They are for trying things
// out: such a certificate proves nothing about who holds the key. Whoever verifies must be given it as a root.
func NewKey(random io.Reader, t Template) (key, certificate []byte, err error) {
	var signer crypto.Signer
	if t.RSA {
		signer, err = rsa.GenerateKey(random, 3072)
	} else {
		signer, err = ecdsa.GenerateKey(elliptic.P256(), random)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("make a key: %w", err)
	}
	serial := make([]byte, 16)
	if _, err := io.ReadFull(random, serial); err != nil {
		return nil, nil, fmt.Errorf("make a serial number: %w", err)
	}
	serial[0] = serial[0]&0x7f | 0x40 // positive, and never shorter (RFC 5280 §4.1.2.2)
	if t.For == 0 {
		t.For = 365 * 24 * time.Hour
	}
	c := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial), Subject: pkix.Name{CommonName: t.Name},
		NotBefore: t.At.UTC().Truncate(time.Second), NotAfter: t.At.Add(t.For).UTC().Truncate(time.Second),
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(random, c, c, signer.Public(), signer)
	if err != nil {
		return nil, nil, fmt.Errorf("make a certificate: %w", err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(signer)
	if err != nil {
		return nil, nil, fmt.Errorf("write the key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), nil
}
