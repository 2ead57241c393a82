package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
)

// program finds a program that a test needs: without it the test is skipped, and fails where CI=true.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is needed here and absent", name)
		}
		t.Skipf("SKIPPED: %s is absent, so this proves nothing here", name)
	}
	return path
}

// run runs a program that must succeed, and returns what it wrote.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func save(t *testing.T, path string, mode os.FileMode, data []byte) string {
	t.Helper()
	if err := os.WriteFile(path, data, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func password(text string) func() ([]byte, error) {
	return func() ([]byte, error) { return []byte(text), nil }
}

// wantUsage wants an error with a hint that says so.
func wantUsage(t *testing.T, err error, says string) {
	t.Helper()
	var usage *collectors.UsageError
	if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v, want an error with a hint that says %q", err, says)
	}
	if err != nil && strings.Contains(err.Error(), "\n") {
		t.Errorf("the error has more than one line: %q", err)
	}
}

func TestNewKeySigns(t *testing.T) {
	for name, withRSA := range map[string]bool{"P-256": false, "RSA-3072": true} {
		t.Run(name, func(t *testing.T) {
			at := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
			key, certificate, err := NewKey(rand.Reader, Template{Name: "Trial", At: at, RSA: withRSA})
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			k, err := OpenKey(KeyFile{Path: save(t, dir+"/key.pem", 0o600, key), Certificates: save(t, dir+"/cert.pem", 0o644, certificate)})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.signMessage(context.Background(), []byte("x")); err != nil {
				t.Error(err)
			}
			if c := k.Certificate(); NameOf(c) != "Trial" || !c.NotBefore.Equal(at) || !c.NotAfter.Equal(at.AddDate(0, 0, 365)) || !selfSigned(c) {
				t.Errorf("the certificate is %v, %v to %v", c.Subject, c.NotBefore, c.NotAfter)
			}
		})
	}
}

func TestKeysThatOpensslWrites(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	certify := func(key string) {
		run(t, "openssl", "req", "-x509", "-key", in(key), "-passin", "pass:secret", "-out", in(key+".crt"), "-subj", "/CN="+key, "-days", "3")
	}
	make := map[string]func(){
		"pkcs8-rsa": func() {
			run(t, "openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", in("pkcs8-rsa"))
		},
		"pkcs1": func() {
			run(t, "openssl", "genrsa", "-traditional", "-out", in("pkcs1"), "2048")
		},
		"ec":      func() { run(t, "openssl", "ecparam", "-name", "secp384r1", "-genkey", "-out", in("ec")) },
		"ed25519": func() { run(t, "openssl", "genpkey", "-algorithm", "ed25519", "-out", in("ed25519")) },
		"encrypted": func() {
			run(t, "openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes-256-cbc", "-pass", "pass:secret", "-out", in("encrypted"))
		},
	}
	for name, write := range make {
		t.Run(name, func(t *testing.T) {
			write()
			certify(name)
			if err := os.Chmod(in(name), 0o600); err != nil {
				t.Fatal(err)
			}
			k, err := OpenKey(KeyFile{Path: in(name), Certificates: in(name + ".crt"), Password: password("secret")})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.signMessage(context.Background(), []byte("x")); err != nil {
				t.Error(err)
			}
			if name == "encrypted" {
				_, err := OpenKey(KeyFile{Path: in(name), Certificates: in(name + ".crt"), Password: password("wrong")})
				wantUsage(t, err, "the password is wrong")
				_, err = OpenKey(KeyFile{Path: in(name), Certificates: in(name + ".crt")})
				wantUsage(t, err, "there is no password")
			}
			for _, legacy := range []string{"", "-legacy"} {
				args := []string{"pkcs12", "-export", "-inkey", in(name), "-in", in(name + ".crt"), "-passin", "pass:secret", "-passout", "pass:other", "-out", in(name + ".p12")}
				if legacy != "" {
					args = append(args, legacy)
				}
				run(t, "openssl", args...)
				if k, err = OpenKey(KeyFile{Path: in(name + ".p12"), Password: password("other")}); err != nil || NameOf(k.Certificate()) != name {
					t.Errorf("PKCS #12 %s: %v", legacy, err)
				}
				_, err = OpenKey(KeyFile{Path: in(name + ".p12"), Password: password("wrong")})
				wantUsage(t, err, "the password is wrong")
			}
		})
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	at := time.Now()
	key, certificate, err := NewKey(rand.Reader, Template{Name: "a", At: at})
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := NewKey(rand.Reader, Template{Name: "b", At: at})
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620, 0o610, 0o644} {
		path := save(t, filepath.Join(dir, mode.String()), 0o600, append(bytes.Clone(key), certificate...))
		if err := os.Chmod(path, mode); err != nil { // past the umask
			t.Fatal(err)
		}
		_, err := OpenKey(KeyFile{Path: path})
		wantUsage(t, err, "can be used by others than its owner")
	}
	old := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-128-CBC,00"}, Bytes: []byte("x")})
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P521(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data   []byte
		scheme Scheme
		says   string
	}{
		"empty":       {nil, "", "neither a PEM nor a PKCS #12 file"},
		"locked":      {[]byte("0"), "", "there is no password"},
		"no key":      {certificate, "", "there is no private key"},
		"no cert":     {key, "", "there is no certificate"},
		"other cert":  {append(bytes.Clone(key), other...), "", "no certificate belongs to the key"},
		"scheme":      {append(bytes.Clone(key), certificate...), RSAPSSSHA256, "cannot sign with rsa-pss-sha256"},
		"old":         {old, "", "encrypted in the old way"},
		"rubbish pem": {pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}), "", "cannot be read"},
		"rubbish enc": {pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("x")}), "", "malformed"},
		"weak":        {withCertificate(t, weak), "", "an RSA key of 1024 bits"},
		"P-521":       {withCertificate(t, curve), "", "an EC key on the curve P-521"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := OpenKey(KeyFile{Path: save(t, filepath.Join(t.TempDir(), "k"), 0o600, c.data), Scheme: c.scheme})
			wantUsage(t, err, c.says)
		})
	}
	_, err = OpenKey(KeyFile{Path: dir})
	wantUsage(t, err, "no regular file")
	_, err = OpenKey(KeyFile{Path: dir + "/absent"})
	wantUsage(t, err, "no such file")
	_, err = OpenKey(KeyFile{Path: save(t, dir+"/p12", 0o600, []byte("rubbish")), Password: password("x")})
	wantUsage(t, err, "it cannot be read")
}

// withCertificate is the PEM of a key and a certificate of it.
func withCertificate(t *testing.T, key crypto.Signer) []byte {
	t.Helper()
	p := &pki{t: t}
	c := p.issue(spec{name: "x", key: key}, nil)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), pemOf(c.certificate)...)
}

func pemOf(list ...*x509.Certificate) []byte {
	var out []byte
	for _, c := range list {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

func TestChainIsPutInOrder(t *testing.T) {
	p := newPKI(t)
	k, err := withSigner(p.leaf.key, []*x509.Certificate{p.stranger.certificate, p.root.certificate, p.leaf.certificate, p.middle.certificate}, "")
	if err != nil {
		t.Fatal(err)
	}
	if len(k.Chain) != 3 || k.Chain[0] != p.leaf.certificate || k.Chain[1] != p.middle.certificate || k.Chain[2] != p.root.certificate {
		t.Errorf("the chain has %d certificates, wrong or in the wrong order", len(k.Chain))
	}
}

// signerScript is a signer as a user may write one, around openssl.
const signerScript = `#!/bin/sh
set -e
cd "$(dirname "$0")"
question=$(cat)
field() { printf '%s' "$question" | sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p'; }
case $(field ask) in
certificates)
	awk 'BEGIN {printf "{\"certificates\":\""} {printf "%s\\n", $0} END {print "\"}"}' cert.pem ;;
sign)
	field digest | base64 -d > digest
	openssl pkeyutl -sign -inkey key.pem -in digest -pkeyopt digest:$(field digest_algorithm) -out signature
	printf '{"signature":"%s"}' "$(base64 -w0 signature)" ;;
esac
`

func TestProgramSigns(t *testing.T) {
	program(t, "openssl")
	dir := t.TempDir()
	key, certificate, err := NewKey(rand.Reader, Template{Name: "exec", At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	save(t, dir+"/key.pem", 0o600, key)
	save(t, dir+"/cert.pem", 0o600, certificate)
	script := save(t, dir+"/signer", 0o700, []byte(signerScript))
	k, err := Program{Args: []string{script}}.Key(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.signMessage(context.Background(), []byte("x")); err != nil {
		t.Error(err)
	}
	_, err = Program{Args: []string{script}, Scheme: RSAPSSSHA256}.Key(context.Background()) // of a key that is none of RSA
	wantUsage(t, err, "the key cannot sign with rsa-pss-sha256")
	names := save(t, dir+"/names", 0o700, []byte(strings.Replace(signerScript, `print "\"}"`, `print "\",\"scheme\":\"rsa-pkcs1-sha256\"}"`, 1)))
	_, err = Program{Args: []string{names}, Scheme: RSAPSSSHA256}.Key(context.Background())
	wantUsage(t, err, "it signs with rsa-pkcs1-sha256, and rsa-pss-sha256 is wanted")
	other, _, err := NewKey(rand.Reader, Template{Name: "other", At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	save(t, dir+"/key.pem", 0o600, other)
	_, err = k.signMessage(context.Background(), []byte("x"))
	wantUsage(t, err, "the signature does not fit its certificate")
}

func TestProgramsThatFail(t *testing.T) {
	for name, c := range map[string]struct{ script, says string }{
		"fails":      {"echo 'token is\nlocked \033[31m' >&2; exit 3", "exit status 3; it said: token is locked [31m"},
		"slow":       {"sleep 60", "did not answer within"},
		"no JSON":    {"echo hello", "no JSON as it should be"},
		"endless":    {"yes", "it wrote more than"},
		"no answer":  {"echo '{}'", "there is no certificate"},
		"absent":     {"", "no such file"},
		"background": {"sleep 60 & echo '{}'", ""},
		"loud":       {"head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1", "exit status 1; it said: xxx"},
		"asks":       {"cat /dev/tty; exit $?", "/dev/tty"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "signer")
			if c.script != "" {
				save(t, path, 0o700, []byte("#!/bin/sh\n"+c.script+"\n"))
			}
			_, err := Program{Args: []string{path}, Timeout: 500 * time.Millisecond}.Key(context.Background())
			wantUsage(t, err, c.says)
		})
	}
	_, err := Program{}.Key(context.Background())
	wantUsage(t, err, "no signer is named")
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (Program{Args: []string{"true"}}).Key(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestNothingOfASignerLivesOn has signers start something that would show if it lived on.
func TestNothingOfASignerLivesOn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: there are no process groups, so this proves nothing here")
	}
	for name, script := range map[string]string{
		"slow":    "sleep 60",
		"endless": "yes",
		"done":    "exec >/dev/null 2>&1",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := save(t, dir+"/signer", 0o700, []byte("#!/bin/sh\n(sleep 1.5; touch "+dir+"/canary) >/dev/null 2>&1 &\n"+script+"\n"))
			began := time.Now()
			_, err := Program{Args: []string{path}, Timeout: 500 * time.Millisecond}.Key(context.Background())
			wantUsage(t, err, "")
			if took := time.Since(began); took > 1200*time.Millisecond {
				t.Errorf("took %s", took)
			}
			time.Sleep(2 * time.Second)
			if _, err := os.Stat(dir + "/canary"); err == nil {
				t.Error("a child of the signer lived on")
			}
		})
	}
}

func TestCancelledSigner(t *testing.T) {
	path := save(t, t.TempDir()+"/signer", 0o700, []byte("#!/bin/sh\nsleep 60; echo never\n"))
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := Program{Args: []string{path}}.Key(ctx)
	if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > time.Second {
		t.Errorf("%v after %s", err, took)
	}
}

// A party is a key with its certificate.
type party struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

func (p *party) sign(t *testing.T, above ...*party) *Key {
	t.Helper()
	chain := []*x509.Certificate{p.certificate}
	for _, a := range above {
		chain = append(chain, a.certificate)
	}
	k, err := withSigner(p.key, chain, "")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newEd25519(t *testing.T) crypto.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
