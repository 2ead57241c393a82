package reports

import (
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// TestAStandInIsNamed: where a collector asked another place than the target's name stands for, the reader sees it.
func TestAStandInIsNamed(t *testing.T) {
	target := engine.Target{ID: "aws:aws:123456789012", Name: "AWS account 123456789012", Ref: "aws:default"}
	if got := nameAndRef(target); got != "AWS account 123456789012 (aws:default)" {
		t.Errorf("%q", got)
	}
	target.Options = map[string]string{"endpoint": "http://127.0.0.1:5731", "regions": "us-east-1"}
	if got := nameAndRef(target); got != "AWS account 123456789012 at http://127.0.0.1:5731 (aws:default)" {
		t.Errorf("%q", got)
	}
}

// TestAStandInStandsOnTheCover: however long the targets' names are, the first page says where they were asked.
func TestAStandInStandsOnTheCover(t *testing.T) {
	const place = "https://aws.stand-in.example:5731"
	cover := func(a *engine.Assessment) string {
		return flat(run(t, "pdftotext", "-layout", "-l", "1", saved(t, pdfOf(t, a)), "-"))
	}
	a := sample()
	if text := cover(a); strings.Contains(text, "Asked at") {
		t.Errorf("nobody stood in: %s", text)
	}
	for i := range a.Targets {
		a.Targets[i].Name = strings.Repeat("a long name ", 20)
	}
	a.Targets[0].Options = map[string]string{"endpoint": place}
	if text := cover(a); !strings.Contains(text, "Asked at "+place) || !strings.Contains(text, "Asked there 1 of ") {
		t.Errorf("the cover does not say where a target was asked: %s", text)
	}
}
