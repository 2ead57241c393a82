package opa

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/bundle"

	"github.com/assize/assize/collectors"
)

// pack makes a .tar.gz.
func pack(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for _, name := range sortedKeys(files) {
		if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(files[name])), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(archive.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sign adds the signature of OPA's own signer.
func sign(t testing.TB, files map[string]string, key, algorithm string) map[string]string {
	t.Helper()
	var infos []bundle.FileInfo
	for _, name := range sortedKeys(files) {
		sum := sha256.Sum256([]byte(files[name]))
		infos = append(infos, bundle.NewFile(strings.TrimPrefix(name, "/"), hex.EncodeToString(sum[:]), "SHA-256"))
	}
	token, err := bundle.GenerateSignedToken(infos, bundle.NewSigningConfig(key, algorithm, ""), "some-key")
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(bundle.SignaturesConfig{Signatures: []string{token}})
	if err != nil {
		t.Fatal(err)
	}
	out := maps.Clone(files)
	out["/.signatures.json"] = string(text)
	return out
}

// keyPair is a private and a public key as PEM.
func keyPair(t testing.TB, private any, public any) (string, string) {
	t.Helper()
	a, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	b, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: a})), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: b}))
}

// fileOf writes a file for the time of the test.
func fileOf(t testing.TB, name string, text []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// keyFileOf writes a key, unless there is none.
func keyFileOf(t testing.TB, key string) string {
	if key == "" {
		return ""
	}
	return fileOf(t, "key.pem", []byte(key))
}

func rsaPair(t testing.TB) (string, string) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return keyPair(t, key, &key.PublicKey)
}

func TestBundlesAreVerified(t *testing.T) {
	private, public := rsaPair(t)
	_, other := rsaPair(t)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curvePrivate, curvePublic := keyPair(t, curve, &curve.PublicKey)
	edPublic, edPrivate, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	edwardsPrivate, edwardsPublic := keyPair(t, edPrivate, edPublic)
	plain := map[string]string{"/t/p.rego": head("p", "t.box", "") + rule, "/t/p_test.rego": "package policies.t.p_test\n"}
	signed := sign(t, plain, private, "RS256")
	with := func(name, text string) map[string]string {
		out := maps.Clone(signed)
		if out[name] = text; text == "" {
			delete(out, name)
		}
		return out
	}
	tests := map[string]struct {
		files map[string]string
		key   string
		want  string // of the error
	}{
		"unsigned, no key":            {plain, "", ""},
		"signed, no key":              {signed, "", ""},
		"signed":                      {signed, public, ""},
		"signed with PS512":           {sign(t, plain, private, "PS512"), public, ""},
		"signed on a curve":           {sign(t, plain, curvePrivate, "ES256"), curvePublic, ""},
		"signed with Ed25519":         {sign(t, plain, edwardsPrivate, "EdDSA"), edwardsPublic, ""},
		"unsigned":                    {plain, public, "it is not signed"},
		"an empty signature":          {with("/.signatures.json", `{"signatures": []}`), public, "it is not signed"},
		"no signature at all":         {with("/.signatures.json", "x"), public, "it is not signed"},
		"a token that is none":        {with("/.signatures.json", `{"signatures": ["x"]}`), public, "not made with that key"},
		"another verifier":            {with("/.signatures.json", `{"signatures": ["x"], "plugin": "mine"}`), public, `names the verifier "mine"`},
		"another's key":               {signed, other, "not made with that key"},
		"a key of another sort":       {signed, curvePublic, `it says "RS256", and the key is for ES256`},
		"the public key as a secret":  {sign(t, plain, public, "HS256"), public, `it says "HS256"`},
		"a changed policy":            {with("/t/p.rego", head("p", "t.box", "")+rule+"\n"), public, "t/p.rego was changed"},
		"one policy more":             {with("/t/q.rego", head("q", "t.box", "")+rule), public, "t/q.rego is not covered"},
		"one policy less":             {with("/t/p_test.rego", ""), public, "t/p_test.rego is missing"},
		"the private key":             {signed, private, "it holds a private key"},
		"a key that is none":          {signed, "x", "it is no PEM file"},
		"no policies":                 {map[string]string{"/data.json": "{}", "/t/p_test.rego": "package x"}, "", "holds no .rego file"},
		"a file twice":                {map[string]string{"/t/p.rego": "a", "t/p.rego": "b"}, "", "comes twice"},
		"a way out is kept in":        {map[string]string{"../../t/p.rego": head("p", "t.box", "") + rule}, "", ""},
		"more than anybody writes":    {map[string]string{"/t/p.rego": strings.Repeat("# 0123456789\n", 6<<20)}, "", "more than 64 MiB when it is unpacked"},
		"a signature of another kind": {with("/.signatures.json", `{"signatures": ["a.b.c"]}`), public, "not made with that key"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			source, err := OpenBundle(fileOf(t, "x.tar.gz", pack(t, test.files)), keyFileOf(t, test.key))
			if test.want != "" {
				var usage *collectors.UsageError
				if !errors.As(err, &usage) || !strings.Contains(err.Error(), test.want) || usage.Hint == "" {
					t.Errorf("got %v, want %q with a hint", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			set, err := Load(t.Context(), LoadOptions{Schemas: testSchemas(t), Sources: []Source{source}})
			if err != nil {
				t.Fatal(err)
			}
			if p := set.Policies(); len(p) != 1 || !strings.HasSuffix(p[0].Source, "x.tar.gz") || p[0].File != p[0].Source+"/t/p.rego" {
				t.Errorf("got %+v", p)
			}
		})
	}
}

// TestABundleSaysHowLargeItIs: the sizes in the headers count before anything of that size is taken up.
func TestABundleSaysHowLargeItIs(t *testing.T) {
	var archive bytes.Buffer
	writer := tar.NewWriter(&archive)
	if err := writer.WriteHeader(&tar.Header{Name: "p.rego", Size: 1 << 30, Mode: 0o600, Typeflag: tar.TypeReg}); err != nil {
		t.Fatal(err)
	}
	if err := measure(archive.Bytes()); err == nil || !strings.Contains(err.Error(), "more than 64 MiB") {
		t.Errorf("got %v", err)
	}
}

// TestASignatureIsNoTrust: it says who made a policy, not that it may take what it likes.
func TestASignatureIsNoTrust(t *testing.T) {
	private, public := rsaPair(t)
	files := sign(t, map[string]string{"/t/p.rego": head("p", "t.box", "") + rule}, private, "RS256")
	source, err := OpenBundle(fileOf(t, "x.tar.gz", pack(t, files)), keyFileOf(t, public))
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load(t.Context(), LoadOptions{Schemas: testSchemas(t), Sources: []Source{source}})
	if err != nil || len(set.Untrusted()) != 1 {
		t.Errorf("%v, %v", set.Untrusted(), err)
	}
}

func TestWhatIsNoBundleIsRefused(t *testing.T) {
	for file, want := range map[string]string{fileOf(t, "x.tar.gz", []byte("no archive")): "is no OPA bundle", "none.tar.gz": "none.tar.gz"} {
		_, err := OpenBundle(file, "")
		var usage *collectors.UsageError
		if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	_, public := rsaPair(f)
	key, err := readKey(keyFileOf(f, public))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(pack(f, map[string]string{"/t/p.rego": "package x"}))
	f.Add(pack(f, map[string]string{"/t/p.rego": "package x", "/.signatures.json": `{"signatures": ["e30.e30.e30"]}`}))
	f.Add([]byte("x"))
	f.Fuzz(func(t *testing.T, text []byte) {
		files, err := unpack(bytes.NewReader(text))
		if err != nil {
			return
		}
		for name := range files {
			if !fs.ValidPath(name) {
				t.Errorf("%q is no path", name)
			}
		}
		if verifyBundle(files, key) == nil {
			t.Error("a bundle that nobody signed was taken for signed")
		}
	})
}
