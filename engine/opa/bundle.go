package opa

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"

	"github.com/assize/assize/collectors"
)

const (
	// maxBundle is how many bytes a bundle may have, and maxUnpacked how many its files have together.
	maxBundle   = 16 << 20
	maxUnpacked = 64 << 20
	// keyName is the name under which OPA looks up the one key that there is.
	keyName = "assize"
)

// IsBundle says whether a path is named like an OPA bundle.
func IsBundle(file string) bool {
	return strings.HasSuffix(file, ".tar.gz") || strings.HasSuffix(file, ".tgz")
}

// OpenBundle reads the policies of an OPA bundle (https://www.openpolicyagent.org/docs/latest/management-bundles). With a
// key file, a PEM of an RSA or EC public key or a certificate, the bundle must be signed with it (RS256 or ES256) and hold
// each file as it was signed; without one it may be signed by anybody, and nothing is held against anything. Data, plans and
// WebAssembly in it are not used. Errors are *collectors.UsageError.
func OpenBundle(file, keyFile string) (Source, error) {
	text, err := readBundle(file)
	if err != nil {
		return Source{}, &collectors.UsageError{Err: fmt.Errorf("read bundle: %w", err), Hint: "opa build -b FOLDER writes one"}
	}
	reader := bundle.NewCustomReader(bundle.NewTarballLoaderWithBaseURL(bytes.NewReader(text), "")).WithLazyLoadingMode(true).
		WithSizeLimitBytes(maxUnpacked).WithProcessAnnotations(true).WithRegoVersion(ast.RegoV1).WithCapabilities(testCapabilities()).
		WithSkipBundleVerification(keyFile == "")
	if keyFile != "" {
		key, err := verification(keyFile)
		if err != nil {
			return Source{}, &collectors.UsageError{Err: fmt.Errorf("read the key %s: %w", keyFile, err), Hint: "a key is a PEM file with an RSA or EC public key or a certificate"}
		}
		reader = reader.WithBundleVerificationConfig(key)
	}
	read, err := reader.Read()
	var parse ast.Errors
	switch {
	case errors.As(err, &parse):
		return Source{}, fromOPA(file, err).sorted()
	case err != nil && keyFile != "":
		return Source{}, &collectors.UsageError{Err: fmt.Errorf("bundle %s does not agree with the key %s: %w", file, keyFile, err),
			Hint: "do not use it: get the bundle and the key again from who made them"}
	case err != nil:
		return Source{}, &collectors.UsageError{Err: fmt.Errorf("read bundle %s: %w", file, err), Hint: "opa build -b FOLDER writes one"}
	}
	files := Files{Name: file, Texts: map[string]string{}}
	for _, module := range read.Modules {
		files.Texts[inBundle(module.RelativePath)] = string(module.Raw)
	}
	return files.Source(), nil
}

// inBundle is the path of a file below the bundle's root.
func inBundle(name string) string { return strings.TrimPrefix(path.Clean("/"+name), "/") }

// readBundle reads a bundle, and unpacks it once to see that it is one of bounded size, with each file once.
func readBundle(file string) ([]byte, error) {
	opened, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(opened, maxBundle+1))
	if closeErr := opened.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	if len(text) > maxBundle {
		return nil, fmt.Errorf("%s has more than %d MiB", file, maxBundle>>20)
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%s is no OPA bundle: %w", file, err)
	}
	bounded := &io.LimitedReader{R: unzipped, N: maxUnpacked}
	archive, seen := tar.NewReader(bounded), map[string]bool{}
	for {
		header, err := archive.Next()
		switch {
		case err != nil && bounded.N <= 0:
			return nil, fmt.Errorf("%s has more than %d MiB when it is unpacked", file, maxUnpacked>>20)
		case err == io.EOF:
			if len(seen) == 0 {
				return nil, fmt.Errorf("%s holds no .rego file", file)
			}
			return text, nil
		case err != nil:
			return nil, fmt.Errorf("%s is no OPA bundle: %w", file, err)
		}
		name := inBundle(header.Name)
		switch {
		case header.Typeflag != tar.TypeReg || path.Ext(name) != ".rego":
		case header.Size > maxModule:
			return nil, fmt.Errorf("%s in %s has more than %d MiB", name, file, maxModule>>20)
		case seen[name]:
			return nil, fmt.Errorf("%s holds %s twice", file, name)
		default:
			seen[name] = true
		}
	}
}

// verification is what OPA holds a bundle against. A key of each kind has one algorithm here: the one that opa sign
// takes by default, or for a curve the only one.
func verification(keyFile string) (*bundle.VerificationConfig, error) {
	text, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("it is no PEM file")
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
		return nil, err
	}
	var algorithm string
	switch key := key.(type) {
	case *rsa.PublicKey:
		algorithm = "RS256"
	case *ecdsa.PublicKey:
		algorithm = map[int]string{256: "ES256", 384: "ES384", 521: "ES512"}[key.Curve.Params().BitSize]
	}
	if algorithm == "" {
		return nil, errors.New("it is of a kind that bundles are not signed with")
	}
	keys := map[string]*bundle.KeyConfig{keyName: {Key: string(text), Algorithm: algorithm}}
	return bundle.NewVerificationConfig(keys, keyName, "", nil), nil
}
