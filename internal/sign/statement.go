package sign

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
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
	// PredicateType is a URI that names the kind of what is said, and Predicate a JSON object of that kind. Its field
	// "signed" is the time, in RFC 3339, that the statement claims to have been signed at.
	PredicateType string          `json:"predicateType"`
	Predicate     json.RawMessage `json:"predicate"`
}

// A Subject is one file.
type Subject struct {
	Name string `json:"name"`
	// Digest holds the digests in hexadecimal by their algorithms; "sha256" must be among them.
	Digest map[string]string `json:"digest"`
}

// An envelope is a DSSE envelope (https://github.com/secure-systems-lab/dsse, version 1.0.2). JSON writes bytes in base64.
type envelope struct {
	PayloadType string              `json:"payloadType"`
	Payload     []byte              `json:"payload"`
	Signatures  []envelopeSignature `json:"signatures"`
}

// An envelopeSignature carries, besides what DSSE wants, the scheme, the chain of the signer in PEM, and a timestamp
// (RFC 3161) over the signature; others pass over them. The key's id is the SHA-256 of its public key
// (SubjectPublicKeyInfo in DER) in hexadecimal.
type envelopeSignature struct {
	KeyID     string `json:"keyid"`
	Sig       []byte `json:"sig"`
	Scheme    Scheme `json:"scheme"`
	Cert      string `json:"cert"`
	Timestamp []byte `json:"timestamp,omitempty"`
}

// SignStatement returns a DSSE envelope in JSON around the statement, whose Type it sets. The signature is the usual one
// of the key over the SHA-256 (SHA-384 for P-384) of what DSSE calls PAE, so that cosign verifies it with the public key
// for RSA PKCS #1 v1.5, P-256 and Ed25519. The authority, if there is one, is asked once for a timestamp over the signature.
//
// What is returned was verified, as Seal does; on any error nothing is returned.
func SignStatement(ctx context.Context, s Statement, k *Key, tsa *TSA) ([]byte, error) {
	out, err := signStatement(ctx, s, k, tsa)
	if err != nil {
		return nil, fmt.Errorf("sign statement: %w", err)
	}
	return out, nil
}

func signStatement(ctx context.Context, s Statement, k *Key, tsa *TSA) ([]byte, error) {
	s.Type = statementType
	if err := s.sound(); err != nil {
		return nil, err
	}
	claimed, err := s.claimed()
	if err != nil {
		return nil, err
	}
	if err := k.UsableAt(claimed); err != nil {
		return nil, err
	}
	payload, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	signature := envelopeSignature{KeyID: keyID(k.Certificate()), Scheme: k.Scheme, Cert: chainPEM(k.Chain)}
	if signature.Sig, err = k.signMessage(ctx, pae(payload)); err != nil {
		return nil, err
	}
	o := Options{Roots: k.Chain[len(k.Chain)-1:], Now: claimed}
	if tsa != nil {
		stamp, err := tsa.Stamp(ctx, signature.Sig)
		if err != nil {
			return nil, err
		}
		signature.Timestamp = stamp.token
		o.TSARoots, o.Now, o.RequireTimestamp = tsa.Roots, tsa.Now(), true
	}
	out, err := envelope{PayloadType: payloadType, Payload: payload, Signatures: []envelopeSignature{signature}}.encode()
	if err != nil {
		return nil, err
	}
	return out, verifyStatement(s.Subject[0].Digest["sha256"], out, o).proof()
}

// encode writes it in the one way that we write and accept.
func (e envelope) encode() ([]byte, error) {
	out, err := json.Marshal(e)
	return append(out, '\n'), err
}

func keyID(c *x509.Certificate) string {
	return fmt.Sprintf("%x", sha256.Sum256(c.RawSubjectPublicKeyInfo))
}

func chainPEM(chain []*x509.Certificate) string {
	var out bytes.Buffer
	for _, c := range chain {
		out.Write(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	}
	return out.String()
}

// pae is DSSE's pre-authentication encoding, which is what is signed.
func pae(payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(payloadType), payloadType, len(payload), payload)
}

// claimed is when the statement says that it was signed.
func (s Statement) claimed() (time.Time, error) {
	var said struct {
		Signed time.Time `json:"signed"`
	}
	if err := json.Unmarshal(s.Predicate, &said); err != nil {
		return time.Time{}, fmt.Errorf("the predicate: %w", err)
	}
	if said.Signed.IsZero() {
		return time.Time{}, errors.New("the predicate does not say when it was signed")
	}
	return said.Signed, nil
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
