package host

import (
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// bundle is the number of certificates above which a file is a collection of trusted roots and no service's chain.
const bundle = 20

func tellCertificates(r *reading, e *emitter) {
	s := r.section("certificates")
	if !good(s.state) {
		e.missing("linux.certificate", s.state, "find /etc -name '*.pem'")
	}
	for _, f := range s.files {
		switch f.state {
		case "ok":
		case "absent":
			continue
		default:
			e.missing("linux.certificate", f.state, f.path)
			continue
		}
		list, broken := certificates(f.text)
		broken = broken || len(list) == 0 && !strings.HasSuffix(f.path, ".pem") // in the binary form, say
		if broken {
			gap := reason("error", f.path)
			gap.Kind, gap.Detail = "linux.certificate", "a certificate in it is not understood"
			e.sink.Gap(gap)
		}
		if len(list) > bundle {
			continue
		}
		for _, facts := range list {
			facts.Path = f.path
			e.add(collectors.Head{Kind: "linux.certificate", ID: f.path, Name: f.path, File: f.path}, facts, nil)
		}
	}
}

// certificates reads all certificates of a PEM text; broken says that one could not be read.
func certificates(text string) (list []linux.Certificate, broken bool) {
	rest := []byte(text)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return list, broken
		}
		if block.Type != "CERTIFICATE" {
			broken = broken || block.Type == "TRUSTED CERTIFICATE"
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			broken = true
			continue
		}
		list = append(list, certificate(c))
	}
}

func certificate(c *x509.Certificate) linux.Certificate {
	sum := sha256.Sum256(c.Raw)
	kind, bits := publicKey(c.PublicKey)
	return linux.Certificate{
		Subject: plainName(c.Subject.String()), Issuer: plainName(c.Issuer.String()),
		NotBefore: c.NotBefore.UTC().Format(time.RFC3339), NotAfter: c.NotAfter.UTC().Format(time.RFC3339),
		KeyType: kind, KeyBits: bits, SignatureAlgorithm: c.SignatureAlgorithm.String(),
		SelfSigned: string(c.RawSubject) == string(c.RawIssuer) && c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil,
		CA:         c.IsCA, DNSNames: plainNames(c.DNSNames), SHA256: hex.EncodeToString(sum[:]),
	}
}

func plainName(text string) string {
	text, _ = clean(text)
	return text
}

func plainNames(list []string) []string {
	out := make([]string, 0, len(list))
	for _, name := range list {
		out = append(out, plainName(strings.ToLower(name)))
	}
	return out
}

func publicKey(key any) (kind string, bits int) {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return "rsa", key.N.BitLen()
	case *ecdsa.PublicKey:
		return "ecdsa", key.Curve.Params().BitSize
	case ed25519.PublicKey:
		return "ed25519", 256
	case *dsa.PublicKey:
		return "dsa", key.P.BitLen()
	}
	return "unknown", 0
}
