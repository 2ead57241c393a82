package opa

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
)

const (
	// maxBundle is how many bytes a bundle may unpack to.
	maxBundle = 64 << 20
	// signatureFile is where a bundle keeps its signature.
	signatureFile = ".signatures.json"
)

// OpenBundle reads an OPA bundle, a .tar.gz as "opa build" and "opa sign" write it, and returns its policies; the
// name is how messages call it. With a public key (PEM: PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE) the bundle must be
// signed with the private one, every file of it must be what was signed, and none may be missing. Without a key a
// signature is not looked at. Data, plans and Wasm in a bundle have no meaning for policies and are passed over. The error
// is a *collectors.UsageError.
func OpenBundle(name string, from io.Reader, publicKey []byte) (Source, error) {
	files, err := unpack(from)
	if err != nil {
		return Source{}, usageError("a bundle is a .tar.gz as \"opa build\" writes it, of at most 64 MiB unpacked", "read bundle %s: %w", name, err)
	}
	if publicKey != nil {
		if err := verifyBundle(files, publicKey); err != nil {
			return Source{}, usageError(signatureHint(err), "bundle %s: %w", name, err)
		}
	}
	tree, err := treeOf(files)
	if err != nil {
		return Source{}, usageError("build the bundle again", "read bundle %s: %w", name, err)
	}
	if tree == nil {
		return Source{}, usageError("build it from a folder with .rego files: opa build -b DIR", "bundle %s holds no policies", name)
	}
	return Source{Name: name, FS: tree}, nil
}

// unpack reads all files of a bundle, by path without a leading slash.
func unpack(from io.Reader) (map[string][]byte, error) {
	packed, err := gzip.NewReader(from)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(packed, maxBundle+1))
	if err != nil {
		return nil, err
	}
	if len(plain) > maxBundle {
		return nil, fmt.Errorf("it unpacks to more than %d MiB", maxBundle>>20)
	}
	if err := measure(plain); err != nil {
		return nil, err
	}
	var again bytes.Buffer // OPA's loader takes it packed, and knows no limit of all files together
	writer, err := gzip.NewWriterLevel(&again, gzip.NoCompression)
	if err != nil {
		return nil, err
	}
	if _, err := writer.Write(plain); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	loader := bundle.NewTarballLoader(&again).WithSizeLimitBytes(maxBundle + 1)
	files := map[string][]byte{}
	for {
		file, err := loader.NextFile()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		name := strings.TrimPrefix(path.Clean("/"+file.Path()), "/")
		if _, twice := files[name]; twice || !fs.ValidPath(name) {
			return nil, fmt.Errorf("%q is no name of a file, or comes twice", name)
		}
		var text bytes.Buffer
		if _, err := file.Read(&text, maxBundle+1); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		files[name] = text.Bytes()
	}
}

// measure refuses an archive whose files are larger than it is: a sparse file is written as holes.
func measure(archive []byte) error {
	reader, left := tar.NewReader(bytes.NewReader(archive)), int64(maxBundle)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if left -= header.Size; header.Size < 0 || left < 0 {
			return fmt.Errorf("it unpacks to more than %d MiB", maxBundle>>20)
		}
	}
}

// What a signature may lack.
var (
	errUnsigned = errors.New("it is not signed")
	errForeign  = errors.New("its signature was not made with that key")
	errTampered = errors.New("it is not what was signed")
	errNoKey    = errors.New("the key is no public key")
)

func signatureHint(err error) string {
	switch {
	case errors.Is(err, errUnsigned):
		return "sign it with \"opa sign\", or give no key for it"
	case errors.Is(err, errForeign):
		return "give the public key that belongs to the one it was signed with; if that is this one, do not use the bundle"
	case errors.Is(err, errNoKey):
		return "a key is a PEM file with BEGIN PUBLIC KEY or BEGIN CERTIFICATE, of RSA, ECDSA or Ed25519"
	}
	return "somebody changed it after it was signed: do not use it, and get it again from where it comes from"
}

// verifyBundle holds all files against the signature.
func verifyBundle(files map[string][]byte, publicKey []byte) error {
	algorithms, err := algorithmsOf(publicKey)
	if err != nil {
		return err
	}
	var signatures bundle.SignaturesConfig
	if text := files[signatureFile]; text == nil || json.Unmarshal(text, &signatures) != nil || len(signatures.Signatures) == 0 {
		return errUnsigned
	}
	if signatures.Plugin != "" && signatures.Plugin != "_default" { // so OPA names its own
		return fmt.Errorf("%w: it names the verifier %q", errForeign, signatures.Plugin)
	}
	algorithm, scope := claimed(signatures.Signatures[0])
	if !slices.Contains(algorithms, algorithm) {
		return fmt.Errorf("%w: it says %q, and the key is for %s", errForeign, algorithm, strings.Join(algorithms, ", "))
	}
	keys := map[string]*bundle.KeyConfig{"key": {Key: string(publicKey), Algorithm: algorithm}}
	signed, err := bundle.VerifyBundleSignature(signatures, bundle.NewVerificationConfig(keys, "key", scope, nil))
	if err != nil {
		return errForeign
	}
	for _, name := range sortedKeys(files) {
		if name == signatureFile {
			continue
		}
		if _, known := signed[name]; !known {
			return fmt.Errorf("%w: %s is not covered by the signature", errTampered, name)
		}
		if err := bundle.VerifyBundleFile(name, *bytes.NewBuffer(files[name]), signed); err != nil {
			return fmt.Errorf("%w: %s was changed", errTampered, name)
		}
	}
	if missing := sortedKeys(signed); len(missing) > 0 { // what was verified has been taken out
		return fmt.Errorf("%w: %s is missing", errTampered, missing[0])
	}
	return nil
}

// algorithmsOf are the signature algorithms that a public key is for. A secret is never one: with HS256 a public key
// would be a secret that everybody knows.
func algorithmsOf(text []byte) ([]string, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errNoKey
	}
	var key any
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		var certificate *x509.Certificate
		if certificate, err = x509.ParseCertificate(block.Bytes); err == nil {
			key = certificate.PublicKey
		}
	default:
		return nil, fmt.Errorf("%w: it is a %s", errNoKey, strings.ToLower(block.Type))
	}
	if err != nil {
		return nil, errNoKey
	}
	switch key := key.(type) {
	case *rsa.PublicKey:
		return []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}, nil
	case *ecdsa.PublicKey:
		return []string{map[int]string{256: "ES256", 384: "ES384", 521: "ES512"}[key.Curve.Params().BitSize]}, nil
	case ed25519.PublicKey:
		return []string{"EdDSA"}, nil
	}
	return nil, errNoKey
}

// claimed is what a signature says of itself: its algorithm, and its scope, which is for the signer alone to give a meaning.
func claimed(token string) (algorithm, scope string) {
	var header struct {
		Algorithm string `json:"alg"`
	}
	var payload struct {
		Scope string `json:"scope"`
	}
	parts := strings.Split(token, ".")
	for i, into := range []any{&header, &payload} {
		if i >= len(parts) {
			break
		}
		text, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil || json.Unmarshal(text, into) != nil {
			break
		}
	}
	return header.Algorithm, payload.Scope
}

// treeOf makes a file system of the policies in a bundle, or nil when there is none.
func treeOf(files map[string][]byte) (fs.FS, error) {
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	found := false
	for _, name := range sortedKeys(files) {
		if path.Ext(name) != ".rego" {
			continue
		}
		found = found || !strings.HasSuffix(name, "_test.rego")
		file, err := writer.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := file.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := writer.Close(); err != nil || !found {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}
