package git

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	kinds "github.com/assize/assize/collectors/kinds/git"
)

// TestSources: of which repositories a checkout is a clone, as git itself reads its remotes.
func TestSources(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	user := "[url \"git@github.com:\"]\n\tinsteadOf = gh:\n[url \"https://wrong.example.org/\"]\n\tinsteadOf = gh\n"
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(user), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		commands [][]string
		want     []kinds.Source
	}{
		"none": {nil, []kinds.Source{}},
		"a folder": {
			[][]string{{"remote", "add", "origin", "/srv/git/web.git"}}, []kinds.Source{}},
		"the SSH port that firewalls let through": {
			[][]string{{"remote", "add", "origin", "ssh://git@ssh.github.com:443/acme/web.git"}},
			[]kinds.Source{{Remote: "origin", Place: "github.com/acme/web"}}},
		"a short name of the user's": {
			[][]string{{"remote", "add", "origin", "gh:acme/web"}},
			[]kinds.Source{{Remote: "origin", Place: "github.com/acme/web"}}},
		"a short name of the checkout's": {
			[][]string{{"config", "url.https://ghe.example.org:8443/.insteadOf", "work:"}, {"remote", "add", "origin", "work:acme/web"}},
			[]kinds.Source{{Remote: "origin", Place: "ghe.example.org:8443/acme/web"}}},
		"a fork, and what it was forked from": {
			[][]string{{"remote", "add", "origin", "git@github.com:ann/web.git"}, {"remote", "add", "a-parent", "https://github.com/acme/web"}},
			[]kinds.Source{{Remote: "origin", Place: "github.com/ann/web"}}},
		"the branch follows another remote than origin": {
			[][]string{{"remote", "add", "origin", "git@github.com:ann/web.git"}, {"remote", "add", "upstream", "https://github.com/acme/web"},
				{"config", "branch.main.remote", "upstream"}},
			[]kinds.Source{{Remote: "upstream", Place: "github.com/acme/web"}}},
		"two servers": {
			[][]string{{"remote", "add", "mirror", "https://git.example.org/acme/web"}, {"remote", "add", "hub", "https://u:p@github.com/Acme/Web.git"}},
			[]kinds.Source{{Remote: "hub", Place: "github.com/Acme/Web"}, {Remote: "mirror", Place: "git.example.org/acme/web"}}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCheckout(t)
			c.commit(map[string]string{"a": "b"})
			for _, command := range test.commands {
				c.git(command...)
			}
			got := factsOf[kinds.Repository](t, visited(t, c.dir), "git.repository", ".").Sources
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("sources (-want +got):\n%s", diff)
			}
		})
	}
}
