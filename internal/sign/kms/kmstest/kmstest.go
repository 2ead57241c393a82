// Package kmstest is a fake of AWS KMS for tests: it speaks the service's protocol over HTTP and signs with keys of its own.
// It never checks who asks.
package kmstest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// A Key is one that the fake keeps.
type Key struct {
	Signer crypto.Signer // nil for one that does not sign
	// Usage is SIGN_VERIFY when it is empty.
	Usage string
	// Refusal is the service's code for each call, and RefusesSigning for kms:Sign alone; empty means none.
	Refusal, RefusesSigning string
	// Stranger signs in the place of Signer, when there is one.
	Stranger crypto.Signer
}

// A Server answers as AWS KMS does. Keys are found by whatever the caller names.
type Server struct {
	Keys map[string]Key

	mu    sync.Mutex
	calls []string
}

// Calls are the operations that were asked, with the region that the request was signed for, in order.
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.calls...)
}

type request struct {
	KeyID            string `json:"KeyId"`
	Message          []byte
	MessageType      string
	SigningAlgorithm string
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var in request
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		refuse(w, "SerializationException", err.Error())
		return
	}
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), "TrentService.")
	s.mu.Lock()
	s.calls = append(s.calls, operation+" "+signedFor(r))
	s.mu.Unlock()
	key, ok := s.Keys[in.KeyID]
	switch {
	case !ok:
		refuse(w, "NotFoundException", "Key 'arn:aws:kms:"+signedFor(r)+":123456789012:key/"+in.KeyID+"' does not exist")
	case key.Refusal != "":
		refuse(w, key.Refusal, "no")
	case operation == "GetPublicKey":
		key.publicKey(w)
	case operation == "Sign" && key.RefusesSigning != "":
		refuse(w, key.RefusesSigning, "no")
	case operation == "Sign":
		key.sign(w, in)
	default:
		refuse(w, "UnknownOperationException", "")
	}
}

// signedFor is the region in the request's signature.
func signedFor(r *http.Request) string {
	if parts := strings.Split(r.Header.Get("Authorization"), "/"); len(parts) > 3 {
		return parts[2]
	}
	return ""
}

func (k Key) publicKey(w http.ResponseWriter) {
	usage := k.Usage
	if usage == "" {
		usage = "SIGN_VERIFY"
	}
	der := []byte("of a kind that nobody knows")
	if k.Signer != nil {
		var err error
		if der, err = x509.MarshalPKIXPublicKey(k.Signer.Public()); err != nil {
			refuse(w, "KMSInternalException", err.Error())
			return
		}
	}
	answer(w, map[string]any{"PublicKey": der, "KeyUsage": usage, "KeySpec": "SPEC"})
}

func (k Key) sign(w http.ResponseWriter, in request) {
	hash := map[string]crypto.Hash{"256": crypto.SHA256, "384": crypto.SHA384}[in.SigningAlgorithm[max(0, len(in.SigningAlgorithm)-3):]]
	var opts crypto.SignerOpts = hash
	_, isRSA := k.Signer.(*rsa.PrivateKey)
	switch way := strings.TrimRight(in.SigningAlgorithm, "0123456789"); {
	case in.MessageType != "DIGEST" || hash == 0 || len(in.Message) != hash.Size():
		refuse(w, "ValidationException", "no digest")
		return
	case way == "RSASSA_PSS_SHA_" && isRSA:
		opts = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: hash}
	case way == "RSASSA_PKCS1_V1_5_SHA_" && isRSA, way == "ECDSA_SHA_" && !isRSA:
	default:
		refuse(w, "InvalidKeyUsageException", in.SigningAlgorithm)
		return
	}
	signer := k.Signer
	if k.Stranger != nil {
		signer = k.Stranger
	}
	signature, err := signer.Sign(rand.Reader, in.Message, opts)
	if err != nil {
		refuse(w, "KMSInternalException", err.Error())
		return
	}
	answer(w, map[string]any{"Signature": signature, "SigningAlgorithm": in.SigningAlgorithm})
}

func answer(w http.ResponseWriter, what any) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if err := json.NewEncoder(w).Encode(what); err != nil {
		panic(err) // of a test's own values
	}
}

func refuse(w http.ResponseWriter, code, message string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(http.StatusBadRequest)
	fmt.Fprintf(w, `{"__type":%q,"message":%q}`, code, message)
}
