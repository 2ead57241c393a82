package workflow

import (
	"fmt"
	"strings"
	"testing"
)

// block wraps a step into a workflow with inputs, so that the step begins on line 9.
func block(step string) []byte {
	return []byte("on:\n  workflow_call: {inputs: {name: {type: string}, fast: {type: boolean}}}\n" +
		"  workflow_dispatch: {inputs: {level: {type: choice, options: [a, b]}, text: {}}}\n" +
		"permissions: {}\njobs:\n  j:\n    runs-on: ubuntu-24.04\n    steps:\n      - " + step + "\n")
}

func TestUnsoundConditions(t *testing.T) {
	for condition, want := range map[string]string{
		"${{ github.ref == 'x' }} && success()":                      "always_true",
		"|\n          ${{ failure() }}":                              "always_true", // the line's end is text too
		"|-\n          ${{ failure() }}":                             "",
		"\" ${{ failure() }}\"":                                      "always_true",
		"${{ a }} || ${{ b }}":                                       "always_true",
		"${{ failure() }}":                                           "",
		"github.ref == 'x' && success()":                             "",
		"contains('refs/heads/main refs/heads/dev', github.ref)":     "substring",
		"${{ contains('push,pull_request', github.event_name) }}":    "substring",
		"contains(fromJSON('[\"a\", \"b\"]'), github.ref)":           "",
		"contains(github.event.pull_request.labels.*.name, 'x')":     "",
		"contains(github.ref, 'release')":                            "",
		"github.actor == 'dependabot[bot]'":                          "actor",
		"true || 'renovate[bot]' == github.triggering_actor":         "actor",
		"endsWith(github.actor, '[bot]')":                            "actor",
		"github.actor != 'octocat'":                                  "",
		"github.event.pull_request.user.login == 'dependabot[bot]'":  "",
		"contains('a b', x) && !(github.actor == 'dependabot[bot]')": "actor substring",
	} {
		got, gaps := Parse("w", block("run: id\n        if: "+condition))
		var flaws []string
		for _, c := range got.UnsoundConditions {
			flaws = append(flaws, c.Flaw)
			if c.Line < 10 || c.Line > 11 || c.Job != "j" {
				t.Errorf("%s: %+v", condition, c)
			}
		}
		if strings.Join(flaws, " ") != want || len(gaps) > 0 {
			t.Errorf("%s: %v, want %q; gaps %v", condition, flaws, want, gaps)
		}
	}
}

func TestConditionsOfJobs(t *testing.T) {
	got, _ := Parse("w", []byte("on: push\njobs:\n  j:\n    if: ${{ true }} x\n    runs-on: ubuntu-24.04\n    steps: [{run: a}]\n"))
	if len(got.UnsoundConditions) != 1 || got.UnsoundConditions[0].Line != 4 {
		t.Errorf("got %+v", got.UnsoundConditions)
	}
}

func TestPastedInputs(t *testing.T) {
	for text, want := range map[string]string{
		"run: echo ${{ inputs.name }}":                                                    "name:run:9",
		"run: |\n          true\n          x ${{ inputs['TEXT'] }}":                       "text:run:11",
		"run: echo ${{ github.event.inputs.text }}":                                       "text:run:9",
		"run: echo ${{ toJSON(inputs) }}":                                                 "*:run:9",
		"run: echo ${{ inputs.unknown }}":                                                 "unknown:run:9",
		"run: echo ${{ inputs.fast }} ${{ inputs.level }}":                                "",
		"run: echo ${{ inputs.name && '-x' || '' }}":                                      "",
		"run: echo ${{ inputs.name == 'x' }}":                                             "",
		"run: echo \"$NAME\"\n        env: {NAME: '${{ inputs.name }}'}":                  "",
		"uses: actions/github-script@v7\n        with: {script: 'x(${{ inputs.name }})'}": "name:script:10",
	} {
		got, gaps := Parse("w", block(text))
		var found []string
		for _, p := range got.PastedInputs {
			found = append(found, fmt.Sprintf("%s:%s:%d", p.Input, p.Sink, p.Line))
		}
		if strings.Join(found, " ") != want || len(gaps) > 0 {
			t.Errorf("%s: %v, want %q; gaps %v", text, found, want, gaps)
		}
	}
}

const dressed = `on:
  push: {branches: [main], tags: ["v*"]}
concurrency: {group: all}
env:
  ACTIONS_STEP_DEBUG: TRUE
  GIT_SSL_NO_VERIFY: ${{ vars.X }}
  TOKEN: ${{ secrets.TOP }}
jobs:
  j:
    runs-on: ubuntu-24.04
    concurrency: one
    container:
      image: registry.example/a:1
      credentials: {username: x, password: hunter2}
    services:
      db: {image: postgres, credentials: {username: x, password: "${{ secrets.PW }}"}}
    steps:
      - uses: acme/scan@0123456789012345678901234567890123456789 # v1.2.3
        continue-on-error: true
        with:
          cache: go
          token: ${{ secrets.A }}
      - run: |
          npm publish
          echo ${{ secrets.B }}
        continue-on-error: ${{ matrix.x }}
      - run: a
        continue-on-error: false
        env: {actions_allow_unsecure_commands: true}
  call:
    uses: ./.github/workflows/x.yml
    secrets: {c: "${{ secrets.C }}"}
`

func TestFactsOfSteps(t *testing.T) {
	got, gaps := Parse("w", []byte(dressed))
	if paths(gaps) != "switches[1].value" {
		t.Errorf("gaps %v", gaps)
	}
	told := fmt.Sprint(got.Events["push"], *got.Concurrency, *got.Jobs["j"].Concurrency)
	if told != "{2 [] [main] [v*]} {all 3} {one 11}" {
		t.Errorf("told %s", told)
	}
	if u := got.Uses[0]; u.Comment != "v1.2.3" || u.Inputs["cache"] != "go" || u.Inputs["token"] != "" {
		t.Errorf("use %+v", u)
	}
	if _, there := got.Uses[0].Inputs["token"]; !there {
		t.Error("an input whose value is not told is gone")
	}
	if s := fmt.Sprint(got.Switches); s != "[{ACTIONS_STEP_DEBUG true  5} {GIT_SSL_NO_VERIFY ${{ vars.x }}  6} {ACTIONS_ALLOW_UNSECURE_COMMANDS true j 29}]" {
		t.Errorf("switches %s", s)
	}
	if len(got.Images) != 2 || *got.Images[0].Password != "literal" || *got.Images[1].Password != "expression" || got.Images[1].Line != 16 || got.Images[1].Service != "db" {
		t.Errorf("images %+v", got.Images)
	}
	if s := fmt.Sprint(got.SecretReads); s != "[{TOP env  7} {PW container j 16} {A input j 22} {B run j 25} {C call call 32}]" {
		t.Errorf("secrets %s", s)
	}
	if s := fmt.Sprint(got.Commands); s != "[{publish npm publish j 24}]" {
		t.Errorf("commands %s", s)
	}
	if s := fmt.Sprint(got.ToleratedSteps); s != "[{acme/scan@0123456789012345678901234567890123456789 j 19} {npm publish j 26}]" {
		t.Errorf("tolerated %s", s)
	}
}

// TestInputsThatAreFacts: of what a step hands over the names are told, and of a few that say what the action does the values.
func TestInputsThatAreFacts(t *testing.T) {
	got, _ := Parse("w", block("uses: actions/create-github-app-token@v2\n        with: {Private-Key: \"${{ secrets.KEY }}\", owner: acme, skip-token-revoke: true, permission-contents: read}"))
	want := "map[owner: permission-contents: private-key: skip-token-revoke:true]"
	if text := fmt.Sprint(got.Uses[0].Inputs); text != want {
		t.Errorf("inputs %s, want %s", text, want)
	}
}
