package github

import (
	"context"
	"encoding/json"
	"net/http"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestMain lets garbage lie for longer: most of a thousand visits of the matrix is garbage soon, and little memory is held.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	m.Run()
}

// variables are an environment with these variables alone.
func variables(set map[string]string) func(string) string {
	return func(name string) string { return set[name] }
}

// asking returns a collector that asks the server, and never waits.
func asking(s http.RoundTripper) Config {
	return Config{
		Transport: s, Env: variables(map[string]string{"GITHUB_TOKEN": githubtest.Token}), Now: time.Now,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }, Jitter: func() float64 { return 0 },
	}
}

func target(address string, options ...string) collectors.Target {
	t := collectors.Target{Ref: "github:" + address, Scheme: "github", Address: address, Options: map[string]string{"deep": "true"}}
	for i := 0; i < len(options); i += 2 {
		t.Options[options[i]] = options[i+1]
	}
	return t
}

// visitOf visits a target once.
func visitOf(t testing.TB, c Config, to collectors.Target) (*collectors.Snapshot, error) {
	t.Helper()
	return collectors.Record(context.Background(), New(c), to, "test", func() time.Time { return time.Unix(1_700_000_000, 0) }, nil)
}

// snapshotOf visits a target that can be visited, and holds the snapshot against the model.
func snapshotOf(t testing.TB, c Config, to collectors.Target) *collectors.Snapshot {
	t.Helper()
	s, err := visitOf(t, c, to)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range collectortest.Verify(s) {
		t.Error(err)
	}
	return s
}

// factsOf are the facts of one resource.
func factsOf(t testing.TB, s *collectors.Snapshot, kind, id string) map[string]any {
	t.Helper()
	for _, r := range s.Resources {
		if r.Kind == kind && r.ID == id {
			var out map[string]any
			if err := json.Unmarshal(r.JSON, &out); err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	t.Fatalf("there is no %s %s", kind, id)
	return nil
}

// is compares facts at paths with what they should be, given as JSON.
func is(t testing.TB, facts map[string]any, want map[string]string) {
	t.Helper()
	for path, text := range want {
		parsed, err := collectors.ParsePath(path)
		if err != nil {
			t.Fatal(err)
		}
		var wanted any
		if err := json.Unmarshal([]byte(text), &wanted); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		have, there := parsed.Lookup(facts)
		if !there {
			t.Errorf("%s is missing, want %s", path, text)
		} else if diff := cmp.Diff(wanted, have); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

func TestConformance(t *testing.T) {
	snapshot := collectortest.Run(t, New(asking(githubtest.Acme(t))), target("acme"))
	if id := snapshot.Targets[0].ID; id != "github:github.com/acme" {
		t.Errorf("the target is %q", id)
	}
	for _, g := range snapshot.Gaps {
		t.Errorf("a server that hides nothing left a gap: %+v", g)
	}
	is(t, factsOf(t, snapshot, "github.repository", "acme/good"), map[string]string{"merge_methods": `["rebase","squash"]`})
}

func TestOneRepository(t *testing.T) {
	snapshot := collectortest.Run(t, New(asking(githubtest.Acme(t))), target("acme/good"))
	if id := snapshot.Targets[0].ID; id != "github:github.com/acme/good" {
		t.Errorf("the target is %q", id)
	}
	is(t, factsOf(t, snapshot, "github.repository", "acme/good"), map[string]string{
		"merge_methods": `["merge","rebase","squash"]`, "access.outside": `["Pia"]`, "alerts.dependabot.open": `{"high":1}`,
	})
	for _, g := range snapshot.Gaps {
		if g.Cause != collectors.NotRequested || g.Path != "" {
			t.Errorf("%+v", g)
		}
	}
}

func TestOrganization(t *testing.T) {
	snapshot := snapshotOf(t, asking(githubtest.Acme(t)), target("acme"))
	is(t, factsOf(t, snapshot, "github.organization", "acme"), map[string]string{
		"two_factor_required": "false", "plan": `"enterprise"`, "owners": `["ada","ben"]`, "members_count": "4", "outside_count": "2",
		"members_can.create_teams": "true", "actions.allowed.policy": `"selected"`, "actions.default_workflow_permissions": `"read"`,
		"security_configurations[0].name": `"GitHub recommended"`, "security_configurations[0].settings.private_vulnerability_reporting": `"enabled"`,
	})
	is(t, factsOf(t, snapshot, "github.member", "acme/ada"), map[string]string{"role": `"admin"`, "two_factor": "true", "affiliation": `"member"`})
	is(t, factsOf(t, snapshot, "github.member", "acme/cem"), map[string]string{"role": `"member"`, "two_factor": "false"})
	is(t, factsOf(t, snapshot, "github.member", "acme/pia"), map[string]string{"role": "null", "two_factor": "false", "affiliation": `"outside"`, "login": `"Pia"`})
}

func TestRepositories(t *testing.T) {
	snapshot := snapshotOf(t, asking(githubtest.Acme(t)), target("acme"))
	is(t, factsOf(t, snapshot, "github.repository", "acme/good"), map[string]string{
		"security.secret_scanning": "true", "security.vulnerability_alerts": "true", "security.immutable_releases": "true", "empty": "false",
		"alerts.code_scanning": `{"open":{"error":1},"oldest":{"error":"2025-03-01T10:00:00Z"}}`, "actions.access_level": `"organization"`,
		"alerts.secret_scanning.open": `{"critical":1}`, "custom_properties": `{"tier":["1"],"regions":["eu","us"]}`, "tags": `{"tier":"1"}`,
		"access": `{"admins":["ada"],"maintainers":[],"writers":["Pia"],"outside":["Pia"]}`, "license": "null",
	})
	is(t, factsOf(t, snapshot, "github.repository", "acme/bad"), map[string]string{
		"security.secret_scanning": "false", "security.vulnerability_alerts": "false", "security.advanced_security": "true",
		"alerts": `{"dependabot":null,"code_scanning":null,"secret_scanning":null}`, "code_scanning": `{"default_setup":false,"languages":[],"last_analysis":null}`,
		"actions.default_workflow_permissions": `"write"`, "actions.allowed.policy": `"all"`, "actions.fork_pr_approval": `"first_time_contributors"`,
	})
	is(t, factsOf(t, snapshot, "github.repository", "acme/void"), map[string]string{"empty": "true", "alerts.dependabot": `{"open":{},"oldest":{}}`})
	for _, r := range snapshot.Resources {
		if r.Kind == "github.branch_protection" && (strings.Contains(r.ID, "old") || strings.Contains(r.ID, "void")) {
			t.Errorf("%s is told, although nobody can push to it, or it is not there", r.ID)
		}
	}
}
