package document

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors/kinds/git"
)

func TestFind(t *testing.T) {
	paths := []string{".github/deep/SECURITY.md", "README", "SECURITY.rst", "docs/Security.md", "securityholes.md", "x/security.md"}
	for want, asked := range map[string][]string{"SECURITY.rst": {"security"}, "README": {"readme"}, "": {"changelog", "news"}} {
		if got := Find(paths, CommunityFolders[:], asked...); got != want {
			t.Errorf("%q is found for %q, want %q", got, asked, want)
		}
	}
	if got := Find(append(paths, ".github/security.md"), CommunityFolders[:], "security"); got != ".github/security.md" {
		t.Errorf("%q comes before the folder of GitHub", got)
	}
}

func TestCodeowners(t *testing.T) {
	got := ParseCodeowners("# ours\n* @acme/core\n/docs ada@example.org # prose\n/x not-an-owner\n[section]\n!/y @a\nwith\\ blank @b\n")
	if diff := cmp.Diff(git.Codeowners{Rules: 3, Default: true, Invalid: []int{4, 6}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHasContact(t *testing.T) {
	for text, want := range map[string]bool{
		"Write to security@example.org.": true, "security [at] example [dot] org": true, "https://example.org/report": true,
		"[advisories](../../security/advisories/new)": true, "Please do not.": false, "": false,
	} {
		if got := HasContact([]byte(text)); got != want {
			t.Errorf("%q names somebody: %t", text, got)
		}
	}
}
