package aws

import (
	"slices"
	"testing"

	"github.com/assize/assize/engine/catalog"
	"github.com/assize/assize/engine/opa/opatest"
	"github.com/assize/assize/policies"
)

// TestBenchmarkIsWhole: each number of CIS AWS Foundations 7.0 is tested by a policy, or the framework says why none can, and
// not both.
func TestBenchmarkIsWhole(t *testing.T) {
	set, frameworks := opatest.BuiltIn(t, policies.FS)
	decided := map[string]bool{}
	for _, p := range set.Policies() {
		for _, control := range p.Controls["cis-aws-7.0"] {
			decided[control] = true
		}
	}
	i := slices.IndexFunc(frameworks.Frameworks(), func(f catalog.Framework) bool { return f.ID == "cis-aws-7.0" })
	if i < 0 {
		t.Fatal("there is no such framework")
	}
	for _, c := range frameworks.Frameworks()[i].Controls {
		if decided[c.ID] == (c.Manual != "") {
			t.Errorf("%s (%s): tested: %v; why by hand: %q", c.ID, c.Title, decided[c.ID], c.Manual)
		}
	}
}
