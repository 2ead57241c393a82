package github

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	sdk "github.com/google/go-github/v60/github"

	"github.com/assize/assize/collectors"
)

// attempts is how often a call is tried that fails for no reason of its own.
const attempts = 3

// A client asks one server. It may be used from several goroutines.
type client struct {
	config Config
	server bool
	sdk    *sdk.Client
	gate   *gate
	sample *sampler // nil for an audit
	// everywhere is true when what the credential may do is the same in all repositories.
	everywhere bool

	mu     sync.Mutex
	counts map[string]*collectors.Coverage
	// shown are the endpoints that answered at least once, be it that there is none, in public repositories and in others; public
	// are the names of the public ones.
	shown  map[shownIn]bool
	public map[string]bool
}

func (c *Collector) client(o options, who credential, kept *store) *client {
	g := &gate{next: c.config.transport(), base: o.base, slots: make(chan struct{}, c.config.Workers), limit: o.requests, kept: kept}
	out := &client{
		config: c.config, server: o.server(), gate: g, everywhere: who.everywhere(), counts: map[string]*collectors.Coverage{}, shown: map[shownIn]bool{}, public: map[string]bool{},
		sdk: sdk.NewClient(&http.Client{Transport: g, CheckRedirect: stay}),
	}
	out.sdk.BaseURL, out.sdk.UserAgent = o.base, "assize"
	g.sign = func(context.Context) (secret, error) { return who.token, nil }
	if who.app != nil {
		g.sign = func(ctx context.Context) (secret, error) {
			return who.app.current(ctx, c.config.Now(), out.asApp(who.app))
		}
	}
	return out
}

// asApp returns what sends a request as the app itself.
func (c *client) asApp(a *app) func(ctx context.Context, method, path string, into any) error {
	return func(ctx context.Context, method, path string, into any) error {
		token, err := a.assertion(c.config.Now())
		if err != nil {
			return err
		}
		r, err := c.sdk.NewRequest(method, path, nil)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+string(token))
		_, err = c.sdk.Do(ctx, r, into)
		return err
	}
}

// A request names one call.
type request struct {
	// endpoint is its path as GitHub's description has it, for example "/orgs/{org}/hooks"; it has an entry in endpoints.
	endpoint string
	// args fill the braces, in order.
	args []string
	// query may be nil.
	query url.Values
	// document, when it is not nil, is a query of GraphQL; what says in words what it asks for.
	document *graphQuery
	what     string
}

// at makes a request.
func at(endpoint string, args ...string) request { return request{endpoint: endpoint, args: args} }

// with returns the request with one more parameter.
func (r request) with(name, value string) request {
	query := url.Values{}
	for key, values := range r.query {
		query[key] = values
	}
	query.Set(name, value)
	r.query = query
	return r
}

// path fills the braces; escape makes an argument part of a path.
func (r request) path(escape func(string) string) string {
	var b strings.Builder
	rest := r.endpoint
	for _, arg := range r.args {
		before, after, _ := strings.Cut(rest, "{")
		_, after, _ = strings.Cut(after, "}")
		b.WriteString(before + escape(arg))
		rest = after
	}
	return b.String() + rest
}

// call is what a gap says was called. The pages of a list are one call.
func (r request) call() string {
	if r.endpoint == graphqlOf {
		return strings.TrimSpace("POST /graphql " + r.what)
	}
	query := url.Values{}
	for key, values := range r.query {
		if key != "page" && key != "per_page" && key != "after" {
			query[key] = values
		}
	}
	text := "GET " + r.path(func(arg string) string { return arg })
	if len(query) > 0 {
		text += "?" + query.Encode()
	}
	return text
}

// An answer is one that GitHub gave with a status of success. Next is how the next page is asked for, nil at the last.
type answer struct {
	body json.RawMessage // nil when there is none
	next func(request) request
}

// send makes one call, again where that may help. Its error is a [*fault], or the context's.
func (c *client) send(ctx context.Context, r request) (answer, error) {
	var waited time.Duration
	if c.sample != nil && !c.sample.another(r.endpoint) {
		return answer{}, &fault{request: r, cause: collectors.NotRequested, detail: errSampled.Error()}
	}
	for try := 1; ; try++ {
		a, err := c.once(ctx, r)
		if ctx.Err() != nil {
			return answer{}, ctx.Err()
		}
		if err == nil {
			c.count(r, nil)
			return a, nil
		}
		wait, again := c.again(err, try)
		if r.document != nil && r.document.splits && tooMuch(err) {
			again = false
		}
		if !again || waited+wait > c.config.Patience {
			f := c.faultOf(r, err)
			c.count(r, f)
			return answer{}, f
		}
		waited += wait
		if err := c.config.Sleep(ctx, wait); err != nil {
			return answer{}, err
		}
	}
}

// once makes one attempt.
func (c *client) once(ctx context.Context, r request) (answer, error) {
	path := strings.TrimPrefix(r.path(url.PathEscape), "/")
	if len(r.query) > 0 {
		path += "?" + r.query.Encode()
	}
	method, body := http.MethodGet, any(nil)
	if r.document != nil {
		method, path, body = http.MethodPost, c.graphPath(), r.document
	}
	request, err := c.sdk.NewRequest(method, path, body)
	if err != nil {
		return answer{}, err
	}
	bounded, cancel := context.WithTimeout(ctx, c.config.Attempt)
	defer cancel()
	response, err := c.sdk.BareDo(bounded, request)
	if err != nil {
		return answer{}, err
	}
	text, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return answer{}, err
	case response.StatusCode == http.StatusNoContent:
		return answer{}, nil
	case !json.Valid(text):
		return answer{}, errGarbled
	case r.document != nil:
		return answer{body: text}, spentPoints(response, text)
	}
	return answer{body: text, next: following(response)}, nil
}

// following says how the page after this one is asked for. Of the link that GitHub gives only the place counts.
func following(r *sdk.Response) func(request) request {
	switch {
	case r.NextPage > 0:
		return func(q request) request { return q.with("page", strconv.Itoa(r.NextPage)) }
	case r.After != "":
		return func(q request) request { return q.with("after", r.After) }
	}
	return nil
}

// again says whether an attempt that failed is worth another one, and when.
func (c *client) again(err error, try int) (time.Duration, bool) {
	var primary *sdk.RateLimitError
	var secondary *sdk.AbuseRateLimitError
	var refused *sdk.ErrorResponse
	jitter := 1 + c.config.Jitter()
	switch {
	case errors.As(err, &primary):
		return max(primary.Rate.Reset.Sub(c.config.Now()), 0) + time.Duration(float64(time.Second)*jitter), try <= attempts
	case errors.As(err, &secondary) && secondary.RetryAfter != nil:
		return *secondary.RetryAfter + time.Duration(float64(time.Second)*jitter), try <= attempts
	case errors.As(err, &secondary):
		return time.Duration(try) * 30 * time.Second, try <= attempts
	case errors.Is(err, errSpent), errors.Is(err, errTooLong), errors.Is(err, errAway):
		return 0, false
	case errors.As(err, &refused):
		status := refused.Response.StatusCode
		if seconds, stated := retryAfter(refused.Response); stated && limited(refused) {
			return seconds + time.Duration(float64(time.Second)*jitter), try <= attempts
		}
		if status != http.StatusTooManyRequests && status < 500 || status == http.StatusNotImplemented {
			return 0, false
		}
	}
	return time.Duration(float64(try)*jitter*250) * time.Millisecond, try < attempts
}

// limited says whether a refusal is one of a limit that passes.
func limited(r *sdk.ErrorResponse) bool {
	status := r.Response.StatusCode
	return status == http.StatusTooManyRequests || status >= 500 || status == http.StatusForbidden && r.Response.Header.Get("Retry-After") != ""
}

func retryAfter(r *http.Response) (time.Duration, bool) {
	seconds, err := strconv.Atoi(r.Header.Get("Retry-After"))
	return time.Duration(seconds) * time.Second, err == nil && seconds >= 0
}

// count notes what became of a call, for the coverage.
func (c *client) count(r request, f *fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	service := endpoints[r.endpoint].service
	if c.counts[service] == nil {
		c.counts[service] = &collectors.Coverage{Service: service}
	}
	n := c.counts[service]
	n.Calls++
	switch {
	case f == nil || f.absent():
		c.noteShown(r)
	case f.says(http.StatusNotFound, "Branch not found"): // which shows nothing of what the token may see
	case f.cause == collectors.Denied:
		n.Denied++
	case f.cause == collectors.Throttled:
		n.Throttled++
	default:
		n.Failed++
	}
	if c.sample != nil {
		c.sample.note(r.endpoint, f)
	}
}
