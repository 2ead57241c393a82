package sign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

const (
	// payloadType is what DSSE calls an in-toto statement.
	payloadType = "application/vnd.in-toto+json"
	// statementType is the type of in-toto statements, version 1.
	statementType = "https://in-toto.io/Statement/v1"
	// maxStatement is how large an envelope may be, in bytes.
	maxStatement = 16 << 20
)

// A Statement says something of files that are named by their digests (in-toto Attestation Framework, Statement v1).
type Statement struct {
	Type string `json:"_type"`
	// Subject are the files, at least one.
	Subject []Subject `json:"subject"`
	// PredicateType is a URI that names the kind of what is said, and Predicate a JSON object of that kind.
	PredicateType string          `json:"predicateType"`
	Predicate     json.RawMessage `json:"predicate"`
}

// A Subject is one file.
type Subject struct {
	Name string `json:"name"`
	// Digest holds the digests in hexadecimal by their algorithms; "sha256" must be among them.
	Digest map[string]string `json:"digest"`
}

// An envelope is a DSSE envelope (https://github.com/secure-systems-lab/dsse, version 1.0.2).
type envelope struct {
	PayloadType string              `json:"payloadType"`
	Payload     string              `json:"payload"`
	Signatures  []envelopeSignature `json:"signatures"`
}

// An envelopeSignature carries the chain of the signer in PEM besides what DSSE wants; others pass over it.
type envelopeSignature struct {
	KeyID  string `json:"keyid"`
	Sig    string `json:"sig"`
	Scheme Scheme `json:"scheme,omitempty"`
	Cert   string `json:"cert,omitempty"`
}

// SignStatement returns a DSSE envelope in JSON around the statement, whose Type it sets. The signature is the usual one
// of the key over the SHA-256 (SHA-384 for P-384) of what DSSE calls PAE, so that cosign verifies it with the public key
// for RSA PKCS #1 v1.5, P-256 and Ed25519. There is no timestamp: it is worth as much as the certificate is today.
func SignStatement(ctx context.Context, s Statement, k *Key) ([]byte, error) {
	s.Type = statementType
	if err := s.sound(); err != nil {
		return nil, fmt.Errorf("sign statement: %w", err)
	}
	payload, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("sign statement: %w", err)
	}
	signature, err := k.signMessage(ctx, pae(payload))
	if err != nil {
		return nil, fmt.Errorf("sign statement: %w", err)
	}
	var chain bytes.Buffer
	for _, c := range k.Chain {
		chain.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	}
	id := sha256.Sum256(k.Certificate().RawSubjectPublicKeyInfo)
	out, err := json.Marshal(envelope{PayloadType: payloadType, Payload: base64.StdEncoding.EncodeToString(payload), Signatures: []envelopeSignature{{
		KeyID: hex.EncodeToString(id[:]), Sig: base64.StdEncoding.EncodeToString(signature), Scheme: k.Scheme, Cert: chain.String()}}})
	if err != nil {
		return nil, fmt.Errorf("sign statement: %w", err)
	}
	return append(out, '\n'), nil
}

// pae is DSSE's pre-authentication encoding, which is what is signed.
func pae(payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}

// sound wants a statement of our form.
func (s Statement) sound() error {
	switch {
	case s.Type != statementType:
		return fmt.Errorf("it is no in-toto statement of version 1 but %q", plain(s.Type))
	case len(s.Subject) == 0:
		return errors.New("it names no files")
	case !strings.Contains(s.PredicateType, ":"):
		return errors.New("its predicate's type is no URI")
	case len(s.Predicate) == 0 || !json.Valid(s.Predicate) || bytes.TrimSpace(s.Predicate)[0] != '{':
		return errors.New("its predicate is no object")
	}
	var names []string
	for _, f := range s.Subject {
		if digest, err := hex.DecodeString(f.Digest["sha256"]); err != nil || len(digest) != sha256.Size {
			return fmt.Errorf("the file %q has no SHA-256", plain(f.Name))
		}
		if f.Name == "" || slices.Contains(names, f.Name) {
			return fmt.Errorf("the name %q is empty or stands twice", plain(f.Name))
		}
		names = append(names, f.Name)
	}
	return nil
}

// A SignedStatement is a statement whose signature was checked.
type SignedStatement struct {
	Statement
	// Chain leads from the signer to one of the roots.
	Chain []*x509.Certificate
}

// VerifyStatement checks an envelope that SignStatement made: its signature, and the way of its certificate to one of the
// roots at the time given. Errors are *Refusal. Whether the files are those named, the caller checks by their digests.
func VerifyStatement(data []byte, roots []*x509.Certificate, now time.Time) (*SignedStatement, error) {
	s, err := verifyStatement(data, roots, now)
	if err != nil {
		return nil, because(Broken, fmt.Errorf("verify statement: %w", err))
	}
	return s, nil
}

func verifyStatement(data []byte, roots []*x509.Certificate, now time.Time) (*SignedStatement, error) {
	if len(data) > maxStatement {
		return nil, refuse(Broken, "it has more than %d bytes", maxStatement)
	}
	var e envelope
	if err := strictJSON(data, &e); err != nil {
		return nil, refuse(Broken, "the envelope: %w", err)
	}
	if e.PayloadType != payloadType || len(e.Signatures) != 1 {
		return nil, refuse(NotSealed, "it is no in-toto statement with one signature")
	}
	payload, err := base64.StdEncoding.Strict().DecodeString(e.Payload)
	if err != nil {
		return nil, refuse(Broken, "the payload: %w", err)
	}
	given := e.Signatures[0]
	signature, err := base64.StdEncoding.Strict().DecodeString(given.Sig)
	if err != nil {
		return nil, refuse(Broken, "the signature: %w", err)
	}
	certificates, err := ParseCertificates([]byte(given.Cert))
	if err != nil {
		return nil, refuse(Broken, "%w", err)
	}
	m, known := methodOf(given.Scheme)
	if !known {
		return nil, refuse(Broken, "the scheme %q is not known", plain(string(given.Scheme)))
	}
	if err := m.check(certificates[0].PublicKey, pae(payload), signature); err != nil {
		return nil, refuse(Changed, "%w the certificate of %s", err, NameOf(certificates[0]))
	}
	chain, err := trust(certificates[0], certificates, roots, now, x509.ExtKeyUsageAny)
	if err != nil {
		return nil, err
	}
	out := &SignedStatement{Chain: chain}
	// What was signed may hold fields of later versions.
	if err := json.Unmarshal(payload, &out.Statement); err != nil {
		return nil, refuse(Broken, "the statement: %w", err)
	}
	return out, because(Broken, out.sound())
}

// strictJSON reads one JSON value without unknown fields and nothing after it.
func strictJSON(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows it")
	}
	return nil
}
