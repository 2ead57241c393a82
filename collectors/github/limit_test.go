package github

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestWarm: nothing has changed since, so that nothing is billed, and the same is told.
func TestWarm(t *testing.T) {
	s := githubtest.Acme(t)
	c := asking(s)
	c.CacheDir = t.TempDir()
	cold := snapshotOf(t, c, target("acme"))
	asked := s.Billed()
	s.Reset()
	warm := snapshotOf(t, c, target("acme"))
	refusals := 0
	for _, path := range []string{vulnerabilityOf, protectionOf, analysesOf} { // 204 and 404 have no tag
		refusals += s.Asked()[path]
	}
	refusals += s.Asked()[orgLeakAlertsOf] // never kept
	if s.Billed() > refusals || s.Billed() >= asked/2 {
		t.Errorf("%d requests were billed, %d of them have no tag; %d were when nothing was known", s.Billed(), refusals, asked)
	}
	t.Logf("billed: %d cold, %d warm", asked, s.Billed())
	if diff := cmp.Diff(texts(cold), texts(warm)); diff != "" {
		t.Errorf("the second visit told something else:\n%s", diff)
	}

	// What changed is seen, and nobody else reads what was kept.
	s.Set("/repos/acme/good/environments", githubtest.Object{"total_count": 0, "environments": []any{}})
	for _, r := range snapshotOf(t, c, target("acme")).Resources {
		if r.Kind == "github.environment" {
			t.Errorf("%s is told, although it is gone", r.ID)
		}
	}
	c.Env = variables(map[string]string{"GITHUB_TOKEN": "another"})
	if _, err := visitOf(t, c, target("acme")); err == nil {
		t.Error("another token got answers")
	}
	files, _ := filepath.Glob(filepath.Join(c.CacheDir, "github", "*"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || strings.Contains(string(text), "acme") {
			t.Errorf("%s can be read by anybody: %v", file, err)
		}
		if err := os.WriteFile(file, append(text[:len(text)/2], 'x'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c.Env = asking(s).Env
	snapshotOf(t, c, target("acme")) // a damaged file is none
}

func texts(s *collectors.Snapshot) []string {
	var out []string
	for _, r := range s.Resources {
		out = append(out, string(r.JSON))
	}
	return out
}

// TestMaxRequests: the visit ends in good order, what is left is unknown, and the next one goes on from there.
func TestMaxRequests(t *testing.T) {
	s := githubtest.Many(t, 30)
	c := asking(s)
	c.CacheDir = t.TempDir()
	whole := len(snapshotOf(t, asking(s), target("acme")).Gaps)
	last := 1 << 30
	for try := 1; ; try++ {
		s.Reset()
		snapshot := snapshotOf(t, c, target("acme", "max_requests", "120"))
		if s.Billed() > 120 {
			t.Fatalf("%d requests were billed", s.Billed())
		}
		left := 0
		for _, g := range snapshot.Gaps {
			if g.Cause == collectors.Throttled && strings.Contains(g.Needs, "max_requests") {
				left++
			}
		}
		if left == 0 {
			if len(snapshot.Gaps) != whole {
				t.Errorf("%d gaps at the end, %d without a limit", len(snapshot.Gaps), whole)
			}
			t.Logf("whole after %d visits", try)
			return
		}
		if left >= last || try > 9 {
			t.Fatalf("visit %d left %d gaps, the one before %d", try, left, last)
		}
		last = left
	}
}

// TestRetryAfter: everybody waits as long as GitHub says, and the call succeeds.
func TestRetryAfter(t *testing.T) {
	for name, answer := range map[string]githubtest.Answer{
		"429":            refused(429, "slow down", "Retry-After", "7"),
		"403":            refused(403, "You have exceeded a secondary rate limit", "Retry-After", "7"),
		"503":            refused(503, "Service Unavailable", "Retry-After", "7"),
		"500, no header": refused(500, "Server Error"),
	} {
		t.Run(name, func(t *testing.T) {
			s := githubtest.Acme(t)
			var mu sync.Mutex
			times, waited := 0, time.Duration(0)
			s.Instead = func(endpoint string, _ *http.Request) *githubtest.Answer {
				mu.Lock()
				defer mu.Unlock()
				if endpoint == installationsOf {
					if times++; times == 1 {
						return &answer
					}
				}
				return nil
			}
			c := asking(s)
			c.Sleep = func(ctx context.Context, d time.Duration) error {
				mu.Lock()
				defer mu.Unlock()
				waited += d
				return ctx.Err()
			}
			snapshot := snapshotOf(t, c, target("acme"))
			factsOf(t, snapshot, "github.app_installation", "acme/github-actions")
			if seven := strings.HasPrefix(name, "500"); !seven && waited < 7*time.Second || waited == 0 {
				t.Errorf("waited %s", waited)
			}
		})
	}
}

// TestAtOnce bounds how many requests are under way, and what an audit of many repositories takes: time, requests, memory.
func TestAtOnce(t *testing.T) {
	n := 200
	if os.Getenv("ASSIZE_FIGURES") != "" {
		n = 1000
	}
	s := githubtest.Many(t, n)
	snapshotOf(t, asking(s), target("acme"))
	sent := 0
	for _, times := range s.Asked() {
		sent += times
	}
	s.Reset()
	s.Latency = 30 * time.Millisecond
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now()
	snapshot, err := visitOf(t, asking(s), target("acme"))
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	ideal := s.Latency * time.Duration(sent) / 16
	t.Logf("%d repositories, %d resources: %d requests, %.1f per repository; %s, %.2f times %s; heap +%d MB; at most %d at once", n, len(snapshot.Resources),
		sent, float64(sent)/float64(n), took.Round(time.Millisecond), float64(took)/float64(ideal), ideal.Round(time.Millisecond),
		int64(after.HeapSys-before.HeapSys)>>20, s.Most())
	if s.Most() > 16 {
		t.Errorf("%d requests at once", s.Most())
	}
	if os.Getenv("ASSIZE_FIGURES") != "" && took > ideal*3/2 {
		t.Errorf("it took %s, 1.5 times the ideal is %s", took, ideal*3/2)
	}
}

func TestCannotEnter(t *testing.T) {
	for _, c := range []struct {
		name, address string
		options       []string
		env           map[string]string
		want, hint    string
	}{
		{"no token", "acme", nil, nil, "there is no token for github.com", "GITHUB_TOKEN"},
		{"wrong token", "acme", nil, map[string]string{"GITHUB_TOKEN": "x"}, "Bad credentials", "expired"},
		{"no such organisation", "nobody", nil, map[string]string{"GH_TOKEN": githubtest.Token}, "HTTP status 404", "is the name right"},
		{"no such repository", "acme/nothing", nil, map[string]string{"GH_TOKEN": githubtest.Token}, "HTTP status 404", "is the name right"},
		{"no name", "-", nil, nil, "no name of an owner", "github:ORG"},
		{"no repository's name", "acme/a b", nil, nil, "no name of a repository", "github:OWNER/REPO"},
		{"a token for another server", "acme", []string{"base_url", "https://ghe.example/api/v3"}, map[string]string{"GITHUB_TOKEN": githubtest.Token}, "nothing says that credentials may be sent to ghe.example", "GH_HOST"},
		{"in the clear", "acme", []string{"base_url", "http://ghe.example/"}, nil, "in the clear", "https://"},
		{"half an app", "acme", []string{"app", "1"}, nil, "one is missing", "private key"},
		{"an app without a file", "acme", []string{"app", "1", "app_key", "/nowhere.pem"}, nil, "read the key of the app", ".pem"},
		{"no number", "acme", []string{"max_requests", "0"}, nil, "no number above 0", "4000"},
		{"no option", "acme", []string{"speed", "1"}, nil, "no option", "base_url"},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := asking(githubtest.Acme(t))
			config.Env = variables(c.env)
			_, err := visitOf(t, config, target(c.address, c.options...))
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) || !strings.Contains(usage.Hint, c.hint) {
				t.Errorf("%v\nwant %q with a hint of %q", err, c.want, c.hint)
			}
			if err != nil && strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), githubtest.Token) {
				t.Error("the error shows the token")
			}
		})
	}
}

func TestEnterpriseServer(t *testing.T) {
	s := githubtest.Acme(t)
	s.Base = "/api/v3"
	c := asking(s)
	c.Env = variables(map[string]string{"GH_HOST": "ghe.example", "GH_ENTERPRISE_TOKEN": githubtest.Token, "GITHUB_TOKEN": "of github.com"})
	s.Refuse("/repos/acme/bad/private-vulnerability-reporting", 404, "Not Found")
	snapshot := snapshotOf(t, c, target("acme", "base_url", "https://ghe.example/api/v3"))
	info := snapshot.Targets[0]
	if info.ID != "github:ghe.example/acme" || info.Options["endpoint"] != "https://ghe.example/api/v3/" {
		t.Errorf("%q at %q", info.ID, info.Options["endpoint"])
	}
	if cause := gapsOf(snapshot, "github.repository", "acme/bad")["security.private_vulnerability_reporting"]; cause != collectors.Unsupported {
		t.Errorf("what a server lacks has the cause %q", cause)
	}
}

func TestTokenOfGh(t *testing.T) {
	folder := t.TempDir()
	hosts := "github.com:\n    user: ada\n    oauth_token: " + githubtest.Token + "\n    git_protocol: https\n"
	if err := os.WriteFile(filepath.Join(folder, "hosts.yml"), []byte(hosts), 0o600); err != nil {
		t.Fatal(err)
	}
	c := asking(githubtest.Acme(t))
	c.Env = variables(map[string]string{"GH_CONFIG_DIR": folder})
	snapshotOf(t, c, target("acme"))
}

// keyOfApp is a file with a private key for an app.
func keyOfApp(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "app.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestApp signs in as an app; its token is renewed before it runs out.
func TestApp(t *testing.T) {
	file := keyOfApp(t)
	s := githubtest.Acme(t)
	c := asking(s)
	c.Env = variables(nil)
	var mu sync.Mutex
	now, tokens := time.Now(), 0
	c.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now }
	s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
		mu.Lock()
		defer mu.Unlock()
		signed := strings.Count(r.Header.Get("Authorization"), ".") == 2
		switch endpoint {
		case "/orgs/{org}/installation":
			if !signed {
				t.Error("the installation is asked for without the app's own token")
			}
			return &githubtest.Answer{Status: 200, Body: `{"id":5}`}
		case "/app/installations/{installation_id}/access_tokens":
			tokens++
			return &githubtest.Answer{Status: 201, Body: fmt.Sprintf(`{"token":%q,"expires_at":%q}`, githubtest.Token, now.Add(time.Hour).UTC().Format(time.RFC3339))}
		case reposOf:
			now = now.Add(58 * time.Minute)
		}
		return nil
	}
	snapshotOf(t, c, target("acme", "app", "12345", "app_key", file))
	if tokens != 2 {
		t.Errorf("%d tokens were fetched, want one and another before it ran out", tokens)
	}
}

// TestNothingIsWritten: the gate lets nothing pass but reads of one server.
func TestNothingIsWritten(t *testing.T) {
	c := New(asking(githubtest.Acme(t)))
	o, err := c.parseOptions(nil)
	if err != nil {
		t.Fatal(err)
	}
	g := c.client(o, credential{token: githubtest.Token}, nil).gate
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "HEAD"} {
		r, _ := http.NewRequest(method, "https://api.github.com/orgs/acme", nil)
		if _, err := g.RoundTrip(r); err == nil {
			t.Errorf("%s was sent", method)
		}
	}
	for _, address := range []string{"https://elsewhere.example/orgs/acme", "http://api.github.com/orgs/acme"} {
		r, _ := http.NewRequest("GET", address, nil)
		if _, err := g.RoundTrip(r); err == nil {
			t.Errorf("%s was asked", address)
		}
	}
	if text := fmt.Sprintf("%v %+v %#v", credential{token: "hush"}, secret("hush"), secret("hush")); strings.Contains(text, "hush") {
		t.Errorf("a token shows itself: %s", text)
	}
}

// TestVanishes: a repository that goes in mid-audit is no repository without protection.
func TestVanishes(t *testing.T) {
	s := githubtest.Acme(t)
	s.Instead = func(_ string, r *http.Request) *githubtest.Answer {
		if strings.HasPrefix(r.URL.Path, "/repos/acme/good") {
			a := githubtest.Refusal(404, "Not Found")
			return &a
		}
		return nil
	}
	snapshot := snapshotOf(t, asking(s), target("acme"))
	for _, path := range []string{"protected", "force_pushes", "admins_exempt"} {
		if cause := gapsOf(snapshot, "github.branch_protection", goodBranch)[path]; cause != collectors.NotFoundAmbiguous {
			t.Errorf("%s has the gap %q", path, cause)
		}
	}
}

// TestDeniedEverywhere: what no repository shows is one gap on the kind and not one for each.
func TestDeniedEverywhere(t *testing.T) {
	s := githubtest.Many(t, 20)
	s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
		if endpoint == hooksOf || endpoint == keysOf && strings.Contains(r.URL.Path, "r0007") {
			a := githubtest.Refusal(403, "Resource not accessible by personal access token")
			return &a
		}
		return nil
	}
	var hooks, keys []collectors.Gap
	for _, g := range snapshotOf(t, asking(s), target("acme", "graphql", "false")).Gaps { // else nobody asks for keys that are not there
		switch g.Kind {
		case "github.webhook":
			hooks = append(hooks, g)
		case "github.deploy_key":
			keys = append(keys, g)
		}
	}
	if len(hooks) != 1 || hooks[0].Region != "" || !strings.Contains(hooks[0].Detail, "all 20 repositories") {
		t.Errorf("%+v", hooks)
	}
	if len(keys) != 1 || keys[0].Region != "acme/r0007" {
		t.Errorf("%+v", keys)
	}
}
