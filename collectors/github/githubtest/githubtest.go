// Package githubtest is a stand-in for GitHub in tests: an HTTP server that answers with a small organisation, made of the
// examples in GitHub's own OpenAPI description, and holds every request against that description.
//
// It pages with Link headers, gives ETags and takes them, counts its limit of requests, and lets a test answer otherwise. It
// knows one credential, and asks for it.
package githubtest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Token is the one that the server takes.
const Token = "ghp_of_the_stand_in"

// limit is how many requests an hour the server takes, far more than a test sends.
const limit = 1_000_000

// An Answer is what a test has the server say instead.
type Answer struct {
	Status int
	Header map[string]string
	Body   string
	// Length, when above 0, is the Content-Length that is claimed: a longer one than the body's breaks the answer off.
	Length int
}

// T is what the server tells of requests that break the description: a testing.TB, or something like it.
type T interface {
	Helper()
	Error(args ...any)
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// A Server is the stand-in. Its exported fields are set before it is used.
type Server struct {
	// Instead may answer otherwise; nil, or a nil answer, means as ever. Endpoint is the path as the description has it.
	Instead func(endpoint string, r *http.Request) *Answer
	// Base is the path before all others, for a server of an enterprise: "/api/v3".
	Base string
	// Field may have a field of GraphQL, such as "Ref.branchProtectionRule", be null with an error; nil means as ever.
	Field func(field string, path []any) *GraphError
	// Reader has GraphQL answer as to one who may read and no more: what only administrators see is not there, without a word.
	Reader bool
	// Blind has GraphQL count nothing and show no protection, to administrators too, as to a token that may not see these.
	Blind bool
	// Unlimited has it say nothing of limits, as a server of an enterprise that has none.
	Unlimited bool
	// Takes is the token that it takes instead of Token.
	Takes string
	// Bares is a folder for the repositories that git is served; empty serves none. It takes a server that listens.
	Bares string
	// Latency is how long each answer takes.
	Latency time.Duration

	t     T
	paths map[string]map[string]operation

	mu       sync.Mutex
	bodies   map[string]any
	queries  map[string][]string // the paths of bodies with a query, by the path without; some of them may be gone
	statuses map[string]Answer
	asked    map[string]int
	commits  map[string][]Commit
	files    map[string]map[string]File
	releases map[string][]Release
	// linked are known to the identity provider, nil without one; enterprises are above.
	linked      []string
	enterprises connection
	// documents are the queries of GraphQL.
	documents []string
	billed    int
	points    int
	gits      int
	bares     map[string]func() error
	under     int
	most      int
}

// New returns a server with nothing in it but what the description demands of every request. Fill it with Set.
func New(t T) *Server {
	t.Helper()
	s := &Server{t: t, bodies: map[string]any{}, queries: map[string][]string{}, statuses: map[string]Answer{}, asked: map[string]int{}, commits: map[string][]Commit{}, files: map[string]map[string]File{}, releases: map[string][]Release{}, bares: map[string]func() error{}}
	var err error
	if s.paths, err = pathsOf(); err != nil {
		t.Fatal(err)
	}
	return s
}

// Set has the server answer a path, with the query that matters ("?filter=2fa_disabled"), with a body: an object, a list, or an
// object with one list, which is paged. Nil is the answer 204.
func (s *Server) Set(path string, body any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies[path] = body
	delete(s.statuses, path)
	if at, _, is := strings.Cut(path, "?"); is && !slices.Contains(s.queries[at], path) {
		s.queries[at] = append(slices.Clone(s.queries[at]), path)
	}
}

// Refuse has the server answer a path with a status and a message of GitHub's.
func (s *Server) Refuse(path string, status int, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.bodies, path)
	s.statuses[path] = Refusal(status, message)
}

// Refusal is a refusal in GitHub's form.
func Refusal(status int, message string) Answer {
	text, _ := json.Marshal(map[string]string{"message": message, "documentation_url": "https://docs.github.com/rest"}) // texts always encode
	return Answer{Status: status, Body: string(text)}
}

// Asked says how often each endpoint was asked, and Billed how many requests counted, since the last Reset. Most is how many
// were under way at the same time.
func (s *Server) Asked() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.asked)
}

// Points are what the documents of GraphQL cost since the last Reset, of which GitHub allows a person 5,000 in an hour.
func (s *Server) Points() int { s.mu.Lock(); defer s.mu.Unlock(); return s.points }

// Billed counts the requests that GitHub would count.
func (s *Server) Billed() int { s.mu.Lock(); defer s.mu.Unlock(); return s.billed }

// Most is how many requests were under way at the same time.
func (s *Server) Most() int { s.mu.Lock(); defer s.mu.Unlock(); return s.most }

// Reset sets all counts back to nothing.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked, s.billed, s.points, s.gits, s.most = map[string]int{}, 0, 0, 0, 0
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.under++
	s.most = max(s.most, s.under)
	s.mu.Unlock()
	defer func() { s.mu.Lock(); s.under--; s.mu.Unlock() }()
	if s.Latency > 0 {
		timer := time.NewTimer(s.Latency)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
			return
		}
	}
	if gitPath(r.URL.Path) {
		s.git(w, r)
		return
	}
	path, below := strings.CutPrefix(r.URL.EscapedPath(), s.Base)
	endpoint := s.endpoint(path)
	if s.isGraphQL(r) {
		path, below, endpoint = GraphQL, true, GraphQL
	}
	if !below || endpoint == "" {
		s.t.Errorf("the description has no path %s", r.URL.EscapedPath())
		s.write(w, r, Refusal(404, "Not Found"), true)
		return
	}
	if endpoint != GraphQL {
		s.hold(endpoint, r)
	}
	s.mu.Lock()
	s.asked[endpoint]++
	s.mu.Unlock()
	if s.Instead != nil {
		if a := s.Instead(endpoint, r); a != nil {
			s.write(w, r, *a, true)
			return
		}
	}
	if r.Header.Get("Authorization") != "Bearer "+cmp.Or(s.Takes, Token) {
		s.write(w, r, Refusal(401, "Bad credentials"), true)
		return
	}
	if endpoint == GraphQL {
		s.graphql(w, r)
		return
	}
	s.serve(w, r, path)
}

// serve answers a path from what was set.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, path string) {
	plain, err := url.PathUnescape(path)
	if err != nil {
		s.write(w, r, Refusal(400, "Bad Request"), true)
		return
	}
	s.mu.Lock()
	body, found := s.bodies[plain]
	refusal, refused := s.statuses[plain]
	best := 0
	for _, key := range s.queries[plain] { // the one whose query says most, and nothing else than the request
		_, query, _ := strings.Cut(key, "?")
		one, there := s.bodies[key]
		if want, _ := url.ParseQuery(query); there && len(want) > best && covers(r.URL.Query(), want) {
			body, found, refused, best = one, true, false, len(want)
		}
	}
	body = s.withParents(body, plain, r.URL.Query())
	if branch := s.branch(plain); branch != nil && !found && !refused {
		body, found = branch, true
	}
	s.mu.Unlock()
	switch {
	case refused:
		s.write(w, r, refusal, true)
	case !found:
		s.write(w, r, Refusal(404, "Not Found"), true)
	case body == nil:
		s.write(w, r, Answer{Status: 204}, true)
	default:
		s.page(w, r, body)
	}
}

func covers(have, want url.Values) bool {
	for name := range want {
		if have.Get(name) != want.Get(name) {
			return false
		}
	}
	return true
}

// page writes the page of a body that the request asks for.
func (s *Server) page(w http.ResponseWriter, r *http.Request, body any) {
	per, page := 30, 1
	query := r.URL.Query()
	if n, err := strconv.Atoi(query.Get("per_page")); err == nil {
		per = n
	}
	parameters := s.paths[s.endpoint(strings.TrimPrefix(r.URL.EscapedPath(), s.Base))]["get"].Parameters
	takes := func(name string) bool {
		return slices.ContainsFunc(parameters, func(p parameter) bool { return p.Name == name })
	}
	key := "page"
	if takes("after") && !takes("page") {
		key = "after"
	}
	if n, err := strconv.Atoi(query.Get(key)); err == nil {
		page = n
	}
	list, _ := body.([]any)
	wrapped := ""
	if object, is := body.(map[string]any); is && object["total_count"] != nil {
		for name, value := range object {
			if inner, is := value.([]any); is {
				list, wrapped = inner, name
			}
		}
	}
	header := map[string]string{}
	if list != nil {
		from, to := min((page-1)*per, len(list)), min(page*per, len(list))
		if to < len(list) {
			next := *r.URL
			query.Set(key, strconv.Itoa(page+1))
			next.RawQuery = query.Encode()
			next.Scheme, next.Host = "https", "elsewhere.example" // nobody may follow it
			header["Link"] = fmt.Sprintf("<%s>; rel=\"next\"", next.String())
		}
		part := list[from:to]
		if part == nil {
			part = []any{}
		}
		if wrapped == "" {
			body = part
		} else {
			body = map[string]any{"total_count": len(list), wrapped: part}
		}
	}
	text, err := json.Marshal(body)
	if err != nil {
		s.t.Error(err)
	}
	sum := sha256.Sum256(text)
	header["ETag"] = `W/"` + hex.EncodeToString(sum[:8]) + `"`
	if r.Header.Get("If-None-Match") == header["ETag"] {
		s.write(w, r, Answer{Status: 304, Header: header}, false)
		return
	}
	s.write(w, r, Answer{Status: 200, Header: header, Body: string(text)}, true)
}

// write writes an answer; bill says whether the request counts.
func (s *Server) write(w http.ResponseWriter, _ *http.Request, a Answer, bill bool) {
	s.mu.Lock()
	if bill {
		s.billed++
	}
	left := limit - s.billed
	s.mu.Unlock()
	header := w.Header()
	header.Set("Content-Type", "application/json; charset=utf-8")
	if !s.Unlimited {
		header.Set("X-RateLimit-Limit", strconv.Itoa(limit))
		header.Set("X-RateLimit-Remaining", strconv.Itoa(left))
		header.Set("X-RateLimit-Reset", "4102444800") // in 2100
	}
	for name, value := range a.Header {
		if value == "" {
			header.Del(name)
			continue
		}
		header.Set(name, value)
	}
	if a.Length > 0 {
		header.Set("Content-Length", strconv.Itoa(a.Length))
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write([]byte(a.Body)) // the other side may be gone
}
