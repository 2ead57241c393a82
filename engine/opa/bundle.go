package opa

import (
	"archive/tar"
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
	"os"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/bundle"
)

const (
	// maxUnpacked is how many bytes the files of a bundle may have together.
	maxUnpacked = 64 << 20
	// signatureFile is where a bundle keeps its signature.
	signatureFile = ".signatures.json"
	// keyName is the name under which OPA looks up the one key that there is.
	keyName = "assize"
)

// IsBundle says whether a path is named like an OPA bundle.
func IsBundle(file string) bool {
	return strings.HasSuffix(file, ".tar.gz") || strings.HasSuffix(file, ".tgz")
}

// OpenBundle reads the policies of an OPA bundle (https://www.openpolicyagent.org/docs/latest/management-bundles). With a
// key file, a PEM of a public key or certificate (RSA, EC or Ed25519), the bundle must be signed with the private key, every
// file of it must be what was signed, and none may be missing; without one it may be signed by anybody, and nothing is held
// against anything. Its policies are parsed by Load like others, so that all mistakes in them are told. Data, plans and
// WebAssembly in it are not used. Errors are *collectors.UsageError.
func OpenBundle(file, keyFile string) (Source, error) {
	const hint = "opa build -b FOLDER writes one"
	opened, err := os.Open(file)
	if err != nil {
		return Source{}, usageError(hint, "read bundle: %w", err)
	}
	files, err := unpack(opened)
	if closeErr := opened.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return Source{}, usageError(hint, "%s is no OPA bundle: %w", file, err)
	}
	if keyFile != "" {
		key, err := readKey(keyFile)
		if err != nil {
			return Source{}, usageError("a key is a PEM file with BEGIN PUBLIC KEY or BEGIN CERTIFICATE, of RSA, EC or Ed25519", "read the key %s: %w", keyFile, err)
		}
		if err := verifyBundle(files, key); err != nil {
			return Source{}, usageError(signatureHint(err), "bundle %s does not agree with the key %s: %w", file, keyFile, err)
		}
	}
	out := Files{Name: file, Texts: map[string]string{}}
	policies := 0
	for name, text := range files {
		if path.Ext(name) != ".rego" {
			continue
		}
		out.Texts[name] = string(text)
		if !strings.HasSuffix(name, "_test.rego") {
			policies++
		}
	}
	if policies == 0 {
		return Source{}, usageError(hint, "%s holds no .rego file", file)
	}
	return out.Source(), nil
}

// unpack reads all files of a bundle, by path without a leading slash.
func unpack(from io.Reader) (map[string][]byte, error) {
	packed, err := gzip.NewReader(from)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(packed, maxUnpacked+1))
	if err != nil {
		return nil, err
	}
	if len(plain) > maxUnpacked {
		return nil, fmt.Errorf("it has more than %d MiB when it is unpacked", maxUnpacked>>20)
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
	loader := bundle.NewTarballLoader(&again).WithSizeLimitBytes(maxUnpacked + 1)
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
		if _, err := file.Read(&text, maxUnpacked+1); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		files[name] = text.Bytes()
	}
}

// measure refuses an archive whose files are larger than it is: a sparse file is written as holes.
func measure(archive []byte) error {
	reader, left := tar.NewReader(bytes.NewReader(archive)), int64(maxUnpacked)
	for {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if left -= header.Size; header.Size < 0 || left < 0 {
			return fmt.Errorf("it has more than %d MiB when it is unpacked", maxUnpacked>>20)
		}
	}
}

// What a signature may lack.
var (
	errUnsigned = errors.New("it is not signed")
	errForeign  = errors.New("its signature was not made with that key")
	errTampered = errors.New("it is not what was signed")
)

func signatureHint(err error) string {
	switch {
	case errors.Is(err, errUnsigned):
		return "do not use it: get a signed one from who made it (\"opa build\" with --signing-key), or give no key for it"
	case errors.Is(err, errForeign):
		return "do not use it: get the bundle and the key again from who made them"
	}
	return "do not use it: somebody changed it after it was signed; get it again from who made it"
}

// verifyBundle holds all files against the signature.
func verifyBundle(files map[string][]byte, key publicKey) error {
	var signatures bundle.SignaturesConfig
	if text := files[signatureFile]; text == nil || json.Unmarshal(text, &signatures) != nil || len(signatures.Signatures) == 0 {
		return errUnsigned
	}
	if signatures.Plugin != "" && signatures.Plugin != "_default" { // so OPA names its own
		return fmt.Errorf("%w: it names the verifier %q", errForeign, signatures.Plugin)
	}
	algorithm, scope := claimed(signatures.Signatures[0])
	if !slices.Contains(key.algorithms, algorithm) {
		return fmt.Errorf("%w: it says %q, and the key is for %s", errForeign, algorithm, strings.Join(key.algorithms, ", "))
	}
	keys := map[string]*bundle.KeyConfig{keyName: {Key: key.text, Algorithm: algorithm}}
	signed, err := bundle.VerifyBundleSignature(signatures, bundle.NewVerificationConfig(keys, keyName, scope, nil))
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

// publicKey is a key in PEM with the signature algorithms that it is for. A secret is never one: with HS256 a public key
// would be a secret that everybody knows.
type publicKey struct {
	text       string
	algorithms []string
}

func readKey(file string) (publicKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return publicKey{}, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return publicKey{}, errors.New("it is no PEM file")
	}
	var key any
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
		err = fmt.Errorf("it holds a %s", strings.ToLower(block.Type))
	}
	if err != nil {
		return publicKey{}, err
	}
	out := publicKey{text: string(text)}
	switch key := key.(type) {
	case *rsa.PublicKey:
		out.algorithms = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}
	case *ecdsa.PublicKey:
		if algorithm := map[int]string{256: "ES256", 384: "ES384", 521: "ES512"}[key.Curve.Params().BitSize]; algorithm != "" {
			out.algorithms = []string{algorithm}
		}
	case ed25519.PublicKey:
		out.algorithms = []string{"EdDSA"}
	}
	if len(out.algorithms) == 0 {
		return publicKey{}, errors.New("it is of a kind that bundles are not signed with")
	}
	return out, nil
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
