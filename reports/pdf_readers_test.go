package reports

import (
	"regexp"
	"strings"
	"testing"
)

// TestFontsAreNamed reads the fonts' names: each says that it is a part of which font, and each is embedded.
func TestFontsAreNamed(t *testing.T) {
	list := run(t, "pdffonts", saved(t, pdfOf(t, sample())))
	for _, want := range []string{"Inter-Regular", "Inter-SemiBold", "Inter-Bold", "JetBrainsMono-Regular"} {
		if !regexp.MustCompile(`(?m)^[A-Z]{6}\+` + want + ` +CID TrueType +Identity-H +yes yes yes `).MatchString(list) {
			t.Errorf("%s is not embedded as a part with its characters:\n%s", want, list)
		}
	}
}

// TestTagsAreReadOut asks another program what a screen reader gets.
func TestTagsAreReadOut(t *testing.T) {
	heard := flat(run(t, "pdfinfo", "-struct-text", saved(t, pdfOf(t, sample()))))
	for _, want := range []string{
		`H1 (block) "IT policy audit`,
		`TOC TOCI Reference (inline) Link (inline) "Scope, method and completeness 3"`,
		`P (block) "7 findings fail: 4 critical, 2 high and 1 medium." P (block) "12 of 16 applicable findings were decided`,
		`P (block) "The gate did not pass (threshold high; at most 0 unknown allowed)." L (block) LI (block) Lbl (block) "· " LBody (block) P (block) "6 findings fail`,
		`P (block) "fail it does not hold to the policy, with certainty "`,
		`TH: /Scope /Column "Page " TR TD P (block) "critical" TH: /Scope /Row Link (inline) "Every account has a password or is locked "`,
		`"Run " LBody (block) P (block) "0123456789abcdef"`,
	} {
		if !strings.Contains(heard, want) {
			t.Errorf("%s is not heard", want)
		}
	}
	for _, never := range []string{"Page 3 of", "(continued)"} {
		if strings.Contains(heard, never) {
			t.Errorf("%q is read out", never)
		}
	}
}
