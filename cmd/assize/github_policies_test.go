package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// TestPoliciesOnGoodAndBadOrganisation judges two hand-made organisations, one in which all is as it should be and the same as it
// was before. On the good one each policy over kinds of GitHub passes at least once and never fails; on the bad one each fails.
func TestPoliciesOnGoodAndBadOrganisation(t *testing.T) {
	good, bad := judgeOrganisation(t, "good"), judgeOrganisation(t, "bad")
	if len(good) == 0 {
		t.Fatal("no policy is over a kind of GitHub")
	}
	for policy, verdicts := range good {
		counts := map[engine.Verdict]int{}
		for _, v := range verdicts {
			counts[v]++
		}
		if counts[engine.Pass] == 0 || counts[engine.Pass]+counts[engine.NotApplicable] != len(verdicts) {
			t.Errorf("%s: %v on the good organisation", policy, counts)
		}
	}
	for policy := range good {
		if !slices.Contains(bad[policy], engine.Fail) {
			t.Errorf("%s: %v on the bad organisation", policy, bad[policy])
		}
	}
}

// judgeOrganisation returns the verdicts on the organisation of testdata/github, by policy.
func judgeOrganisation(t *testing.T, name string) map[string][]engine.Verdict {
	t.Helper()
	source := filepath.Join("testdata", "github")
	out := filepath.Join(t.TempDir(), "findings.json")
	var stderr bytes.Buffer
	code := run([]string{"audit", "file:" + filepath.Join(source, name+".json"), "register:" + filepath.Join(source, "register"), "register:" + filepath.Join(source, name+"-attested"),
		"--config", filepath.Join(source, "assize.yaml"), "--at", "2026-11-23T12:00:00Z", "-q", "-o", "json=" + out}, &bytes.Buffer{}, &stderr)
	if code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var assessment engine.Assessment
	if err := json.Unmarshal(text, &assessment); err != nil {
		t.Fatal(err)
	}
	verdicts := map[string][]engine.Verdict{}
	for _, f := range assessment.Findings {
		if strings.HasPrefix(f.Kind, "github.") {
			verdicts[f.Policy] = append(verdicts[f.Policy], f.Verdict)
		}
	}
	return verdicts
}
