package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// bundleCommand is "bundle OUT KEY DIR" in a script: it packs the folder as "opa build" and "opa sign" would. KEY is - for no
// signature, or the file to which the public key goes of the pair that signs.
func bundleCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: bundle OUT KEY DIR")
	}
	dir, files := ts.MkAbs(args[2]), map[string][]byte{}
	ts.Check(filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil {
			files["/"+filepath.ToSlash(name)], err = os.ReadFile(path)
		}
		return err
	}))
	if args[1] != "-" {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		ts.Check(err)
		public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
		ts.Check(err)
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}), 0o600))
		files["/.signatures.json"] = signatures(ts, key, files)
	}
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for name, text := range files {
		ts.Check(archive.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text)), Typeflag: tar.TypeReg}))
		_, err := archive.Write(text)
		ts.Check(err)
	}
	ts.Check(archive.Close())
	ts.Check(zipped.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}

// signatures is the text of .signatures.json: a JSON web token over the files' digests.
func signatures(ts *testscript.TestScript, key *rsa.PrivateKey, files map[string][]byte) []byte {
	type file struct {
		Name      string `json:"name"`
		Hash      string `json:"hash"`
		Algorithm string `json:"algorithm"`
	}
	var list []file
	for name, text := range files {
		sum := sha256.Sum256(text)
		list = append(list, file{Name: strings.TrimPrefix(name, "/"), Hash: hex.EncodeToString(sum[:]), Algorithm: "SHA-256"})
	}
	encode := func(value any) string {
		text, err := json.Marshal(value)
		ts.Check(err)
		return base64.RawURLEncoding.EncodeToString(text)
	}
	token := encode(map[string]string{"alg": "RS256"}) + "." + encode(map[string]any{"files": list})
	sum := sha256.Sum256([]byte(token))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	ts.Check(err)
	text, err := json.Marshal(map[string][]string{"signatures": {token + "." + base64.RawURLEncoding.EncodeToString(signature)}})
	ts.Check(err)
	return text
}
