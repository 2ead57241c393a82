package audit

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

func TestMissed(t *testing.T) {
	denied := collectors.Gap{Target: "t", Kind: "k", Resource: "r", Path: "a", Cause: collectors.Denied}
	fact := collectors.Gap{Target: "t", Kind: "k", Resource: "r", Path: "b", Cause: collectors.Unwanted}
	judged := collectors.Gap{Target: "t", Kind: "k", Cause: collectors.Unwanted}
	joined := collectors.Gap{Target: "t", Kind: "l", Cause: collectors.Unwanted}
	other := collectors.Gap{Target: "t", Kind: "m", Cause: collectors.Unwanted}
	policies := []engine.Policy{{ID: "p/q", Kind: "k", Joins: []string{"l"}}}
	all := []collectors.Gap{denied, fact, judged, joined, other}

	decided := []engine.Finding{engine.NewFinding(policies[0])}
	if diff := cmp.Diff([]collectors.Gap{denied, judged, joined}, missed(all, policies, decided)); diff != "" {
		t.Errorf("of verdicts that are certain:\n%s", diff)
	}
	unknown := engine.NewFinding(policies[0])
	unknown.Verdict, unknown.Gaps = engine.Unknown, []collectors.Gap{fact}
	if diff := cmp.Diff([]collectors.Gap{denied, fact, judged, joined}, missed(all, policies, []engine.Finding{unknown})); diff != "" {
		t.Errorf("of one that is not:\n%s", diff)
	}
	if len(all) != 5 || all[4] != other {
		t.Error("the snapshot's own list was changed")
	}
}
