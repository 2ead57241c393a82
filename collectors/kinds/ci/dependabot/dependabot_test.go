package dependabot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
)

const whole = `version: 2
registries:
  a: {type: npm-registry, url: https://npm.example, token: "${{ secrets.NPM }}"}
  b:
    type: docker-registry
    username: x
    password: hunter2
updates:
  - package-ecosystem: gomod
    directory: /
    schedule: {interval: weekly}
    cooldown:
      default-days: 7
      semver-major-days: 14
  - package-ecosystem: Bundler
    directories: [/a, /b]
    schedule: {interval: daily}
    insecure-external-code-execution: allow
    cooldown: {semver-major-days: 30}
  - package-ecosystem: npm
    directory: /web
`

func TestFacts(t *testing.T) {
	got, gaps := Parse(".github/dependabot.yml", []byte(whole))
	if len(gaps) > 0 {
		t.Errorf("gaps %v", gaps)
	}
	seven, none := 7, 0
	literal, expression := "literal", "expression"
	want := ci.Dependabot{Path: ".github/dependabot.yml",
		Registries: map[string]ci.Registry{"a": {Type: "npm-registry", Secret: &expression, Line: 3}, "b": {Type: "docker-registry", Secret: &literal, Line: 5}},
		Updates: []ci.Update{
			{Ecosystem: "gomod", Directories: []string{"/"}, Line: 9, Interval: "weekly", CooldownDays: &seven},
			{Ecosystem: "bundler", Directories: []string{"/a", "/b"}, Line: 15, Interval: "daily", CooldownDays: &none, ExecutesCode: true},
			{Ecosystem: "npm", Directories: []string{"/web"}, Line: 20},
		}}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("facts differ (-want +got):\n%s", diff)
	}
}

func TestWhatDoesNotParseIsAGap(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "no YAML": "\t{", "a list": "- a\n", "no updates": "version: 2\n", "updates are a text": "updates: x\n",
		"an entry is a text": "updates: [x]\n", "days are a text": "updates:\n  - package-ecosystem: npm\n    cooldown: {default-days: soon}\n",
		"a key twice": "updates: []\nupdates: []\n", "a key of an entry twice": "updates:\n  - package-ecosystem: npm\n    package-ecosystem: pip\n",
		"a registry is a text": "registries: {a: x}\nupdates: []\n",
	} {
		facts, gaps := Parse("d", []byte(text))
		if len(gaps) != len(Facts()) || len(facts.Updates) > 0 {
			t.Errorf("%s: gaps %v, facts %+v", name, gaps, facts)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("updates: &a [*a]\n"))
	f.Add([]byte("registries:\n  a: &b {<<: *b}\nupdates: [{<<: {}}]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		facts, gaps := Parse("d", text)
		recorder := collectors.NewRecorder(collectors.Target{Ref: "x:x"}, collectors.Description{}, nil)
		recorder.Identify("x", "x")
		if err := recorder.Resource(collectors.Head{Kind: "ci.dependabot", ID: "d"}, facts, gaps...); err != nil {
			t.Fatalf("%q breaks the model: %v", text, err)
		}
		if strings.TrimSpace(string(text)) == "" && len(gaps) == 0 {
			t.Fatal("nothing is not a configuration")
		}
	})
}
