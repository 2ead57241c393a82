package workflow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
)

const composite = `name: setup
inputs: {version: {default: "1"}}
runs:
  using: composite
  steps:
    - uses: acme/tool@v1 # one
      if: github.actor == 'dependabot[bot]'
    - run: |
        curl https://x.example/${{ inputs.version }} | sh
        echo "${{ github.event.issue.title }}"
        echo "D=$D" >> "$GITHUB_ENV"
      shell: bash
      env: {GIT_SSL_NO_VERIFY: "1"}
`

func TestActions(t *testing.T) {
	got, gaps := ParseAction("a/action.yml", []byte(composite))
	if len(gaps) > 0 {
		t.Errorf("gaps %v", gaps)
	}
	if got.Title != "setup" || got.Using != "composite" || got.UsingLine != 4 || got.Image != nil {
		t.Errorf("got %+v", got)
	}
	for what, pair := range map[string][2]string{
		"uses":       {fmt.Sprint(got.Uses[0].Action, got.Uses[0].Ref, got.Uses[0].Line, got.Uses[0].Comment), "acme/toolv16one"},
		"injections": {fmt.Sprint(got.Injections), "[{github.event.issue.title run  10}]"},
		"inputs":     {fmt.Sprint(got.PastedInputs), "[{inputs.version version run  9}]"},
		"downloads":  {fmt.Sprint(got.PipedDownloads[0].Line), "9"},
		"commands":   {fmt.Sprint(got.Commands[0].Kind, got.Commands[0].Line), "environment_file11"},
		"switches":   {fmt.Sprint(got.Switches), "[{GIT_SSL_NO_VERIFY 1  13}]"},
		"conditions": {fmt.Sprint(got.UnsoundConditions), "[{actor github.actor == 'dependabot[bot]'  7}]"},
	} {
		if strings.ReplaceAll(pair[0], " ", "") != strings.ReplaceAll(pair[1], " ", "") {
			t.Errorf("%s: %s, want %s", what, pair[0], pair[1])
		}
	}
	got, gaps = ParseAction("a", []byte("name: d\nruns: {using: docker, image: 'docker://alpine:3'}\n"))
	if len(gaps) > 0 || got.Image == nil || *got.Image != "docker://alpine:3" {
		t.Errorf("got %+v, gaps %v", got, gaps)
	}
}

func TestActionsThatDoNotParseAreGaps(t *testing.T) {
	for text, want := range map[string]int{
		"":    len(ActionFacts()),
		"- a": len(ActionFacts()),
		"\t{": len(ActionFacts()),
		"name: x\nname: y\nruns: {using: node20}": len(ActionFacts()),
		"name: x":                           len(runFacts),
		"name: x\nruns: {using: composite}": len(runFacts),
		"name: x\nruns: {using: composite, steps: x}":                     len(runFacts),
		"name: x\nruns: {using: composite, steps: [x]}":                   len(runFacts),
		"name: x\nruns: {using: composite, steps: [{run: [x]}]}":          len(runFacts),
		"name: x\nruns: {using: composite, steps: [{}]}":                  len(runFacts),
		"a: &a {run: x}\nruns: {using: composite, steps: [{<<: *a}]}":     len(ActionFacts()),
		"a: &a {run: id}\nruns: {using: composite, steps: [*a]}":          0,
		"name: x\nruns: {using: composite, steps: [{uses: a, run: b}]}":   len(runFacts),
		"name: x\nruns: {using: node20, main: index.js}":                  0,
		"x0: &x0 [a,a]\n" + bomb(30) + "runs: {using: node20, x: *x29}\n": len(ActionFacts()),
	} {
		if _, gaps := ParseAction("a", []byte(text)); len(gaps) != want {
			t.Errorf("%.60q: %d gaps, want %d: %v", text, len(gaps), want, gaps)
		}
	}
}

func bomb(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "x%d: &x%d [*x%d, *x%d, *x%d]\n", i, i, i-1, i-1, i-1)
	}
	return b.String()
}

func FuzzParseAction(f *testing.F) {
	f.Add([]byte(composite))
	f.Add([]byte("runs: &a {using: composite, steps: [*a, {run: 'x', with: [a]}, {uses: x, with: [a, b]}]}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		facts, gaps := ParseAction("w", text)
		recorder := collectors.NewRecorder(collectors.Target{Ref: "x:x"}, collectors.Description{}, nil)
		recorder.Identify("x", "x")
		if err := recorder.Resource(collectors.Head{Kind: "ci.action", ID: "w"}, facts, gaps...); err != nil {
			t.Fatalf("%q breaks the model: %v", text, err)
		}
	})
}
