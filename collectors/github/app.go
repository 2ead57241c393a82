package github

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"
)

// An app signs in as an installation of a GitHub App: it proves who it is by a token that it signs itself, and gets one for
// the installation that lasts an hour. Source: GitHub Docs, Authenticating as a GitHub App installation. It may be used from
// several goroutines.
type app struct {
	id     string
	key    *rsa.PrivateKey
	digest [sha256.Size]byte // of the key

	mu      sync.Mutex
	path    string // of the installation, below the API's base
	token   secret
	expires time.Time
}

// openApp reads the private key of an app.
func openApp(id, file string) (*app, error) {
	hint := "GitHub hands the key out as a .pem file, on the page of the app"
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, usage(fmt.Errorf("read the key of the app: %w", err), hint)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, usage(fmt.Errorf("read the key of the app: %s holds no PEM", file), hint)
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		parsed, other := x509.ParsePKCS8PrivateKey(block.Bytes)
		private, isRSA := parsed.(*rsa.PrivateKey)
		if other != nil || !isRSA {
			return nil, usage(fmt.Errorf("read the key of the app: %s holds no RSA key", file), hint)
		}
		key = private
	}
	return &app{id: id, key: key, digest: sha256.Sum256(x509.MarshalPKCS1PrivateKey(key))}, nil
}

// assertion is the app's own token, valid for nine minutes; GitHub takes ten at most, and clocks differ.
func (a *app) assertion(now time.Time) (secret, error) {
	claims, err := json.Marshal(map[string]any{"iat": now.Add(-time.Minute).Unix(), "exp": now.Add(8 * time.Minute).Unix(), "iss": a.id})
	if err != nil {
		return "", err
	}
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + encode(claims)
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, a.key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("sign in as the app: %w", err)
	}
	return secret(text + "." + encode(signature)), nil
}

// current returns a token that lasts five minutes more, a new one where need be. Ask sends a request as the app itself.
func (a *app) current(ctx context.Context, now time.Time, ask func(ctx context.Context, method, path string, into any) error) (secret, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.token != "" && now.Add(5*time.Minute).Before(a.expires) {
		return a.token, nil
	}
	var installation struct {
		ID int64 `json:"id"`
	}
	if err := ask(ctx, http.MethodGet, a.path, &installation); err != nil {
		return "", err
	}
	if installation.ID == 0 {
		return "", errors.New("GitHub names no installation of the app")
	}
	var granted struct {
		Token     string    `json:"token"`
		ExpiresAt time.Time `json:"expires_at"`
	}
	if err := ask(ctx, http.MethodPost, fmt.Sprintf("app/installations/%d/access_tokens", installation.ID), &granted); err != nil {
		return "", err
	}
	if granted.Token == "" {
		return "", errors.New("GitHub gave no token for the installation")
	}
	a.token, a.expires = secret(granted.Token), granted.ExpiresAt
	return a.token, nil
}
