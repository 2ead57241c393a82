package sign

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
)

// Protocol is how a signer is asked, told to those who write one: "assize key --help" prints it.
const Protocol = `A signer is a program of yours: the way to sign with an HSM, a smart card or a cloud's key service. It is started without
a shell, once for each question, with the environment of assize and without a terminal (a PIN comes from a file or the
environment, or is typed on the device). It reads one JSON object from its standard input and writes one to its standard
output. First:

  {"version": 1, "ask": "certificates"}
  {"certificates": "-----BEGIN CERTIFICATE-----\n…", "scheme": "rsa-pss-sha256"}

The certificates are in PEM, the signer's first. The scheme may be left out and is then the usual one of the key:
rsa-pkcs1-sha256, ecdsa-sha256 (P-256), ecdsa-sha384 (P-384) or ed25519; rsa-pss-sha256 (salt of 32 bytes) must be named,
here or by who runs assize (--sign-scheme). Where both name one, they must be the same.
Then, once or several times:

  {"version": 1, "ask": "sign", "scheme": "ecdsa-sha256", "digest_algorithm": "sha256", "digest": "…base64…"}
  {"signature": "…base64…"}

What is signed is the digest as it is; for RSA PKCS #1 v1.5 the signer puts it into a DigestInfo. An ECDSA signature is the
usual DER of two integers. For ed25519, which signs no digest, "message" stands in place of "digest_algorithm" and "digest".

The program must end with 0 within 60 seconds; otherwise what it wrote to standard error (300 characters of it) is the reason
that is shown. It may write up to 1 MiB to standard output. When its time is up, when it writes too much, when assize is
interrupted and when it has ended, all that it started is killed. Its signature is held against the certificate.`

// A Program is a signer that is a program of the user's; Protocol says what is asked of it.
type Program struct {
	// Args are the program and its arguments.
	Args []string
	// Scheme is the one that the user wants; "" leaves it to the program.
	Scheme Scheme
	// Timeout is for each question; 60 seconds when it is 0.
	Timeout time.Duration
}

const (
	maxAnswer   = 1 << 20
	maxTalk     = 2 << 10
	askTimeout  = time.Minute
	programHint = "run the signer by hand with the same input; \"assize key --help\" says what it is asked and must answer"
)

type question struct {
	Version         int    `json:"version"`
	Ask             string `json:"ask"`
	Scheme          Scheme `json:"scheme,omitempty"`
	DigestAlgorithm string `json:"digest_algorithm,omitempty"`
	Digest          []byte `json:"digest,omitempty"`
	Message         []byte `json:"message,omitempty"`
}

type answer struct {
	Certificates string `json:"certificates"`
	Scheme       Scheme `json:"scheme"`
	Signature    []byte `json:"signature"`
}

// Key asks the program for its certificates. A program that does not do as it should is a *collectors.UsageError.
func (p Program) Key(ctx context.Context) (*Key, error) {
	a, err := p.ask(ctx, question{Version: 1, Ask: "certificates"})
	if err != nil {
		return nil, err
	}
	certificates, err := ParseCertificates([]byte(a.Certificates))
	if err != nil {
		return nil, fmt.Errorf("the signer %s: %w", p.name(), err)
	}
	if a.Scheme != "" && p.Scheme != "" && a.Scheme != p.Scheme {
		return nil, usage("leave the scheme out, or have the program name it", "the signer %s: it signs with %s, and %s is wanted", p.name(), plain(string(a.Scheme)), plain(string(p.Scheme)))
	}
	k, err := newKey(nil, certificates, cmp.Or(a.Scheme, p.Scheme))
	if err != nil {
		return nil, fmt.Errorf("the signer %s: %w", p.name(), err)
	}
	k.sign = func(ctx context.Context, m method, digest, message []byte) ([]byte, error) {
		q := question{Version: 1, Ask: "sign", Scheme: m.scheme, Digest: digest,
			DigestAlgorithm: strings.ToLower(strings.ReplaceAll(m.hash.String(), "-", ""))}
		if m.scheme == Ed25519 {
			q.Digest, q.DigestAlgorithm, q.Message = nil, "", message
		}
		a, err := p.ask(ctx, q)
		return a.Signature, err
	}
	return k, nil
}

func (p Program) name() string {
	if len(p.Args) == 0 {
		return ""
	}
	return p.Args[0]
}

// ask starts the program for one question.
func (p Program) ask(ctx context.Context, q question) (a answer, err error) {
	if len(p.Args) == 0 {
		return a, usage("exec:PROGRAM names it", "no signer is named")
	}
	input, err := json.Marshal(q)
	if err != nil {
		return a, fmt.Errorf("ask the signer: %w", err)
	}
	timeout := p.Timeout
	if timeout <= 0 {
		timeout = askTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	cmd := exec.CommandContext(limited, p.Args[0], p.Args[1:]...)
	cmd.Stdin, cmd.WaitDelay = bytes.NewReader(input), 2*time.Second
	out, talk := &collectors.Capped{Limit: maxAnswer, Full: cancel}, &collectors.Capped{Limit: maxTalk}
	cmd.Stdout, cmd.Stderr = out, talk
	ownSession(cmd)
	err = cmd.Run()
	endSession(cmd)
	switch {
	case ctx.Err() != nil:
		return a, ctx.Err()
	case out.Cut():
		err = fmt.Errorf("it wrote more than %d bytes", maxAnswer)
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		err = fmt.Errorf("it did not answer within %s", timeout)
	case err == nil:
		if err = json.Unmarshal(out.Bytes(), &a); err == nil {
			return a, nil
		}
		err = fmt.Errorf("its answer is no JSON as it should be: %w", err)
	}
	if said := plain(talk.String()); said != "" {
		err = fmt.Errorf("%w; it said: %s", err, said)
	}
	return a, usage(programHint, "ask the signer %s (%s): %w", p.name(), q.Ask, err)
}
