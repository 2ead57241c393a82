package git

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa/opatest"
	"github.com/assize/assize/policies"
)

// judge returns a function that evaluates the built-in policies, and the ids of those on pipelines.
func judge(t *testing.T) (evaluate func(*collectors.Snapshot) []engine.Finding, pipelines []string) {
	t.Helper()
	set, _ := opatest.BuiltIn(t, policies.FS)
	for _, p := range set.Policies() {
		if strings.HasPrefix(p.Kind, "ci.") {
			pipelines = append(pipelines, p.ID)
		}
	}
	return func(s *collectors.Snapshot) []engine.Finding {
		findings, err := set.Evaluate(t.Context(), s, engine.Options{Now: time.Unix(1_800_000_000, 0)})
		if err != nil {
			t.Fatal(err)
		}
		return findings
	}, pipelines
}

// unpack makes a repository of an archive and returns its files.
func unpack(t *testing.T, name string) (*checkout, map[string]string) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	c := newCheckout(t)
	c.commit(files)
	return c, files
}

const (
	badFlow      = ".github/workflows/bad.yml"
	callable     = ".github/workflows/callable.yml"
	badBot       = ".github/dependabot.yml"
	badComposite = "tools/composite/action.yml"
)

// faults are what is wrong in testdata/bad.txtar: a policy, and the places by a text that stands there once.
var faults = []struct {
	policy, file string
	at           []string
}{
	{"access/workflow_cloud_keys", badFlow, []string{"deploy --key"}},
	{"access/workflow_secrets_environment", badFlow, []string{"NODE_AUTH_TOKEN", "deploy --key"}},
	{"change/workflow_all_secrets", badFlow, []string{"toJSON(secrets)"}},
	{"change/workflow_app_token", badFlow, []string{"create-github-app-token"}},
	{"change/workflow_checkout_credentials", badFlow, []string{"actions/checkout@"}},
	{"change/workflow_condition_actor", badFlow, []string{"github.actor =="}},
	{"change/workflow_condition_constant", badFlow, []string{"&& success()"}},
	{"change/workflow_condition_substring", badFlow, []string{"contains('refs"}},
	{"change/workflow_debug", badFlow, []string{"ACTIONS_STEP_DEBUG"}},
	{"change/workflow_deploy_environment", badFlow, []string{"  deploy:"}},
	{"change/workflow_environment_file", badFlow, []string{"GITHUB_ENV"}},
	{"change/workflow_insecure_commands", badFlow, []string{"ACTIONS_ALLOW"}},
	{"change/workflow_merge", badFlow, []string{"gh pr merge"}},
	{"change/workflow_own_runner", badFlow, []string{"  deploy:"}},
	{"change/workflow_privileged_trigger", badFlow, []string{"pull_request_target:", "workflow_run:"}},
	{"change/workflow_script_injection", badFlow, []string{"pull_request.title"}},
	{"change/workflow_secret_in_script", badFlow, []string{"deploy --key", "toJSON(secrets)"}},
	{"change/workflow_secrets_inherit", badFlow, []string{"  call:"}},
	{"change/workflow_security_steps", badFlow, []string{"continue-on-error"}},
	{"change/workflow_untrusted_checkout", badFlow, []string{"actions/checkout@"}},
	{"change/workflow_write_permissions", badFlow, []string{"permissions:"}},
	{"cost/workflow_concurrency", badFlow, []string{"pull_request_target:"}},
	{"cost/workflow_timeout", badFlow, []string{"  deploy:"}},
	{"cost/workflow_timeout", callable, []string{"  a:"}},
	{"data/workflow_container_password", badFlow, []string{"registry.example/builder"}},
	{"patching/workflow_runner_image", callable, []string{"  old:"}},
	{"supply/actions_archived", badFlow, []string{"actions/create-release"}},
	{"supply/actions_full_commit", badFlow, []string{"acme/short"}},
	{"supply/actions_lookalike", badFlow, []string{"actoins/"}},
	{"supply/actions_pinned", badFlow, []string{"acme/tool", "acme/short", "tj-actions/", "actoins/", "dawidd6/", "acme/trivy-scan", "acme/flows"}},
	{"supply/actions_plain_names", badFlow, []string{"acme//crooked"}},
	{"supply/actions_version_comment", badFlow, []string{"acme/bare"}},
	{"supply/actions_vulnerable", badFlow, []string{"tj-actions/"}},
	{"supply/workflow_artifacts", badFlow, []string{"dawidd6/"}},
	{"supply/workflow_cache", badFlow, []string{"actions/cache@"}},
	{"supply/workflow_downloads", badFlow, []string{"install.sh"}},
	{"supply/workflow_images_pinned", badFlow, []string{"registry.example/builder"}},
	{"supply/workflow_setup_installs", badFlow, []string{"setup-python"}},
	{"supply/workflow_tools_pinned", badFlow, []string{"pip install"}},
	{"supply/workflow_transfers_verified", badFlow, []string{"NODE_TLS"}},
	{"supply/workflow_trusted_publishing", badFlow, []string{"NODE_AUTH_TOKEN"}},
	{"change/workflow_pasted_inputs", callable, []string{"echo"}},
	{"data/dependabot_registry_secret", badBot, []string{"type: npm-registry"}},
	{"supply/dependabot_cooldown", badBot, []string{"package-ecosystem"}},
	{"supply/dependabot_execution", badBot, []string{"package-ecosystem"}},
	{"change/action_environment_file", badComposite, []string{"GITHUB_ENV"}},
	{"change/action_insecure_commands", badComposite, []string{"::set-env"}},
	{"change/action_pasted_inputs", badComposite, []string{"inputs.what"}},
	{"change/action_script_injection", badComposite, []string{"github.head_ref"}},
	{"supply/action_downloads", badComposite, []string{"curl"}},
	{"supply/action_tools_pinned", badComposite, []string{"npm install"}},
	{"supply/action_uses_pinned", badComposite, []string{"acme/tool"}},
	{"supply/action_image_pinned", "tools/image/action.yml", []string{"using"}},
	{"supply/action_runtime", "tools/old/action.yml", []string{"using"}},
}

// lineOf returns where a text stands, which it must do once.
func lineOf(t *testing.T, text, part string) int {
	t.Helper()
	found := 0
	for i, line := range strings.Split(text, "\n") {
		if strings.Contains(line, part) {
			if found > 0 {
				t.Fatalf("%q stands in lines %d and %d", part, found, i+1)
			}
			found = i + 1
		}
	}
	if found == 0 {
		t.Fatalf("%q stands nowhere", part)
	}
	return found
}

// TestEachFaultOfABadRepositoryIsFoundWhereItStands holds the failures against the faults, place by place.
func TestEachFaultOfABadRepositoryIsFoundWhereItStands(t *testing.T) {
	evaluate, pipelines := judge(t)
	c, files := unpack(t, "bad.txtar")
	var want, got []string
	for _, f := range faults {
		for _, part := range f.at {
			want = append(want, fmt.Sprintf("%s %s:%d", f.policy, f.file, lineOf(t, files[f.file], part)))
		}
	}
	failing := map[string]bool{}
	for _, f := range evaluate(visited(t, c.dir)) {
		if !strings.HasPrefix(f.Kind, "ci.") {
			continue
		}
		for _, failure := range f.Failures {
			failing[f.Policy] = true
			var places []string
			if err := json.Unmarshal(failure.Actual, &places); err != nil {
				t.Errorf("%s: %s is no list of places", f.Policy, failure.Actual)
			}
			for _, place := range places {
				got = append(got, f.Policy+" "+place)
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	got = slices.Compact(got)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("not found: %s", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("found, and no fault: %s", g)
		}
	}
	for _, id := range pipelines {
		if !failing[id] && id != "supply/actions_allowed" && id != "change/workflow_permissions" { // need a list, or another workflow
			t.Errorf("%s finds nothing: the bad repository lacks its fault", id)
		}
	}
}

func TestAGoodRepositoryHasNoFailures(t *testing.T) {
	evaluate, _ := judge(t)
	c, _ := unpack(t, "good.txtar")
	passed := map[string]bool{}
	for _, f := range evaluate(visited(t, c.dir)) {
		switch {
		case !strings.HasPrefix(f.Kind, "ci."):
		case f.Verdict == engine.Pass:
			passed[f.Policy] = true
		case f.Verdict != engine.NotApplicable:
			t.Errorf("%s on %s: %s %+v, gaps %+v", f.Policy, f.Resource, f.Verdict, f.Failures, f.Gaps)
		}
	}
	if len(passed) < 38 {
		t.Errorf("only %d policies pass: the good repository shows little", len(passed))
	}
}

// TestWhatCannotBeReadPassesNothing gives each kind of file something that no reader should take for an answer.
func TestWhatCannotBeReadPassesNothing(t *testing.T) {
	evaluate, _ := judge(t)
	const safe = "runs-on: ubuntu-24.04, timeout-minutes: 9, permissions: {}"
	huge := strings.Repeat("# filler that says nothing at all about anything\n", 210_000)
	for name, file := range map[string]struct{ path, text string }{
		"a workflow that is no YAML":      {".github/workflows/w.yml", "on: push\n\tjobs: {"},
		"a workflow that is a list":       {".github/workflows/w.yml", "- on: push\n"},
		"a workflow that is empty":        {".github/workflows/w.yml", ""},
		"a workflow of 10 MB":             {".github/workflows/w.yml", "on: push\njobs: {a: {" + safe + ", steps: [{run: a}]}}\n" + huge},
		"a merge key at the top":          {".github/workflows/w.yml", "x: &x {permissions: write-all}\n<<: *x\non: push\njobs: {a: {" + safe + ", steps: [{run: a}]}}\n"},
		"jobs that stand twice":           {".github/workflows/w.yml", "on: push\njobs: {a: {" + safe + ", steps: [{run: a}]}}\njobs: {b: {" + safe + ", steps: [{run: a}]}}\n"},
		"an action that is no YAML":       {"action.yml", "runs: [\n"},
		"an action of 10 MB":              {"action.yml", "name: a\nruns: {using: node24, main: x}\n" + huge},
		"an action with a key twice":      {"action.yml", "name: a\nruns: {using: node24}\nruns: {using: composite, steps: []}\n"},
		"a configuration that is no YAML": {".github/dependabot.yml", "updates: [\n"},
		"a configuration of 10 MB":        {".github/dependabot.yml", "updates: []\n" + huge},
		"code owners of 10 MB":            {".github/CODEOWNERS", "* @acme/core\n" + huge},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCheckout(t)
			c.commit(map[string]string{file.path: file.text, "README.md": "x\n"})
			s := visited(t, c.dir)
			unknown := 0
			for _, f := range evaluate(s) {
				if f.Resource != file.path && f.Policy != "change/codeowners" {
					continue
				}
				if f.Verdict == engine.Pass || f.Verdict == engine.NotApplicable && f.Policy != "supply/actions_allowed" && f.Policy != "change/codeowners" {
					t.Errorf("%s: %s", f.Policy, f.Verdict)
				}
				if f.Verdict == engine.Unknown {
					unknown++
				}
			}
			if unknown == 0 {
				t.Error("nothing is unknown")
			}
			for _, g := range s.Gaps {
				if g.Detail == "" || g.Call == "" {
					t.Errorf("gap without words: %+v", g)
				}
			}
		})
	}
}
