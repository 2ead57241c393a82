package opa

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/bundle"

	"github.com/assize/assize/collectors"
)

// keys writes a new key pair in PEM and returns the private one as text and the public one's file.
func keys(t *testing.T, curve bool) (private, public string) {
	t.Helper()
	var key, open any
	if curve {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		key, open = k, &k.PublicKey
	} else {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			t.Fatal(err)
		}
		key, open = k, &k.PublicKey
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	known, err := x509.MarshalPKIXPublicKey(open)
	if err != nil {
		t.Fatal(err)
	}
	public = filepath.Join(t.TempDir(), "public.pem")
	if err := os.WriteFile(public, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: known}), 0o600); err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})), public
}

// writeBundle writes a bundle of one policy with OPA's own means. It is signed unless there is no key; change may break it
// after that.
func writeBundle(t *testing.T, private, algorithm string, change func(*bundle.Bundle)) string {
	t.Helper()
	b := bundle.Bundle{Data: map[string]any{}, Modules: []bundle.ModuleFile{
		{URL: "/t/p.rego", Path: "/t/p.rego", RelativePath: "/t/p.rego", Raw: []byte(head("p", "t.box", "") + rule)}}}
	b.Manifest.Init()
	if private != "" {
		if err := b.GenerateSignature(bundle.NewSigningConfig(private, algorithm, ""), "any", false); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(&b)
	}
	var out bytes.Buffer
	if err := bundle.NewWriter(&out).DisableFormat(true).Write(b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.tar.gz")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestABundleIsASourceOfPolicies(t *testing.T) {
	rsaKey, rsaPublic := keys(t, false)
	ecKey, ecPublic := keys(t, true)
	for name, c := range map[string]struct{ file, key string }{
		"unsigned":            {writeBundle(t, "", "", nil), ""},
		"signed, nobody asks": {writeBundle(t, rsaKey, "RS256", nil), ""},
		"signed with RSA":     {writeBundle(t, rsaKey, "RS256", nil), rsaPublic},
		"signed with EC":      {writeBundle(t, ecKey, "ES256", nil), ecPublic},
	} {
		t.Run(name, func(t *testing.T) {
			source, err := OpenBundle(c.file, c.key)
			if err != nil {
				t.Fatal(err)
			}
			set, err := Load(context.Background(), LoadOptions{Schemas: testSchemas(t), Sources: []Source{source}})
			if err != nil {
				t.Fatal(err)
			}
			if all := set.Policies(); len(all) != 1 || all[0].ID != "t/p" || !strings.HasSuffix(all[0].File, "b.tar.gz/t/p.rego") {
				t.Errorf("%+v", all)
			}
			if len(set.Untrusted()) != 1 {
				t.Error("a signature says who made a policy, not that it is trusted")
			}
		})
	}
}

func TestABundleThatIsNotAsItWasSignedIsRefused(t *testing.T) {
	private, public := keys(t, false)
	_, other := keys(t, false)
	_, curve := keys(t, true)
	text := filepath.Join(t.TempDir(), "text.tar.gz")
	if err := os.WriteFile(text, []byte("no archive"), 0o600); err != nil {
		t.Fatal(err)
	}
	tampered := func(b *bundle.Bundle) {
		b.Modules[0].Raw = []byte(head("p", "t.box", "") + "fail contains {\"message\": \"m\"} if false\n")
	}
	added := func(b *bundle.Bundle) {
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: "/t/q.rego", Path: "/t/q.rego", RelativePath: "/t/q.rego", Raw: []byte(head("q", "t.box", "") + rule)})
	}
	gone := func(b *bundle.Bundle) { b.Modules[0].URL, b.Modules[0].Path = "/t/r.rego", "/t/r.rego" }
	for name, c := range map[string]struct{ file, key, want string }{
		"another key":            {writeBundle(t, private, "RS256", nil), other, "does not agree with the key"},
		"a key of another kind":  {writeBundle(t, private, "RS256", nil), curve, "does not agree with the key"},
		"a file was changed":     {writeBundle(t, private, "RS256", tampered), public, "does not agree with the key"},
		"a file was added":       {writeBundle(t, private, "RS256", added), public, "does not agree with the key"},
		"a file was renamed":     {writeBundle(t, private, "RS256", gone), public, "does not agree with the key"},
		"it is not signed":       {writeBundle(t, "", "", nil), public, "does not agree with the key"},
		"signed with a secret":   {writeBundle(t, "secret", "HS256", nil), public, "does not agree with the key"},
		"it is no bundle":        {text, "", "is no OPA bundle"},
		"it holds no policy":     {writeBundle(t, "", "", func(b *bundle.Bundle) { b.Modules = nil }), "", "holds no .rego file"},
		"a file is too long":     {writeBundle(t, "", "", func(b *bundle.Bundle) { b.Modules[0].Raw = bytes.Repeat([]byte("#"), maxModule+1) }), "", "has more than 1 MiB"},
		"the key is no key":      {writeBundle(t, private, "RS256", nil), text, "it is no PEM file"},
		"there is no such file":  {"none.tar.gz", "", "none.tar.gz"},
		"it is much when opened": {writeBundle(t, "", "", func(b *bundle.Bundle) { b.Data["x"] = strings.Repeat("x", maxUnpacked) }), "", "when it is unpacked"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := OpenBundle(c.file, c.key)
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q and a hint", err, c.want)
			}
		})
	}
}
