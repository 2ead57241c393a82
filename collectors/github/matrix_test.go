package github

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
	"github.com/assize/assize/collectors/github/githubtest"
)

// A trouble is one way in which an endpoint fails.
type trouble struct {
	answer githubtest.Answer
	// causes are what it may be taken for.
	causes []collectors.Cause
	// slow has the answer come too late.
	slow bool
	// objects is true for what is no answer but from an endpoint that answers with an object, lists from one with a list.
	objects, lists bool
}

// refused is a refusal with headers, given as pairs.
func refused(status int, message string, header ...string) githubtest.Answer {
	a := githubtest.Refusal(status, message)
	a.Header = map[string]string{}
	for i := 0; i < len(header); i += 2 {
		a.Header[header[i]] = header[i+1]
	}
	return a
}

func troubles() map[string]trouble {
	denied, failed := []collectors.Cause{collectors.Denied}, []collectors.Cause{collectors.Failed}
	slowly := []collectors.Cause{collectors.Throttled}
	body := func(status int, text string) githubtest.Answer { return githubtest.Answer{Status: status, Body: text} }
	return map[string]trouble{
		"401":                {answer: refused(401, "Bad credentials"), causes: denied},
		"403":                {answer: refused(403, "Resource not accessible by personal access token"), causes: denied},
		"403 SSO":            {answer: refused(403, "Resource protected by organization SAML enforcement.", "X-GitHub-SSO", "required; url=https://github.com/x"), causes: denied},
		"403 plan":           {answer: refused(403, "Upgrade to GitHub Pro or make this repository public to enable this feature."), causes: []collectors.Cause{collectors.PlanLimit}},
		"403 primary limit":  {answer: refused(403, "API rate limit exceeded for user ID 1.", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "1600000000"), causes: slowly},
		"403 secondary":      {answer: githubtest.Answer{Status: 403, Body: `{"message":"You have exceeded a secondary rate limit.","documentation_url":"https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits"}`}, causes: slowly},
		"403 of a proxy":     {answer: body(403, "<html>no</html>"), causes: failed},
		"404":                {answer: refused(404, "Not Found"), causes: []collectors.Cause{collectors.NotFoundAmbiguous}},
		"429":                {answer: refused(429, "Too many requests", "Retry-After", "3"), causes: slowly},
		"500":                {answer: refused(500, "Server Error"), causes: failed},
		"502 of a proxy":     {answer: body(502, "<html>bad gateway</html>"), causes: failed},
		"504":                {answer: refused(504, "timeout"), causes: []collectors.Cause{collectors.Timeout}},
		"202":                {answer: body(202, "{}"), causes: failed},
		"304 unasked":        {answer: body(304, ""), causes: failed},
		"200 of a proxy":     {answer: body(200, "<html>please sign in</html>"), causes: failed},
		"200 null":           {answer: body(200, "null"), causes: failed},
		"200 another object": {answer: body(200, `{"portal":"please sign in"}`), causes: []collectors.Cause{collectors.Failed, collectors.NotFoundAmbiguous}},
		"200 text items":     {answer: body(200, `["a"]`), causes: failed},
		"broken off":         {answer: githubtest.Answer{Status: 200, Body: `[{"id":`, Length: 4000}, causes: failed},
		"no answer":          {slow: true, causes: []collectors.Cause{collectors.Timeout}},
		"away":               {answer: githubtest.Answer{Status: 302, Header: map[string]string{"Location": "https://elsewhere.example/"}}, causes: failed},
	}
}

// TestMatrix has each endpoint fail in each way: what the clean visit told is told again, or has a gap that says why not, and
// nothing is told that is not so.
func TestMatrix(t *testing.T) {
	for _, address := range []string{"acme", "acme/good"} {
		server, narrow := githubtest.Acme(t), narrowed{}
		clean := narrow.clean(t, address, "")
		server.Reset()
		if _, err := visitOf(t, asking(server), target(address)); err != nil {
			t.Fatal(err)
		}
		entrance := map[string]string{"acme": orgOf, "acme/good": repoOf}[address]
		cases := 0
		for _, endpoint := range server.Endpoints() {
			if server.Asked()[endpoint] == 0 || endpoint == entrance {
				continue
			}
			refused, gone := troubles()["403"], troubles()["404"]
			touched := touchedBy(t, clean, address, answering(endpoint, refused), answering(endpoint, gone))
			for name, trouble := range troubles() {
				cases++
				before := clean
				if name != "403" && name != "404" {
					before = narrow.clean(t, address, touched)
				}
				t.Run(address+" "+endpoint+" "+name, func(t *testing.T) { inTrouble(t, before, endpoint, name, trouble) })
			}
		}
		t.Logf("%s: %d cases", address, cases)
		if cases < 300 {
			t.Errorf("only %d cases", cases)
		}
	}
}

// A cleanVisit is one that nothing troubled, of those services that it names.
type cleanVisit struct {
	snapshot *collectors.Snapshot
	target   collectors.Target
	facts    map[[2]string]any // of each resource
}

// narrowed are clean visits by the services that they read.
type narrowed map[string]*cleanVisit

// clean visits an address without trouble, once for each list of services; "" is all of them.
func (n narrowed) clean(t *testing.T, address, services string) *cleanVisit {
	t.Helper()
	if n[services] != nil {
		return n[services]
	}
	to := target(address)
	if services != "" {
		to = target(address, "only", services)
	}
	n[services] = cleanOf(t, snapshotOf(t, asking(githubtest.Acme(t)), to))
	n[services].target = to
	return n[services]
}

// cleanOf has the facts of a snapshot taken apart.
func cleanOf(t *testing.T, s *collectors.Snapshot) *cleanVisit {
	t.Helper()
	out := &cleanVisit{snapshot: s, facts: map[[2]string]any{}}
	for _, r := range s.Resources {
		var facts any
		if err := json.Unmarshal(r.JSON, &facts); err != nil {
			t.Fatal(err)
		}
		out.facts[[2]string{r.Kind, r.ID}] = facts
	}
	return out
}

// touchedBy are the services, as the option only has them, of which a whole visit tells something else when the stand-in is in one of
// these troubles: it is they that are read with each of the others, so that a thousand cases need not read everything. It is "" for
// all of them where no service tells something else: then what is told comes about in another way.
func touchedBy(t *testing.T, clean *cleanVisit, address string, troubles ...func(*githubtest.Server)) string {
	t.Helper()
	touched := map[string]bool{}
	for _, trouble := range troubles {
		s := githubtest.Acme(t)
		trouble(s)
		broken, err := visitOf(t, asking(s), target(address))
		if err != nil {
			t.Fatal(err)
		}
		there := map[[2]string]string{}
		for _, r := range broken.Resources {
			there[[2]string{r.Kind, r.ID}] = string(r.JSON)
		}
		for _, r := range clean.snapshot.Resources {
			touched[r.Kind] = touched[r.Kind] || there[[2]string{r.Kind, r.ID}] != string(r.JSON)
		}
		for _, g := range broken.Gaps {
			touched[g.Kind] = touched[g.Kind] || !slices.Contains(clean.snapshot.Gaps, g)
		}
	}
	var services []string
	for _, e := range table() {
		if slices.ContainsFunc(e.kinds, func(kind string) bool { return touched[kind] }) {
			services = append(services, e.service)
		}
	}
	return strings.Join(services, ",")
}

// answering has an endpoint answer as in a trouble.
func answering(endpoint string, trouble trouble) func(*githubtest.Server) {
	return func(s *githubtest.Server) {
		s.Instead = func(at string, r *http.Request) *githubtest.Answer {
			if at != endpoint {
				return nil
			}
			if trouble.slow {
				<-r.Context().Done()
				return &githubtest.Answer{Status: 200, Body: "[]"}
			}
			a := trouble.answer
			return &a
		}
	}
}

func inTrouble(t *testing.T, clean *cleanVisit, endpoint, name string, trouble trouble) {
	t.Parallel()
	server := githubtest.Acme(t)
	answering(endpoint, trouble)(server)
	config := asking(server)
	if trouble.slow {
		config.Attempt = 20 * time.Millisecond
	}
	broken, err := visitOf(t, config, clean.target)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range collectortest.Verify(broken) {
		t.Error(err)
	}
	for _, problem := range compare(t, clean, broken) {
		if name == "404" && endpoint == immutableOf && strings.Contains(problem, "immutable_releases was true and is false") {
			return // who may see that alerts are on may see these, and GitHub answers 404 where they are off
		}
		t.Error(problem)
	}
	found := 0
	for _, g := range broken.Gaps {
		if slices.Contains(trouble.causes, g.Cause) {
			found++
		}
	}
	if found == 0 && !slices.Contains(sparing, endpoint) {
		t.Errorf("no gap has one of the causes %v: %+v", trouble.causes, broken.Gaps)
	}
}

// sparing are the endpoints that only spare what else is asked of each repository.
var sparing = []string{orgRunnerReposOf, orgImmutableOf, orgImmutablesOf}

// compare returns what a visit in trouble told falsely.
func compare(t *testing.T, clean *cleanVisit, broken *collectors.Snapshot) []string {
	t.Helper()
	var problems []string
	there := map[[2]string]collectors.Resource{}
	for _, r := range broken.Resources {
		there[[2]string{r.Kind, r.ID}] = r
	}
	for _, before := range clean.snapshot.Resources {
		key := [2]string{before.Kind, before.ID}
		after, found := there[key]
		delete(there, key)
		if !found {
			if !listedGap(broken, before) {
				problems = append(problems, fmt.Sprintf("%s %s is gone without a gap", before.Kind, before.ID))
			}
			continue
		}
		unread := map[string]bool{}
		for _, g := range broken.Gaps {
			if g.Kind == before.Kind && g.Resource == before.ID {
				unread[g.Path] = true
			}
		}
		if string(before.JSON) == string(after.JSON) {
			continue
		}
		var b any
		if json.Unmarshal(after.JSON, &b) != nil {
			t.Fatal("a resource is no JSON")
		}
		problems = append(problems, differ(before.Kind+" "+before.ID, nil, clean.facts[key], b, unread)...)
	}
	for key := range there {
		problems = append(problems, fmt.Sprintf("%s %s was not there before", key[0], key[1]))
	}
	return problems
}

// listedGap says whether a gap says that the kind of a resource could not be listed where it is.
func listedGap(s *collectors.Snapshot, r collectors.Resource) bool {
	return slices.ContainsFunc(s.Gaps, func(g collectors.Gap) bool {
		return g.Kind == r.Kind && g.Resource == "" && (g.Region == "" || strings.HasPrefix(strings.ToLower(r.ID), strings.ToLower(g.Region)))
	})
}

// listsOf are two values that are both lists.
func listsOf(a, b any) ([]any, []any) {
	one, isOne := a.([]any)
	other, isOther := b.([]any)
	if !isOne || !isOther {
		return nil, nil
	}
	return one, other
}

// differ returns where facts are others than before, and have no gap.
func differ(where string, path collectors.Path, before, after any, unread map[string]bool) []string {
	if unread[path.String()] {
		return nil
	}
	a, isA := before.(map[string]any)
	b, isB := after.(map[string]any)
	if isA && isB {
		var out []string
		for _, key := range sortedKeys(a) {
			at := append(slices.Clone(path), key)
			if _, there := b[key]; !there && !unread[at.String()] {
				out = append(out, fmt.Sprintf("%s: %s is missing without a gap", where, at))
				continue
			}
			out = append(out, differ(where, at, a[key], b[key], unread)...)
		}
		return out
	}
	if a, b := listsOf(before, after); len(a) > 0 && len(a) == len(b) {
		var out []string
		for i := range a {
			out = append(out, differ(where, append(slices.Clone(path), i), a[i], b[i], unread)...)
		}
		return out
	}
	if !reflect.DeepEqual(before, after) {
		return []string{fmt.Sprintf("%s: %s was %v and is %v", where, path, before, after)}
	}
	return nil
}
