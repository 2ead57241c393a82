package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/internal/sign"
)

// sealDir is a folder with keys, good ones and others, and something to audit; the test stands in it.
func sealDir(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	t.Setenv("HOME", t.TempDir())
	write := func(name, text string, mode os.FileMode) {
		if err := os.WriteFile(name, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(name, mode); err != nil { // past the umask
			t.Fatal(err)
		}
	}
	for name, at := range map[string]time.Time{"good": time.Now(), "other": time.Now(), "expired": time.Now().AddDate(-2, 0, 0), "early": time.Now().AddDate(1, 0, 0)} {
		key, certificate, err := sign.NewKey(rand.Reader, sign.Template{Name: name, At: at})
		if err != nil {
			t.Fatal(err)
		}
		write(name+".key", string(key), 0o600)
		write(name+".crt", string(certificate), 0o644)
	}
	good, err := os.ReadFile("good.key")
	if err != nil {
		t.Fatal(err)
	}
	write("shown.key", string(good), 0o640)
	write("rubbish", "rubbish", 0o600)
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, c, c, public, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write("ed.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})), 0o600)
	write("ed.crt", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})), 0o644)
	write("in.json", `{"target": {"id": "web1"}, "kinds": ["linux.reboot"], "resources": [{"kind": "linux.reboot", "id": "reboot", "required": true, "packages": [], "newest_kernel": "6.1", "running_kernel": "6.1"}]}`, 0o600)
}

// sealing audits with a key, and wants what goes wrong to be said before anything is visited or written.
func sealing(t *testing.T, flags ...string) (code int, stderr string) {
	t.Helper()
	var talk bytes.Buffer
	code = run(append([]string{"audit", "file:in.json", "-q", "--no-cache", "--only", "patching/reboot_pending", "--out", "out"}, flags...), io.Discard, &talk)
	return code, talk.String()
}

func wantNothing(t *testing.T, code int, stderr, says, hint string) {
	t.Helper()
	if code != exitUsage || !strings.Contains(stderr, says) || !strings.Contains(stderr, "hint: ") || !strings.Contains(stderr, hint) {
		t.Errorf("exit code %d, %q; want %q and the hint %q", code, stderr, says, hint)
	}
	if left, err := filepath.Glob("out/[a-z]*"); err != nil || len(left) > 0 {
		t.Errorf("written: %v, %v", left, err)
	}
}

func TestKeysThatCannotSeal(t *testing.T) {
	sealDir(t)
	for name, c := range map[string]struct{ key, certificate, says, hint string }{
		"expired":           {"expired.key", "expired.crt", "the certificate of expired expired at", "valid today"},
		"not yet":           {"early.key", "early.crt", "is valid from", "valid today"},
		"of another":        {"good.key", "other.crt", "no certificate belongs to the key", "issued for this key"},
		"seen by others":    {"shown.key", "good.crt", "can be used by others than its owner (mode 0640)", "chmod 600 shown.key"},
		"no key":            {"rubbish", "good.crt", "neither a PEM nor a PKCS #12 file", "PEM"},
		"absent":            {"none.key", "good.crt", "open none.key: no such file", "may read"},
		"certificate alone": {"good.key", "", "there is no certificate", "beside the key"},
	} {
		t.Run(name, func(t *testing.T) {
			code, stderr := sealing(t, "--sign", c.key, "--cert", c.certificate)
			wantNothing(t, code, stderr, c.says, c.hint)
		})
	}
}

// TestAuthoritiesThatCannotStamp has authorities that fail at once, and one that fails after the trial.
func TestAuthoritiesThatCannotStamp(t *testing.T) {
	sealDir(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/busy":
			w.WriteHeader(http.StatusServiceUnavailable)
		case "/page":
			w.Header().Set("Content-Type", "text/html")
		case "/nonsense":
			w.Header().Set("Content-Type", "application/timestamp-reply")
			_, _ = w.Write([]byte("\x30\x03\x02\x01\x00"))
		}
	}))
	t.Cleanup(server.Close)
	const hint = "use another timestamp authority, or seal without a timestamp"
	for name, c := range map[string]struct{ url, says string }{
		"down":     {"http://127.0.0.1:1", "connection refused"},
		"busy":     {server.URL + "/busy", "503 Service Unavailable"},
		"a page":   {server.URL + "/page", "the answer is no timestamp"},
		"nonsense": {server.URL + "/nonsense", "the answer is malformed"},
	} {
		t.Run(name, func(t *testing.T) {
			code, stderr := sealing(t, "--sign", "good.key", "--cert", "good.crt", "--tsa", c.url, "--tsa-trust", "good.crt")
			wantNothing(t, code, stderr, c.says, hint)
		})
	}
}

// TestSealsThatFailLate has a signer that signs once, which is the trial: neither report may be there after it.
func TestSealsThatFailLate(t *testing.T) {
	need(t, "openssl")
	sealDir(t)
	const signer = `#!/bin/sh
in=$(cat)
case $in in
*certificates*) awk 'BEGIN {printf "{\"certificates\":\""} {printf "%s\\n", $0} END {print "\"}"}' good.crt; exit ;;
esac
echo x >>asked
[ $(wc -l <asked) = 1 ] || { echo "the token is gone" >&2; exit 1; }
echo "$in" | sed -n 's/.*"digest":"\([^"]*\)".*/\1/p' | openssl base64 -d -A >digest
printf '{"signature":"%s"}' "$(openssl pkeyutl -sign -inkey good.key -in digest -pkeyopt digest:sha256 | openssl base64 -A)"
`
	if err := os.WriteFile("signer", []byte(signer), 0o700); err != nil {
		t.Fatal(err)
	}
	code, stderr := sealing(t, "--sign", "exec:./signer")
	wantNothing(t, code, stderr, "it said: the token is gone", "run the signer by hand")
	if asked, err := os.ReadFile("asked"); err != nil || string(asked) != "x\nx\n" {
		t.Errorf("the signer was asked %q times (%v), want the trial and one more: a wrong PIN locks a card", asked, err)
	}
}

func TestEd25519SealsComeWithAWord(t *testing.T) {
	sealDir(t)
	code, stderr := sealing(t, "--sign", "ed.key", "--cert", "ed.crt")
	if code != 0 || !strings.Contains(stderr, "other readers do not know such seals") {
		t.Errorf("exit code %d, %q", code, stderr)
	}
	for _, name := range []string{"out/report.pdf", "out/findings.json"} {
		if code := run([]string{"verify", "-q", name, "--trust", "ed.crt"}, io.Discard, io.Discard); code != 0 {
			t.Errorf("%s: exit code %d", name, code)
		}
	}
	if _, stderr = sealing(t, "--sign", "good.key", "--cert", "good.crt"); stderr != "" {
		t.Errorf("a word about %q", stderr)
	}
}
