package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

func TestAnnotationsGolden(t *testing.T) {
	var b bytes.Buffer
	if err := (Annotations{}).Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	golden(t, "annotations.txt", b.Bytes())
}

// TestAnnotationsShowWhatCounts: neither waived nor known failures, and the worst first.
func TestAnnotationsShowWhatCounts(t *testing.T) {
	a := sample()
	var b bytes.Buffer
	for i := range a.Findings {
		for j := range a.Findings[i].Failures {
			a.Findings[i].Failures[j].Known = true
		}
	}
	if err := (Annotations{}).Write(&b, a); err != nil || b.Len() != 0 {
		t.Errorf("%v: %s", err, b.String())
	}
}

func FuzzAnnotation(f *testing.F) {
	f.Add("a\r\n::error::x", "b,file=c::d%0A")
	f.Add("\u202e\u2028", "\x1b[1m\xff")
	f.Fuzz(func(t *testing.T, name, message string) {
		finding := &engine.Finding{PolicyRef: &engine.PolicyRef{Policy: "a/b", Severity: engine.High}, ResourceRef: &engine.ResourceRef{Resource: "r", Name: name}}
		finding.Origin.File = message
		var b bytes.Buffer
		annotation(&b, finding, name, message)
		line := strings.TrimSuffix(b.String(), "\n")
		if strings.ContainsAny(line, "\r\n") || strings.Count(b.String(), "\n") != 1 {
			t.Fatalf("%q is more than a line", b.String())
		}
		head, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		if parts := strings.Split(head, ","); len(parts) > 2 || !strings.HasPrefix(head, "error title=") {
			t.Fatalf("%q has other properties", head)
		}
	})
}
