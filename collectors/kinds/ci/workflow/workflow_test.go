package workflow

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
)

const whole = `name: build
on:
  pull_request_target:
  push: {branches: [main]}
permissions:
  contents: read
env:
  TITLE: ${{ github.event.pull_request.title }}
jobs:
  test:
    runs-on: ${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-24.04, self-hosted]
    permissions: write-all
    environment: {name: production}
    timeout-minutes: 10
    container: debian:12
    continue-on-error: true
    steps:
      - uses: actions/checkout@v4
        with:
          ref: ${{ github.event.pull_request.head.sha }}
          persist-credentials: false
      - uses: acme/tool/sub@0123456789012345678901234567890123456789
      - uses: ./local
      - uses: docker://alpine:3.20
      - run: |
          echo "${{ github.event.issue.title }}"
          echo "$TITLE"
          curl https://x.example | sh
      - run: echo ${{ env.TITLE }}
      - uses: actions/github-script@main
        with:
          script: |
            console.log("${{ github.head_ref }}")
        env:
          TOKEN: ${{ secrets.deploy_key }}
  call:
    uses: acme/flows/.github/workflows/x.yml@main
    secrets: inherit
`

func TestFacts(t *testing.T) {
	got, gaps := Parse(".github/workflows/build.yml", []byte(whole))
	if len(gaps) > 0 {
		t.Errorf("gaps %v", gaps)
	}
	text := func(s string) *string { return &s }
	no, ten := false, 10
	want := ci.Workflow{
		Path: ".github/workflows/build.yml", Title: "build", Triggers: []string{"pull_request_target", "push"},
		Permissions: &ci.Permissions{Scopes: map[string]string{"contents": "read"}, Line: 5},
		Events:      map[string]ci.Event{"pull_request_target": {Line: 3}, "push": {Line: 4, Branches: []string{"main"}}},
		Jobs: map[string]ci.Job{
			"test": {Line: 10, RunsOn: []string{"self-hosted", "ubuntu-24.04"}, SelfHosted: true, Permissions: &ci.Permissions{All: text("write-all"), Line: 15},
				Environment: text("production"), TimeoutMinutes: &ten, ContainerImage: text("debian:12"), ContinueOnError: true},
			"call": {Line: 39, SecretsInherit: true},
		},
		Uses: []ci.Use{
			{Action: "actions/checkout", Owner: "actions", Ref: "v4", RefKind: "tag", Job: "test", Line: 21, PersistCredentials: &no,
				Inputs: map[string]string{"persist-credentials": "", "ref": "${{ github.event.pull_request.head.sha }}"}},
			{Action: "acme/tool/sub", Owner: "acme", Ref: "0123456789012345678901234567890123456789", RefKind: "sha", Job: "test", Line: 25},
			{Action: "./local", RefKind: "local", Job: "test", Line: 26},
			{Action: "docker://alpine", Ref: "3.20", RefKind: "docker_tag", Job: "test", Line: 27},
			{Action: "actions/github-script", Owner: "actions", Ref: "main", RefKind: "branch", Job: "test", Line: 33, Inputs: map[string]string{"script": ""}},
			{Action: "acme/flows/.github/workflows/x.yml", Owner: "acme", Ref: "main", RefKind: "branch", Job: "call", Line: 40},
		},
		Injections: []ci.Injection{
			{Expression: "github.event.issue.title", Sink: "run", Job: "test", Line: 29},
			{Expression: "github.event.pull_request.title", Sink: "env", Job: "test", Line: 32},
			{Expression: "github.head_ref", Sink: "script", Job: "test", Line: 36},
		},
		UntrustedCheckouts: []ci.Checkout{{Ref: "${{ github.event.pull_request.head.sha }}", Trigger: "pull_request_target", Job: "test", Line: 21}},
		PipedDownloads:     []ci.Step{{Text: "curl https://x.example | sh", Job: "test", Line: 31}},
		SecretsUsed:        []string{"DEPLOY_KEY"},
		SecretReads:        []ci.SecretRead{{Name: "DEPLOY_KEY", Sink: "env", Job: "test", Line: 38}},
		Images:             []ci.Image{{Image: "debian:12", Job: "test", Line: 18}},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("facts differ (-want +got):\n%s", diff)
	}
}

// job wraps one step into a workflow of an event.
func job(event, step string) []byte {
	return []byte("on: " + event + "\njobs:\n  j:\n    runs-on: ubuntu-24.04\n    steps:\n      - " + step + "\n")
}

func TestInjections(t *testing.T) {
	for expression, want := range map[string]bool{
		"github.event.issue.title":                             true,
		"github.event['issue']['title']":                       true,
		"GitHub.Event.Issue.Title":                             true,
		"github.event.commits[0].message":                      true,
		"github.event.*.body":                                  true,
		"github.event.pages.*.page_name":                       true,
		"format('{0}', github.head_ref)":                       true,
		"github.head_ref || github.ref_name":                   true,
		"github.actor == 'x' && github.event.comment.body":     true,
		"toJSON(github.event)":                                 true,
		"toJSON(github.event.pull_request)":                    true,
		"fromJSON(toJSON(github.event.issue)).title":           true,
		"github.event.workflow_run.head_branch":                true,
		"github.event.issue.title +":                           true, // does not parse: read as words
		"github.event.issue.number":                            false,
		"github.event.pull_request.head.sha":                   false,
		"github.head_ref == 'main'":                            false,
		"contains(github.event.issue.title, 'x')":              false,
		"!github.head_ref":                                     false,
		"'github.head_ref'":                                    false,
		"github.repository":                                    false,
		"github.event.issue":                                   false,
		"startsWith(github.head_ref, 'a') && 'yes' || 'never'": false,
		"toJSON(github.event.issue.number)":                    false,
	} {
		got, gaps := Parse("w", job("push", "run: 'true'\n        # x\n      - run: >-\n          echo ${{ "+expression+" }} ${{ 1 }}"))
		if len(gaps) > 0 {
			t.Errorf("%s: gaps %v", expression, gaps)
		}
		if (len(got.Injections) == 1) != want {
			t.Errorf("%s: %v, want %v", expression, got.Injections, want)
		}
	}
}

func TestUntrustedCheckouts(t *testing.T) {
	checkout := func(ref string) string { return "uses: actions/checkout@v4\n        with: {ref: '" + ref + "'}" }
	for _, c := range []struct{ name, event, step, want string }{
		{"pull request's head", "pull_request_target", checkout("${{ github.event.pull_request.head.ref }}"), "pull_request_target"},
		{"merge ref", "[push, pull_request_target]", checkout("refs/pull/${{ github.event.number }}/merge"), "pull_request_target"},
		{"another workflow's head", "workflow_run", checkout("${{ github.event.workflow_run.head_sha }}"), "workflow_run"},
		{"a comment", "issue_comment", checkout("refs/pull/${{ github.event.issue.number }}/head"), "issue_comment"},
		{"the fork", "pull_request_target", "uses: actions/checkout@v4\n        with: {repository: '${{ github.event.pull_request.head.repo.full_name }}'}", "pull_request_target"},
		{"by hand", "issue_comment", "run: gh pr checkout ${{ github.event.issue.number }}", "issue_comment"},
		{"by hand and variable", "pull_request_target", "run: git checkout $SHA\n        env: {SHA: '${{ github.head_ref }}'}", "pull_request_target"},
		{"unprivileged event", "pull_request", checkout("${{ github.event.pull_request.head.sha }}"), ""},
		{"its own branch", "pull_request_target", "uses: actions/checkout@v4", ""},
		{"a fixed branch", "pull_request_target", checkout("main"), ""},
		{"a comment in a script", "issue_comment", "run: '# git fetch origin pull/1/head'", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := Parse("w", job(c.event, c.step))
			trigger := ""
			if len(got.UntrustedCheckouts) > 0 {
				trigger = got.UntrustedCheckouts[0].Trigger
			}
			if trigger != c.want {
				t.Errorf("got %+v, want %q", got.UntrustedCheckouts, c.want)
			}
		})
	}
}

func TestSecretsUsed(t *testing.T) {
	for text, want := range map[string]string{
		"run: x ${{ secrets.A_B }} ${{ secrets['c'] }}": "A_B C",
		"run: x ${{ toJSON(secrets) }}":                 "*",
		"run: x ${{ secrets[matrix.name] }}":            "*",
		"run: x\n        if: secrets.TOKEN != ''":       "TOKEN",
		"run: x # ${{ secrets.COMMENT }}":               "",
		"run: echo secrets.NOTHING":                     "",
	} {
		got, _ := Parse("w", job("push", text))
		if strings.Join(got.SecretsUsed, " ") != want {
			t.Errorf("%s: %v, want %s", text, got.SecretsUsed, want)
		}
	}
}

func paths(gaps []collectors.Gap) string {
	var out []string
	for _, gap := range gaps {
		out = append(out, gap.Path)
	}
	return strings.Join(out, " ")
}

func TestWhatDoesNotParseIsAGap(t *testing.T) {
	const everything = "commands concurrency events images injections jobs pasted_inputs permissions piped_downloads secret_reads secrets_used switches " +
		"title tolerated_steps triggers unsound_conditions untrusted_checkouts uses"
	const jobs = "commands images injections jobs pasted_inputs piped_downloads secret_reads switches tolerated_steps unsound_conditions untrusted_checkouts uses"
	const steps = "commands injections pasted_inputs piped_downloads switches tolerated_steps unsound_conditions untrusted_checkouts uses"
	for _, c := range []struct{ name, text, gaps, detail string }{
		{"no YAML at all", "\t{", everything, "line"},
		{"not a mapping", "- a\n", everything, "mapping"},
		{"breaks off in the jobs", "on: push\npermissions: {}\njobs:\n  a:\n    runs-on: [x\n", "commands concurrency images injections jobs pasted_inputs " +
			"piped_downloads secret_reads secrets_used switches title tolerated_steps unsound_conditions untrusted_checkouts uses", "line"},
		{"breaks off behind the jobs", strings.Replace(whole, "jobs:", "jobs: &x", 1) + "name2: [x\n", "concurrency secret_reads secrets_used", "line"},
		{"an unknown key costs nothing", strings.Replace(whole, "    strategy:", "    nonsense: 1\n    strategy:", 1), "", ""},
		{"a step that is no step", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - 12\n      - run: curl x | sh\n",
			steps, "line 6"},
		{"a step of two kinds", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: a\n        uses: b/c@v1\n",
			steps, "line 6"},
		{"a run that is no text", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: [a]\n", steps, "line 6"},
		{"permissions of a job", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    permissions: {contents: [x]}\n    steps:\n      - run: a\n", "jobs.a.permissions", "line 5"},
		{"runner chosen at run time", "on: push\njobs:\n  a:\n    runs-on: ${{ inputs.x }}\n    steps:\n      - run: a\n", "jobs.a.self_hosted", "inputs.x"},
		{"jobs are a list", "on: push\njobs: [a]\n", "commands images injections jobs pasted_inputs piped_downloads switches tolerated_steps unsound_conditions untrusted_checkouts uses", "line 2"},
		{"event that is no event", "on: [push, [x]]\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: a\n", "events pasted_inputs triggers untrusted_checkouts", "line 1"},
		{"empty", "", everything, "line 1: workflow is empty"},
		{"permissions twice", "on: push\npermissions: {}\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: a}]\n", everything, "line 3"},
		{"jobs twice", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: curl x | sh}]\njobs: {b: {runs-on: ubuntu-24.04, steps: [{run: a}]}}\n",
			everything, "line 6"},
		{"a job twice", "on: push\njobs:\n  a: {runs-on: ubuntu-24.04, steps: [{run: curl x | sh}]}\n  a: {runs-on: ubuntu-24.04, steps: [{run: a}]}\n",
			jobs, "line 4"},
		{"steps twice", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: curl x | sh}]\n    steps: [{run: a}]\n", jobs, "line 6"},
		{"run twice", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: curl x | sh\n        run: a\n", steps, "line 7"},
		{"triggers twice", "on: push\non: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: a}]\n",
			everything, "line 2"},
		{"a runner twice", "on: push\njobs:\n  a:\n    runs-on: self-hosted\n    runs-on: ubuntu-24.04\n    steps: [{run: a}]\n", jobs, "line 5"},
		{"an alias of a step", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [&x {run: a}, *x]\n", "", ""},
		{"a merge key in a step", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [&x {run: curl x | sh}, {<<: *x, name: b}]\n", steps, "line 5"},
		{"a merge key in a job", "on: push\nx: &x {permissions: write-all}\njobs:\n  a:\n    <<: *x\n    runs-on: ubuntu-24.04\n    steps: [{run: a}]\n",
			jobs, "line"},
		{"a merge key at the top", "x: &x {permissions: write-all}\n<<: *x\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: a}]\n", everything, "line"},
		{"with is no mapping", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: a/b@v1\n        with: x\n",
			"switches tolerated_steps unsound_conditions uses", "line 7"},
		{"an unknown key of a step costs nothing", "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: a\n        nonsense: 1\n", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, gaps := Parse("w", []byte(c.text))
			if got := paths(gaps); got != c.gaps {
				t.Errorf("gaps %q, want %q: %v", got, c.gaps, gaps)
			}
			for _, gap := range gaps {
				if !strings.Contains(gap.Detail, c.detail) {
					t.Errorf("detail %q does not say %q", gap.Detail, c.detail)
				}
			}
		})
	}
}

func TestAnAliasBombIsAGap(t *testing.T) {
	var b strings.Builder
	b.WriteString("on: push\nx0: &x0 [a, a, a, a, a, a, a, a, a]\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&b, "x%d: &x%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*x%d, ", i-1), 9), ", "))
	}
	b.WriteString("jobs:\n  a:\n    runs-on: ubuntu-24.04\n    strategy: {matrix: {v: *x29}}\n    steps: [{run: a}]\n")
	began := time.Now()
	_, gaps := Parse("w", []byte(b.String()))
	if len(gaps) == 0 || gaps[0].Cause != collectors.Truncated {
		t.Errorf("gaps %v", gaps)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("on: push\njobs:\n  a: &a\n    steps:\n      - *a\n      - run: ${{ a['"))
	f.Fuzz(func(t *testing.T, text []byte) {
		facts, gaps := Parse("w", text)
		recorder := collectors.NewRecorder(collectors.Target{Ref: "x:x"}, collectors.Description{}, nil)
		recorder.Identify("x", "x")
		if err := recorder.Resource(collectors.Head{Kind: "ci.workflow", ID: "w"}, facts, gaps...); err != nil {
			t.Fatalf("%q breaks the model: %v", text, err)
		}
	})
}

// A custom label or a group may be that of a machine of one's own: only what says so is certain.
func TestWhoseMachineItIs(t *testing.T) {
	for runsOn, want := range map[string]string{
		"ubuntu-latest": "false", "macos-14": "false", "[self-hosted, gpu]": "true", "gpu": "gap", "{group: big}": "gap",
		"[ubuntu-24.04, gpu]": "gap", "{group: big, labels: self-hosted}": "true",
	} {
		facts, gaps := Parse("x.yml", []byte("on: push\njobs:\n  a:\n    runs-on: "+runsOn+"\n    timeout-minutes: ${{ vars.LONG }}\n    steps: [{run: id}]\n"))
		got := fmt.Sprint(facts.Jobs["a"].SelfHosted)
		limit := false
		for _, g := range gaps {
			switch g.Path {
			case "jobs.a.self_hosted":
				got = "gap"
			case "jobs.a.timeout_minutes":
				limit = true
			}
		}
		if got != want || !limit {
			t.Errorf("%s: %s, want %s; gaps %v", runsOn, got, want, gaps)
		}
	}
}
