package sign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"
)

const (
	// maxStamp is how large an authority's answer may be; usual are 2 to 8 kB.
	maxStamp = 64 << 10
	// stampTimeout is for one question to an authority.
	stampTimeout = 30 * time.Second
	// maxSkew is how far two clocks may be apart that should agree.
	maxSkew = time.Hour
)

// A TSA is a timestamp authority that is asked over HTTP (RFC 3161 §3.4).
type TSA struct {
	// URL is its address, http or https.
	URL string
	// Client asks it. Its redirects and proxies are the caller's choice.
	Client *http.Client
	// Roots vouch for the authority; at least one.
	Roots []*x509.Certificate
	// Policy is the policy that the timestamp must be made under, in dots; "" leaves it to the authority.
	Policy string
	// Random is where the nonce comes from.
	Random io.Reader
	// Now is the caller's clock: an authority that is more than an hour off is refused.
	Now func() time.Time
	// Timeout is for each question; 30 seconds when it is 0.
	Timeout time.Duration
}

// A Stamp is a timestamp that was checked: what it stamps existed at Time, says the authority.
type Stamp struct {
	Time time.Time
	// Policy is what the authority made it under, in dots.
	Policy string
	Serial *big.Int
	// Chain begins with the authority's certificate and ends with one of the roots.
	Chain []*x509.Certificate

	imprint, nonce []byte
	hash           crypto.Hash
	token          []byte // in our own form
}

const stampHint = "try again later, use another timestamp authority, or seal without a timestamp"

// Stamp asks for a timestamp over the SHA-256 of a message, and checks all of the answer: status, digest, nonce, policy,
// form, signature, the authority's certificate and its way to a root, and the time. Every error but that of ctx is a
// *collectors.UsageError.
func (t *TSA) Stamp(ctx context.Context, message []byte) (*Stamp, error) {
	s, err := t.stamp(ctx, message)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, usage(stampHint, "timestamp from %s: %w", plain(t.URL), err)
	}
	return s, nil
}

func (t *TSA) stamp(ctx context.Context, message []byte) (*Stamp, error) {
	nonce := make([]byte, 16)
	if _, err := io.ReadFull(t.Random, nonce); err != nil {
		return nil, fmt.Errorf("make a nonce: %w", err)
	}
	nonce[0] = nonce[0]&0x7f | 0x40
	digest := sum(crypto.SHA256, message)
	request, err := t.request(digest, nonce)
	if err != nil {
		return nil, err
	}
	response, err := t.post(ctx, request)
	if err != nil {
		return nil, err
	}
	token, err := readResponse(response)
	if err != nil {
		return nil, err
	}
	s, err := readStamp(token, t.Roots)
	if err != nil {
		return nil, err
	}
	switch now := t.Now(); {
	case s.hash != crypto.SHA256 || !bytes.Equal(s.imprint, digest):
		return nil, errors.New("it is a timestamp of something else")
	case !bytes.Equal(s.nonce, nonce):
		return nil, errors.New("it answers another question (the nonce differs): it may be old")
	case t.Policy != "" && s.Policy != t.Policy:
		return nil, fmt.Errorf("it was made under the policy %s and not under %s", s.Policy, t.Policy)
	case s.Time.Sub(now).Abs() > maxSkew:
		return nil, fmt.Errorf("it says that it is %s, and the clock here says %s", day(s.Time), day(now))
	}
	return s, nil
}

// request is a TimeStampReq (RFC 3161 §2.4.1).
func (t *TSA) request(digest, nonce []byte) ([]byte, error) {
	policy, err := parseOID(t.Policy)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			addHash(b, crypto.SHA256, true)
			b.AddASN1OctetString(digest)
		})
		if policy != nil {
			b.AddASN1ObjectIdentifier(policy)
		}
		b.AddASN1BigInt(new(big.Int).SetBytes(nonce))
		b.AddASN1Boolean(true)
	})
	return b.Bytes()
}

func parseOID(text string) (asn1.ObjectIdentifier, error) {
	if text == "" {
		return nil, nil
	}
	var out asn1.ObjectIdentifier
	for _, part := range strings.Split(text, ".") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("the policy %q is no object identifier such as 1.2.3", text)
		}
		out = append(out, n)
	}
	return out, nil
}

func (t *TSA) post(ctx context.Context, body []byte) ([]byte, error) {
	timeout := t.Timeout
	if timeout <= 0 {
		timeout = stampTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodPost, t.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/timestamp-query")
	request.Header.Set("Accept", "application/timestamp-reply")
	response, err := t.Client.Do(request)
	if errors.Is(limited.Err(), context.DeadlineExceeded) && err != nil {
		return nil, fmt.Errorf("no answer within %s", timeout)
	}
	if err != nil {
		return nil, err
	}
	defer response.Body.Close() //nolint:errcheck // what was read is judged below
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the answer is %s", plain(response.Status))
	}
	if kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type")); err != nil || kind != "application/timestamp-reply" {
		return nil, fmt.Errorf("the answer is no timestamp: its content type is %q", plain(response.Header.Get("Content-Type")))
	}
	out, err := io.ReadAll(io.LimitReader(response.Body, maxStamp+1))
	switch {
	case errors.Is(limited.Err(), context.DeadlineExceeded) && err != nil:
		return nil, fmt.Errorf("no whole answer within %s", timeout)
	case err != nil:
		return nil, fmt.Errorf("read the answer: %w", err)
	case len(out) > maxStamp:
		return nil, fmt.Errorf("the answer has more than %d bytes", maxStamp)
	}
	return out, nil
}

// statuses are the words for PKIStatus (RFC 3161 §2.4.2).
var statuses = []string{"granted", "granted with changes", "rejected", "waiting", "revocation warning", "revocation notification"}

// readResponse takes the token out of a TimeStampResp.
func readResponse(data []byte) ([]byte, error) {
	malformed := errors.New("the answer is malformed")
	input := cryptobyte.String(data)
	var response, info, texts cryptobyte.String
	var status int
	var hasTexts bool
	if !input.ReadASN1(&response, cbasn1.SEQUENCE) || !input.Empty() || !response.ReadASN1(&info, cbasn1.SEQUENCE) ||
		!info.ReadASN1Integer(&status) || !info.ReadOptionalASN1(&texts, &hasTexts, cbasn1.SEQUENCE) {
		return nil, malformed
	}
	if status != 0 && status != 1 {
		word := fmt.Sprintf("status %d", status)
		if status > 0 && status < len(statuses) {
			word = statuses[status]
		}
		var said cryptobyte.String
		if texts.ReadASN1(&said, cbasn1.UTF8String) {
			word += ": " + plain(string(said))
		}
		return nil, fmt.Errorf("the authority refused (%s)", word)
	}
	var token cryptobyte.String
	if !response.ReadASN1Element(&token, cbasn1.SEQUENCE) || !response.Empty() {
		return nil, malformed
	}
	return token, nil
}
