package main

import (
	"runtime/debug"
	"testing"
)

func TestTheVersionNamesTheSources(t *testing.T) {
	for _, c := range []struct{ revision, modified, want string }{
		{"0123456789abcdef", "false", "dev-0123456789ab"},
		{"0123456789abcdef", "true", "dev-0123456789ab+changed"},
		{"", "", "dev"},
	} {
		got := developmentVersion([]debug.BuildSetting{{Key: "vcs.revision", Value: c.revision}, {Key: "vcs.modified", Value: c.modified}})
		if got != c.want {
			t.Errorf("%q, modified %q: got %q, want %q", c.revision, c.modified, got, c.want)
		}
	}
}
