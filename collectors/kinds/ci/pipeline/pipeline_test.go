package pipeline

import (
	"slices"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
)

func TestOf(t *testing.T) {
	for path, want := range map[string]string{
		".github/workflows/ci.yml":          "ci.workflow",
		".github/workflows/ci.yaml":         "ci.workflow",
		".github/workflows/deep/ci.yml":     "",
		".github/workflows/notes.md":        "",
		"workflows/ci.yml":                  "",
		"action.yml":                        "ci.action",
		".github/actions/setup/action.yaml": "ci.action",
		"node_modules/x/action.yml":         "",
		"deep/vendor/x/action.yml":          "",
		".github/dependabot.yml":            "ci.dependabot",
		"dependabot.yml":                    "",
	} {
		kind, ok := Of(path)
		if kind.Name != want || ok != (want != "") {
			t.Errorf("%s is of the kind %q, want %q", path, kind.Name, want)
		}
	}
}

// TestLostFactsAreFacts: a resource whose text cannot be had is made of Bare, with a gap at each of Lost.
func TestLostFactsAreFacts(t *testing.T) {
	for _, kind := range Kinds() {
		var unread []collectors.Path
		for _, fact := range kind.Lost {
			unread = append(unread, collectors.PathOf(fact))
		}
		if _, err := collectors.NewResource(collectors.Head{Kind: kind.Name, ID: "x"}, collectors.Origin{}, kind.Bare("x"), unread...); err != nil {
			t.Error(err)
		}
		_, gaps := kind.Parse("x", []byte("\t- no: [yaml"))
		if !slices.ContainsFunc(gaps, func(g collectors.Gap) bool { return slices.Contains(kind.Lost, g.Path) }) {
			t.Errorf("%s: a text that is no YAML has the gaps %+v", kind.Name, gaps)
		}
	}
}

// TestOwn: what the repository's own account has is no third party's, whatever the case.
func TestOwn(t *testing.T) {
	const text = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: ACME/a@v1\n      - uses: other/b@v1\n      - uses: ./c\n      - uses: docker://d:1\n"
	kind, _ := Of(".github/workflows/ci.yml")
	facts, _ := kind.Parse(".github/workflows/ci.yml", []byte(text))
	Own(facts, "ann", "acme")
	var own []string
	for _, use := range facts.(ci.Workflow).Uses {
		if use.FirstParty {
			own = append(own, use.Action)
		}
	}
	if want := []string{"ACME/a", "./c"}; !slices.Equal(own, want) {
		t.Errorf("own are %q, want %q", own, want)
	}
	Own(ci.Dependabot{}, "acme") // uses nothing
}
