package kms

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/kms"
	"github.com/aws/aws-sdk-go-v2/service/kms/types"
)

// moto starts moto_server, and points the SDK to it. Without the program the test is skipped, and fails where CI=true.
func moto(t *testing.T) {
	t.Helper()
	program, err := exec.LookPath("moto_server")
	if err == nil {
		err = exec.Command(program, "--help").Run()
	}
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("moto_server is needed here and absent")
		}
		t.Skip("SKIPPED: moto_server is absent, so this proves nothing here")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, program, "-H", "127.0.0.1", "-p", port)
	if err := server.Start(); err != nil {
		stop()
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); server.Wait() })
	for range 300 {
		response, err := http.Get("http://" + address + "/moto-api/data.json")
		if err == nil {
			response.Body.Close()
			at(t, "http://"+address)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("moto_server did not begin to answer")
}

// TestMoto asks a server that somebody else wrote. It does not know the message type DIGEST (its page of KMS says so) and hashes the digest
// once more: so its signatures must fit that, with the key and in the way that were asked for.
func TestMoto(t *testing.T) {
	moto(t)
	ctx := t.Context()
	c, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		t.Fatal(err)
	}
	client := kms.NewFromConfig(c)
	made := func(spec types.KeySpec) string {
		out, err := client.CreateKey(ctx, &kms.CreateKeyInput{KeySpec: spec, KeyUsage: types.KeyUsageTypeSignVerify})
		if err != nil {
			t.Fatal(err)
		}
		return *out.KeyMetadata.Arn
	}
	pss := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	for name, c := range map[string]struct {
		spec types.KeySpec
		opts crypto.SignerOpts
	}{
		"PKCS #1": {types.KeySpecRsa2048, crypto.SHA256}, "PSS": {types.KeySpecRsa3072, pss},
		"P-256": {types.KeySpecEccNistP256, crypto.SHA256}, "P-384": {types.KeySpecEccNistP384, crypto.SHA384},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(ctx, made(c.spec))
			if err != nil {
				t.Fatal(err)
			}
			hash := c.opts.HashFunc()
			digest := make([]byte, hash.Size())
			signature, err := s.Sign(rand.Reader, digest, c.opts)
			if err != nil {
				t.Fatal(err)
			}
			h := hash.New()
			h.Write(digest)
			again := h.Sum(nil)
			good := false
			switch public := s.Public().(type) {
			case *ecdsa.PublicKey:
				good = ecdsa.VerifyASN1(public, again, signature)
			case *rsa.PublicKey:
				if c.opts == pss {
					good = rsa.VerifyPSS(public, hash, again, signature, nil) == nil
				} else {
					good = rsa.VerifyPKCS1v15(public, hash, again, signature) == nil
				}
			}
			if !good {
				t.Error("the signature does not fit")
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		_, err := Open(ctx, "9b1d41d4-0a1c-4f0e-8f6e-000000000000")
		wantUsage(t, err, "NotFoundException", "in one region")
	})
}
