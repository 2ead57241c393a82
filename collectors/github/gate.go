package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"
)

// maxAnswer is how long an answer may be, in bytes. A full page of repositories has 1 MB.
const maxAnswer = 32 << 20

var (
	errSpent   = errors.New("the requests that the option max_requests allows are used up")
	errTooLong = fmt.Errorf("the answer has more than %d bytes", maxAnswer)
	errAway    = errors.New("the answer leads to another server")
)

// A gate is what every request of the API passes: it lets reads pass and nothing else, bounds how many are under way and how many are
// sent, signs them, and asks only for what has changed since the last audit. It may be used from several goroutines.
type gate struct {
	next  http.RoundTripper
	base  *url.URL
	slots chan struct{}
	limit int // how many may be sent; 0 is any number
	kept  *store
	// sign gives the token of a request that has none.
	sign func(ctx context.Context) (secret, error)

	mu          sync.Mutex
	spent       int // requests that count: GitHub takes none that nothing has changed since for one
	sent, unmod int
}

// tokenPath is where an app fetches its token: with the queries of GraphQL all that is sent and no GET.
var tokenPath = regexp.MustCompile(`^app/installations/[0-9]+/access_tokens$`)

// reads says whether a request changes nothing at GitHub, and goes there.
func (g *gate) reads(r *http.Request) bool {
	path, below := strings.CutPrefix(r.URL.Path, g.base.Path)
	ours := r.URL.Scheme == g.base.Scheme && r.URL.Host == g.base.Host
	switch r.Method {
	case http.MethodGet:
		return ours // a repository that was renamed is below its number
	case http.MethodPost:
		return ours && (below && tokenPath.MatchString(path) || r.URL.Path == graphURL(g.base) && queries(r))
	}
	return false
}

// RoundTrip implements http.RoundTripper.
func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	if !g.reads(r) {
		return nil, fmt.Errorf("%s %s is not sent: it is no read", r.Method, r.URL.Path)
	}
	r = r.Clone(r.Context())
	if r.Header.Get("Authorization") == "" {
		token, err := g.sign(r.Context())
		if err != nil {
			return nil, err
		}
		r.Header.Set("Authorization", "Bearer "+string(token))
	}
	r.Header.Set("Accept", "application/vnd.github+json")
	select {
	case g.slots <- struct{}{}:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	defer func() { <-g.slots }()
	if !g.spend() {
		return nil, errSpent
	}
	g.kept.ask(r)
	response, err := g.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if response.StatusCode == http.StatusForbidden && response.Header.Get("X-RateLimit-Remaining") != "0" {
		response.Header.Del("X-RateLimit-Reset") // that of another limit, which the client library would wait for
	}
	if response.Body = swallow(response); response.StatusCode == http.StatusNotModified {
		if response = g.kept.recall(r, response); response.StatusCode == http.StatusOK {
			g.refund()
		}
		return response, nil
	}
	g.kept.keep(r, response)
	return response, nil
}

func (g *gate) spend() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.limit > 0 && g.spent >= g.limit {
		return false
	}
	g.spent++
	g.sent++
	return true
}

func (g *gate) refund() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.spent--
	g.unmod++
}

// A swallowed body is one that was read already. Err is what it ends with.
type swallowed struct {
	*bytes.Reader
	text []byte
	err  error
}

func (s *swallowed) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err == io.EOF && s.err != nil {
		err = s.err
	}
	return n, err
}

func (*swallowed) Close() error { return nil }

// swallow reads the body of an answer while its slot is held.
func swallow(r *http.Response) *swallowed {
	text, err := io.ReadAll(io.LimitReader(r.Body, maxAnswer+1))
	_ = r.Body.Close() // what it says comes too late to matter
	if err == nil && len(text) > maxAnswer {
		text, err = nil, errTooLong
	}
	return &swallowed{Reader: bytes.NewReader(text), text: text, err: err}
}

// stay follows an answer that leads elsewhere on the same server, as after a repository was renamed.
func stay(r *http.Request, via []*http.Request) error {
	if len(via) > 3 {
		return errors.New("the answers lead in a circle")
	}
	if first := via[0].URL; r.URL.Host != first.Host || r.URL.Scheme != first.Scheme {
		return errAway
	}
	return nil
}

// transport is like the standard library's, with as many connections kept open as calls are under way.
func (c Config) transport() http.RoundTripper {
	if c.Transport != nil {
		return c.Transport
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost, t.ResponseHeaderTimeout = 2*c.Workers, c.Workers, 2*time.Minute
	return t
}
