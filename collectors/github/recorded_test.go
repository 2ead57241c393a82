package github

import (
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/github/githubtest"
)

// TestRecordedProtection reads answers that GitHub gave: a branch without protection, one with next to none, one with all.
func TestRecordedProtection(t *testing.T) {
	text, err := os.ReadFile("testdata/fixtures/branch-protection.json")
	if err != nil {
		t.Fatal(err)
	}
	var recorded []struct {
		Status   int
		Response json.RawMessage
	}
	if err := json.Unmarshal(text, &recorded); err != nil || len(recorded) < 3 {
		t.Fatalf("%d answers: %v", len(recorded), err)
	}
	for i, want := range []map[string]string{
		{"protected": "false", "pull_request_required": "false", "locked": "false"},
		{"protected": "true", "pull_request_required": "false", "force_pushes": "false", "admins_exempt": "true", "signed_commits": "false", "status_checks": "[]"},
		{
			"protected": "true", "pull_request_required": "true", "strict_checks": "true", "status_checks": `[{"context":"foo/bar","app":null}]`,
			"push_restricted": "true", "force_pushes": "false",
		},
	} {
		s := githubtest.Acme(t)
		s.Instead = func(endpoint string, r *http.Request) *githubtest.Answer {
			if endpoint == protectionOf && r.URL.Path == "/repos/acme/bad/branches/main/protection" {
				return &githubtest.Answer{Status: recorded[i].Status, Body: string(recorded[i].Response)}
			}
			return nil
		}
		snapshot := snapshotOf(t, asking(s), target("acme"))
		is(t, factsOf(t, snapshot, "github.branch_protection", "acme/bad@main"), want)
		// The answers are older than branches that are locked.
		gaps := gapsOf(snapshot, "github.branch_protection", "acme/bad@main")
		if locked := gaps["locked"]; len(gaps) != min(i, 1) || i > 0 && locked != collectors.NotFoundAmbiguous {
			t.Errorf("answer %d: gaps %v", i, gaps)
		}
	}
}
