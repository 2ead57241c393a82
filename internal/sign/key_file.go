package sign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"

	"software.sslmate.com/src/go-pkcs12"
)

// maxKeyFile is how large a file with keys and certificates may be, in bytes.
const maxKeyFile = 1 << 20

// maxPassword is how long a password may be, in bytes.
const maxPassword = 4096

// A KeyFile says where a key is.
type KeyFile struct {
	// Path is a PEM (PKCS #8, PKCS #1 or SEC 1; PKCS #8 also encrypted) or a PKCS #12 file; which of them, its content
	// says. On Unix nobody but the owner may have any right on it.
	Path string
	// Certificates is a PEM with the signer's certificate and those above it, in any order; "" when they are in Path.
	Certificates string
	// Password is called when the file is encrypted. Its answer is wiped after use.
	Password func() ([]byte, error)
	// Scheme is how to sign; "" is the usual way of the key: for RSA that is PKCS #1 v1.5, which all PDF readers know.
	Scheme Scheme
}

// OpenKey reads a key. What the user can mend is a *collectors.UsageError.
func OpenKey(f KeyFile) (*Key, error) {
	data, err := readFile(f.Path, true)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	var certificates []*x509.Certificate
	if f.Certificates != "" {
		if certificates, err = LoadCertificates(f.Certificates); err != nil {
			return nil, err
		}
	}
	var k *Key
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		k, err = parsePEM(data, certificates, f)
	} else {
		k, err = parsePKCS12(data, certificates, f)
	}
	if err != nil {
		return nil, fmt.Errorf("read the key %s: %w", f.Path, err)
	}
	return k, nil
}

// LoadCertificates reads the certificates of a PEM file: a chain, or roots to trust. There is at least one.
func LoadCertificates(path string) ([]*x509.Certificate, error) {
	data, err := readFile(path, false)
	if err != nil {
		return nil, err
	}
	out, err := ParseCertificates(data)
	if err != nil {
		return nil, fmt.Errorf("read certificates from %s: %w", path, err)
	}
	return out, nil
}

// ParseCertificates reads the certificates of a PEM text. Other blocks are passed over; there must be a certificate.
func ParseCertificates(data []byte) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, usage("the file must hold X.509 certificates in PEM", "certificate %d: %w", len(out)+1, err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, usage("the file must hold X.509 certificates in PEM (-----BEGIN CERTIFICATE-----)", "there is no certificate in it")
	}
	return out, nil
}

// LoadPassword reads a key's password from a file, without the line's end. A file that others can read is refused as a key
// would be; a pipe is read as it comes. The answer is the caller's.
func LoadPassword(path string) ([]byte, error) {
	const hint = "name another file with --sign-password"
	f, err := os.Open(path)
	if err != nil {
		return nil, usage(hint, "read the key's password: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, usage(hint, "read the key's password: %w", err)
	}
	if info.Mode().IsRegular() && others(info) {
		return nil, usage("chmod 600 "+path+", and think about who may have read it",
			"the password in %s can be read by others than its owner (mode %04o)", path, info.Mode().Perm())
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPassword+1))
	switch {
	case err != nil:
		return nil, usage(hint, "read the key's password: %w", err)
	case len(data) > maxPassword:
		clear(data)
		return nil, usage(hint, "%s has more than the %d bytes that a password may have", path, maxPassword)
	}
	return bytes.TrimRight(data, "\r\n"), nil
}

// others says whether anybody but the owner has any right on a file. Windows has no such bits.
func others(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0
}

// readFile reads a regular file; a secret one must be its owner's alone.
func readFile(path string, secret bool) ([]byte, error) {
	const hint = "name a file that you may read"
	f, err := os.Open(path)
	if err != nil {
		return nil, usage(hint, "read key material: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, usage(hint, "read key material: %w", err)
	case !info.Mode().IsRegular():
		return nil, usage(hint, "%s is no regular file", path)
	case secret && others(info):
		return nil, usage("chmod 600 "+path+", and think about who may have copied it",
			"the private key %s can be used by others than its owner (mode %04o)", path, info.Mode().Perm())
	case info.Size() > maxKeyFile:
		return nil, usage("name the file of a key or a certificate", "%s has %d bytes, which no key has", path, info.Size())
	}
	data, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	if err != nil {
		return nil, usage(hint, "read %s: %w", path, err)
	}
	return data, nil
}

// parsePEM takes the first private key of a PEM, and the certificates of it when none were given.
func parsePEM(data []byte, certificates []*x509.Certificate, f KeyFile) (*Key, error) {
	if certificates == nil && bytes.Contains(data, []byte("-----BEGIN CERTIFICATE-----")) {
		var err error
		if certificates, err = ParseCertificates(data); err != nil {
			return nil, err
		}
	}
	for rest := data; ; {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return nil, usage("the file must hold a private key in PEM (-----BEGIN PRIVATE KEY-----)", "there is no private key in it")
		}
		private, err := parseBlock(block, f.Password)
		if err != nil {
			return nil, err
		}
		if private != nil {
			return withSigner(private, certificates, f.Scheme)
		}
	}
}

// parseBlock returns nil for a block that is no private key.
func parseBlock(block *pem.Block, password func() ([]byte, error)) (crypto.Signer, error) {
	const convert = "convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW"
	if block.Headers["DEK-Info"] != "" {
		return nil, usage(convert, "the key is encrypted in the old way of PEM, which is not safe")
	}
	der := block.Bytes
	var private any
	var err error
	switch block.Type {
	case "ENCRYPTED PRIVATE KEY":
		if der, err = decryptPKCS8(der, password); err != nil {
			return nil, err
		}
		private, err = x509.ParsePKCS8PrivateKey(der)
		clear(der)
		if err != nil {
			return nil, errPassword()
		}
	case "PRIVATE KEY":
		private, err = x509.ParsePKCS8PrivateKey(der)
	case "RSA PRIVATE KEY":
		private, err = x509.ParsePKCS1PrivateKey(der)
	case "EC PRIVATE KEY":
		private, err = x509.ParseECPrivateKey(der)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, usage(convert, "the private key cannot be read: %w", err)
	}
	return asSigner(private)
}

func asSigner(private any) (crypto.Signer, error) {
	switch key := private.(type) {
	case *rsa.PrivateKey:
		return key, nil
	case *ecdsa.PrivateKey:
		return key, nil
	case ed25519.PrivateKey:
		return key, nil
	}
	return nil, usage("use an RSA, ECDSA or Ed25519 key", "a key of this kind (%T) cannot sign", private)
}

func errPassword() error {
	return usage("give the password that the key was encrypted with", "the password is wrong")
}

func ask(password func() ([]byte, error)) ([]byte, error) {
	if password == nil {
		return nil, usage("give the password by a file, the environment or the terminal", "it is encrypted, and there is no password")
	}
	answer, err := password()
	if err != nil {
		return nil, fmt.Errorf("ask for the password: %w", err)
	}
	return answer, nil
}

// parsePKCS12 reads what PKCS #12 calls a PFX: one key with its certificates.
func parsePKCS12(data []byte, certificates []*x509.Certificate, f KeyFile) (*Key, error) {
	const form = "the file must be a PEM, or a PKCS #12 file with one key and its certificate"
	if len(data) == 0 || data[0] != 0x30 { // of the SEQUENCE that it is; nobody is asked for the password of something else
		return nil, usage(form, "it cannot be read: it is neither a PEM nor a PKCS #12 file")
	}
	password, err := ask(f.Password)
	if err != nil {
		return nil, err
	}
	defer clear(password)
	private, leaf, above, err := pkcs12.DecodeChain(data, string(password))
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return nil, errPassword()
	case err != nil:
		return nil, usage(form, "it cannot be read: %w", err)
	}
	signer, err := asSigner(private)
	if err != nil {
		return nil, err
	}
	if certificates == nil {
		certificates = append([]*x509.Certificate{leaf}, above...)
	}
	return withSigner(signer, certificates, f.Scheme)
}
