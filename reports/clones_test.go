package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// clonedSample has a checkout and the organisation on GitHub: of four findings in files that both have, two are the same.
func clonedSample(t *testing.T) *engine.Assessment {
	t.Helper()
	b := newBuilder()
	b.target("git:web", "acme/web", "git:web", "git")
	b.target("github:acme", "GitHub organisation acme", "github:acme", "github")
	b.a.Targets[0].CloneOf = []engine.Clone{{Target: "github:acme", Repository: "acme/web", Remote: "origin"}}
	b.policy("change/x", "Nothing is pasted", engine.High, "ci.workflow")
	both := func(file string, here, there engine.Verdict, failures ...string) (mine, theirs *engine.Finding) {
		for _, at := range [][2]string{{"git:web", file}, {"github:acme", "acme/web/" + file}} {
			verdict, words := here, failures
			if at[0] != "git:web" {
				verdict = there
			}
			if verdict != engine.Fail {
				words = nil
			}
			b.find(at[0], at[1], verdict, words...).Origin.File = at[1]
		}
		return &b.a.Findings[len(b.a.Findings)-2], &b.a.Findings[len(b.a.Findings)-1]
	}
	both("same.yml", engine.Fail, engine.Fail, "it is pasted")
	both("good.yml", engine.Pass, engine.Pass)
	both("tended.yml", engine.Pass, engine.Fail, "it was pasted")
	mine, theirs := both("accepted.yml", engine.Fail, engine.Fail, "it is accepted in one of them")
	mine.Failures[0].Waiver = "w1"
	theirs.Failures[0].Waiver = ""
	b.find("github:acme", "acme/xerxes/same.yml", engine.Fail, "it is pasted").Origin.File = "acme/xerxes/same.yml"
	engine.SortFindings(b.a.Findings)
	b.a.Summary = engine.Summarize(b.a.Findings)
	return &b.a
}

func TestWhatACloneSharesIsShownOnce(t *testing.T) {
	a := clonedSample(t)
	before := a.Summary.Verdicts[engine.Fail]
	var text bytes.Buffer
	if err := (Text{}).Write(&text, a); err != nil {
		t.Fatal(err)
	}
	words := strings.Join(strings.Fields(text.String()), " ")
	for _, want := range []string{
		"4 findings fail: 4 high",
		"acme/web (git:web) is a clone of acme/web in GitHub organisation acme, by its remote origin. 2 findings are the same in both, 1 failure among them: counted once here",
		"acme/web/same.yml on GitHub organisation acme, and in its checkout acme/web: it is pasted",
		"acme/web/tended.yml on GitHub organisation acme: it was pasted",
		"acme/web (git:web), a clone of acme/web",
	} {
		if !strings.Contains(words, want) {
			t.Errorf("the text lacks %q:\n%s", want, text.String())
		}
	}
	if at, below := strings.Index(words, "GitHub organisation acme (github:acme)"), strings.Index(words, "acme/web (git:web), a clone"); at < 0 || below < at {
		t.Errorf("the checkout does not stand below its repository:\n%s", text.String())
	}
	if a.Summary.Verdicts[engine.Fail] != before || before != 6 || len(a.Findings) != 9 {
		t.Errorf("the assessment itself was changed: %d fail, %d findings", a.Summary.Verdicts[engine.Fail], len(a.Findings))
	}
	var lines bytes.Buffer
	if err := (Annotations{}).Write(&lines, a); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(lines.String(), "file=same.yml"); n != 1 || strings.Contains(lines.String(), "file=acme/web/same.yml") {
		t.Errorf("annotations: %s", lines.String())
	}
	pages := flat(run(t, "pdftotext", saved(t, pdfOf(t, a)), "-"))
	for _, want := range []string{
		"4 findings fail: 4 high", "2 findings that a checkout and its repository on GitHub have in common are counted once.",
		"acme/web/same.yml, and in its checkout acme/web", "is a clone of acme/web in GitHub organisation acme",
	} {
		if !strings.Contains(pages, want) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
}

func TestWithoutClonesNothingIsLeftOut(t *testing.T) {
	a := clonedSample(t)
	a.Targets[0].CloneOf = nil
	if view, twins, copies := once(a); view != a || len(twins)+len(copies) > 0 {
		t.Errorf("%d twins, %d copies", len(twins), len(copies))
	}
}
