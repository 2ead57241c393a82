// Package github reads a GitHub organisation, or single repositories, through GitHub's public API: the organisation's
// settings, its people and what has access to it, and of each repository how it is protected.
//
// It only reads, and cannot do otherwise: one gate lets nothing pass but GET, queries of GraphQL, and the two calls that
// fetch a token for an app (gate.go); beside it git fetches files, and is asked for nothing else (clone.go). What GitHub
// does not answer, or answers with something that cannot be its answer, is a gap that names the permission that would close
// it; "not configured" is a fact. GitHub answers "not found" to those who may not see, so that is never taken for "there is
// none", but where the text of the answer says so (fault.go). Answers are decoded here, item by item: the client library
// gives up a list for one item that it does not know, and takes what is left out for false.
//
// One table (table.go) lists what is read, once for the organisation or for each repository; another (endpoint.go) what
// each call takes. What nobody asked for is not fetched.
package github

import (
	"cmp"
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"time"

	"github.com/assize/assize/collectors"
)

// Config says how the collector reaches GitHub. With the clock alone it is what users get.
type Config struct {
	// Transport carries the calls; nil is one like the standard library's.
	Transport http.RoundTripper
	// Env gives the variables of the environment; nil is that of the process.
	Env func(string) string
	// CacheDir is a private folder that keeps answers from one audit to the next; empty means none.
	CacheDir string
	// Now is the clock, for tokens of an app and for limits. It must be given.
	Now func() time.Time
	// Sleep waits, or until ctx ends; nil does just that. Jitter is a number below 1 by which waiting is longer; nil is random.
	Sleep  func(ctx context.Context, d time.Duration) error
	Jitter func() float64
	// Attempt bounds one attempt, Patience how long a call waits for a limit to pass; 0 is 30 s and 2 min.
	Attempt, Patience time.Duration
	// Workers is how many calls are under way at the same time; 0 is 16.
	Workers int
	// Pages is how many pages of one list are read; 0 is 10,000.
	Pages int

	// git is where git is asked, for tests whose transport stands for GitHub itself; nil is where the server has it.
	git *url.URL
}

func (c Config) filled() Config {
	c.Workers, c.Pages = cmp.Or(c.Workers, 16), cmp.Or(c.Pages, 10_000)
	c.Attempt, c.Patience = cmp.Or(c.Attempt, 30*time.Second), cmp.Or(c.Patience, 2*time.Minute)
	if c.Env == nil {
		c.Env = os.Getenv
	}
	if c.Jitter == nil {
		c.Jitter = rand.Float64
	}
	if c.Sleep == nil {
		c.Sleep = sleep
	}
	return c
}

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Collector reads targets of the scheme github. It may be used for several targets at the same time.
type Collector struct{ config Config }

// New returns the collector.
func New(c Config) *Collector { return &Collector{config: c.filled()} }

// Describe implements collectors.Collector.
func (*Collector) Describe() collectors.Description {
	var kinds []string
	for _, e := range table() {
		kinds = append(kinds, e.kinds...)
	}
	slices.Sort(kinds)
	return collectors.Description{
		Name:    "github",
		Version: "1",
		Schemes: []collectors.Scheme{{
			Name: "github", Example: "github:ORG", Help: "a GitHub organisation, or repositories of one owner: github:OWNER/REPO,REPO",
			Options: []string{"app", "app_key", "base_url", "deep", "graphql", "max_requests", "only", "skip"},
		}},
		Kinds: slices.Compact(kinds), Frugal: true,
		Options: map[string]string{
			"app":          "the number or client id of a GitHub App to sign in as, with app_key",
			"app_key":      "the file with the private key of the app (PEM)",
			"base_url":     "the API of a GitHub Enterprise Server, for example https://ghe.example.org/api/v3",
			"deep":         "true also reads " + deeply + " of an organisation's repositories (default: of single ones alone)",
			"graphql":      "false asks GitHub's REST API alone, and git: more requests, and how changes came, releases and sign-on stay open (default: true)",
			"only":         "the services to read, by commas, for example \"branch protection,webhooks\" (default: all)",
			"skip":         "the services to leave out, by commas",
			"max_requests": "how many requests are sent at most; what is left then is unknown",
		},
	}
}

// Collect implements collectors.Collector.
func (c *Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	_, err := c.visit(ctx, t, sink, nil)
	return err
}
