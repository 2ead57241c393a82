package kms

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/internal/sign/kms/kmstest"
)

// at points the SDK to a server, with credentials, and with nothing of the machine's own.
func at(t *testing.T, url string) {
	t.Helper()
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-central-1", "AWS_PROFILE": "",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
	} {
		t.Setenv(name, value)
	}
}

func fake(t *testing.T, keys map[string]kmstest.Key) *kmstest.Server {
	t.Helper()
	s := &kmstest.Server{Keys: keys}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	at(t, server.URL)
	return s
}

func ec(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func rsaKey(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// certify makes a certificate that the signer signs itself, through AWS KMS.
func certify(t *testing.T, s crypto.Signer) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Audit"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, s.Public(), s)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature); err != nil {
		t.Fatalf("the signature of the certificate: %v", err)
	}
	return c
}

// TestSigns signs with each kind of key in each way that reports are sealed in; sign.Key holds what comes back against the
// certificate.
func TestSigns(t *testing.T) {
	const arn = "arn:aws:kms:us-west-2:123456789012:key/1"
	fakes := fake(t, map[string]kmstest.Key{
		"rsa": {Signer: rsaKey(t)}, "alias/p256": {Signer: ec(t, elliptic.P256())}, arn: {Signer: ec(t, elliptic.P384())},
	})
	for name, c := range map[string]struct {
		key    string
		scheme sign.Scheme
		want   sign.Scheme
	}{
		"rsa": {"rsa", "", sign.RSAPKCS1SHA256}, "pss": {"rsa", sign.RSAPSSSHA256, sign.RSAPSSSHA256},
		"p256": {"alias/p256", "", sign.ECDSASHA256}, "p384": {arn, "", sign.ECDSASHA384},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), c.key)
			if err != nil {
				t.Fatal(err)
			}
			certificate := certify(t, s)
			key, err := sign.KeyWith(s, []*x509.Certificate{certificate}, c.scheme)
			if err != nil {
				t.Fatal(err)
			}
			if err := key.Try(t.Context()); err != nil || key.Scheme != c.want {
				t.Errorf("%s: %v", key.Scheme, err)
			}
		})
	}
	calls := fakes.Calls()
	for _, want := range []string{"Sign us-west-2", "GetPublicKey us-west-2", "Sign eu-central-1", "GetPublicKey eu-central-1"} {
		if !slices.Contains(calls, want) {
			t.Errorf("%q is not among %v: an ARN's region wins over the surroundings'", want, calls)
		}
	}
	for _, call := range calls {
		if !strings.HasPrefix(call, "Sign ") && !strings.HasPrefix(call, "GetPublicKey ") {
			t.Errorf("asked for %s", call)
		}
	}
}

func wantUsage(t *testing.T, err error, says, hint string) {
	t.Helper()
	var usage *collectors.UsageError
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), says) || !strings.Contains(usage.Hint, hint) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v (%+v), want %q with a hint that says %q", err, usage, says, hint)
	}
}

// TestRefusals: whatever AWS KMS says no with, the user reads what to do.
func TestRefusals(t *testing.T) {
	signer := ec(t, elliptic.P256())
	keys := map[string]kmstest.Key{
		"encrypts": {Signer: signer, Usage: "ENCRYPT_DECRYPT"}, "odd": {},
		"late": {Signer: signer, RefusesSigning: "AccessDeniedException"}, "disabled later": {Signer: signer, RefusesSigning: "DisabledException"},
	}
	for code := range hints {
		keys[code] = kmstest.Key{Signer: signer, Refusal: code}
	}
	fake(t, keys)
	for key, c := range map[string]struct{ says, hint string }{
		"AccessDeniedException":         {"read the public key of the AWS KMS key AccessDeniedException: AccessDeniedException: no", "kms:GetPublicKey and kms:Sign"},
		"DisabledException":             {"DisabledException", "enable the key"},
		"KMSInvalidStateException":      {"KMSInvalidStateException", "waiting to be deleted"},
		"UnsupportedOperationException": {"UnsupportedOperationException", "SIGN_VERIFY"},
		"ExpiredTokenException":         {"Expired", "get new ones"},
		"nowhere":                       {"does not exist", "no key nowhere in eu-central-1; a key is in one region"},
		"encrypts":                      {"is for encrypt_decrypt", "SIGN_VERIFY"},
		"odd":                           {"of the kind SPEC", "ECC_NIST_P256"},
		"":                              {"names no key", "awskms:KEY"},
		"arn:aws:iam::1:role/r":         {"is no ARN of an AWS KMS key", "arn:aws:kms"},
	} {
		t.Run(key, func(t *testing.T) {
			_, err := Open(t.Context(), key)
			wantUsage(t, err, c.says, c.hint)
		})
	}
	for key, hint := range map[string]string{"late": "kms:Sign", "disabled later": "enable the key"} {
		s, err := Open(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Sign(rand.Reader, make([]byte, 32), crypto.SHA256)
		wantUsage(t, err, "sign with the AWS KMS key "+key, hint)
	}
}

// TestWithoutAService: no credentials, no region, nobody there, a proxy's page, an interrupt.
func TestWithoutAService(t *testing.T) {
	at(t, "http://127.0.0.1:1")
	_, err := Open(t.Context(), "k")
	wantUsage(t, err, "connection refused", "reachable")
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("<html>sign in to the guest network</html>"))
	}))
	defer page.Close()
	at(t, page.URL)
	_, err = Open(t.Context(), "k")
	wantUsage(t, err, "the public key of the AWS KMS key k", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, "k"); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	t.Setenv("AWS_REGION", "")
	_, err = Open(t.Context(), "k")
	wantUsage(t, err, "in which region", "ARN")
	t.Setenv("AWS_REGION", "eu-central-1")
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	_, err = Open(t.Context(), "k")
	wantUsage(t, err, "the public key of the AWS KMS key k", "AWS_PROFILE")
}

// TestAnotherKey: a certificate of another key is refused, and so is a service that signs with another key.
func TestAnotherKey(t *testing.T) {
	fake(t, map[string]kmstest.Key{"k": {Signer: ec(t, elliptic.P256())}, "swapped": {Signer: ec(t, elliptic.P256()), Stranger: ec(t, elliptic.P256())}})
	other := certify(t, ec(t, elliptic.P256()))
	s, err := Open(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	_, err = sign.KeyWith(s, []*x509.Certificate{other}, "")
	wantUsage(t, err, "no certificate belongs to the key", "issued for this key")
	if _, err := sign.KeyWith(s, []*x509.Certificate{other, certify(t, s)}, ""); err != nil {
		t.Errorf("the right one is among them: %v", err)
	}
	swapped, err := Open(t.Context(), "swapped")
	if err != nil {
		t.Fatal(err)
	}
	signature, err := swapped.Sign(rand.Reader, make([]byte, 32), crypto.SHA256)
	if err != nil || ecdsa.VerifyASN1(swapped.Public().(*ecdsa.PublicKey), make([]byte, 32), signature) {
		t.Errorf("the fake signs with no other key (%v): the test proves nothing", err)
	}
}

// TestWaysThatTheServiceLacks are refused before anything is sent.
func TestWaysThatTheServiceLacks(t *testing.T) {
	service := fake(t, map[string]kmstest.Key{"rsa": {Signer: rsaKey(t)}, "ec": {Signer: ec(t, elliptic.P256())}})
	digest := sha256.Sum256(nil)
	for name, opts := range map[string]crypto.SignerOpts{
		"rsa": crypto.SHA1, "ec": crypto.SHA512, "rsa ": &rsa.PSSOptions{SaltLength: 20, Hash: crypto.SHA256}, "ec ": &rsa.PSSOptions{SaltLength: 32, Hash: crypto.SHA256},
		"rsa  ": crypto.SHA384, // a digest of another length
	} {
		s, err := Open(t.Context(), strings.TrimSpace(name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Sign(rand.Reader, digest[:], opts); err == nil {
			t.Errorf("%s signs with %v", name, opts)
		}
	}
	for _, call := range service.Calls() {
		if strings.HasPrefix(call, "Sign ") {
			t.Error("it was sent")
		}
	}
}
