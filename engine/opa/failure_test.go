package opa

import (
	"testing"

	"github.com/assize/assize/collectors"
)

// TestPlainPaths: a path that is taken as it stands is one that would be written so.
func TestPlainPaths(t *testing.T) {
	for text, plain := range map[string]bool{
		"a": true, "a.b": true, "_a1.B2_": true, "running": true, "a.b.c9": true,
		"": false, ".": false, ".a": false, "a.": false, "a..b": false, "9a": false, "a.9b": false, "a-b": false, "a b": false,
		`a["b"]`: false, "a[0]": false, "ä": false, "a.ä": false, "a\n": false, "a\x00": false,
	} {
		if plainPath(text) != plain {
			t.Errorf("plainPath(%q) is %t", text, !plain)
		}
		if path, err := collectors.ParsePath(text); plain && (err != nil || path.String() != text) {
			t.Errorf("%q is written %q, %v", text, path, err)
		}
	}
}
