package config

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const twoSources = "policies:\n  - mine\n  - {path: ours.tar.gz, key: ours.pem, trusted: true}\n"

func TestPoliciesAreTrustedOnlyWhereTheFileSaysSo(t *testing.T) {
	c, err := Load(write(t, "assize.yaml", twoSources))
	if err != nil {
		t.Fatal(err)
	}
	want := []PolicySource{{Path: "mine"}, {Path: "ours.tar.gz", Key: "ours.pem", Trusted: true}}
	if diff := cmp.Diff(want, c.Policies); diff != "" {
		t.Error(diff)
	}
	if c.Vouches() {
		t.Error("a file that was named is told from one that was found by nothing")
	}
}

func TestAFileThatNobodyNamedVouchesForItsPolicies(t *testing.T) {
	t.Chdir(t.TempDir())
	for text, want := range map[string]bool{twoSources: true, "policies: [mine]\n": false} {
		if err := os.WriteFile(DefaultFile, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := Load("")
		if err != nil {
			t.Fatal(err)
		}
		if c.Vouches() != want {
			t.Errorf("%q: vouches is %v", text, c.Vouches())
		}
	}
}
