package reports

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestAnAssessmentIsObservedAsItsJSONIs: the index takes a run from the assessment in memory, and from findings.json when it
// is made anew. Both must say the same.
func TestAnAssessmentIsObservedAsItsJSONIs(t *testing.T) {
	a := sample()
	a.Gaps = append(a.Gaps, collectors.Gap{Target: "web1", Kind: "linux.sshd", Resource: "sshd", Cause: collectors.Denied}, collectors.Gap{Target: "web1", Kind: "linux.socket", Resource: "*", Cause: collectors.Denied})
	a.Digests.Previous = digest("previous")
	var text bytes.Buffer
	if err := (JSON{}).Write(&text, a); err != nil {
		t.Fatal(err)
	}
	want, err := engine.ReadObservation(&text)
	if err != nil {
		t.Fatal(err)
	}
	got := a.Observe()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-from the text +from memory\n%s", diff)
	}
	partial := 0
	for _, s := range got.Subjects {
		if s.Partial {
			partial++
		}
	}
	if partial < 2 || len(got.Subjects) != len(a.Findings) {
		t.Errorf("%d of %d subjects are read in part: it shows little", partial, len(got.Subjects))
	}
}
