package reports

import (
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
