package github

import (
	"crypto/sha1" // what git names its objects by
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// TestListingForm notices when other files may be read than those that lists hold which were kept before.
func TestListingForm(t *testing.T) {
	folders := []string{"", ".github/", "docs/", "doc/", ".github/workflows/", ".github/actions/a/", ".github/actions/a/b/", "a/", "a/b/", "node_modules/x/", "vendor/x/", ".gitlab/", ".circleci/", ".azure/"}
	names := strings.Fields(`action.yml action.yaml ci.yml ci.yaml config.yml dependabot.yml dependabot.yaml renovate.json renovate.json5 CODEOWNERS codeowners
		SECURITY SECURITY.md security.txt security.rst LICENSE LICENSE.md LICENCE COPYING UNLICENSE NOTICE README README.md readme.rst CHANGELOG.md CHANGES HISTORY.md NEWS
		RELEASES.md CONTRIBUTING.md SUPPORT.md CODE_OF_CONDUCT.md GOVERNANCE.md MAINTAINERS OWNERS AUTHORS PULL_REQUEST_TEMPLATE.md FUNDING.yml SBOM.json Makefile
		Dockerfile Jenkinsfile .gitlab-ci.yml .travis.yml azure-pipelines.yml bitbucket-pipelines.yml package.json go.mod main.go`)
	var taken []string
	for _, folder := range folders {
		for _, name := range names {
			if listable(folder + name) {
				taken = append(taken, folder+name)
			}
		}
	}
	sum := sha256.Sum256([]byte(strings.Join(taken, "\n")))
	got := fmt.Sprintf("%d %s", listingForm, hex.EncodeToString(sum[:8]))
	if want := "1 15d2d5103e009cb0"; got != want {
		t.Errorf("form and digest of what is listed are %q, want %q: if listable takes in other files, raise listingForm and put the new ones here\n%s", got, want, strings.Join(taken, "\n"))
	}
}

// TestHeldOfKept: of files that were kept no more are held than of those that are fetched, however well they pack.
func TestHeldOfKept(t *testing.T) {
	s := &store{old: map[string]kept{}, now: map[string]kept{}}
	var files []file
	for i := range 20 {
		text := []byte(fmt.Sprint("#", i, strings.Repeat(" ", 1<<20-16)))
		sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(text), text))
		f := file{path: fmt.Sprintf(".github/workflows/%d.yml", i), oid: hex.EncodeToString(sum[:]), size: len(text), mode: 0o100644}
		s.keepBlob(f.oid, text)
		files = append(files, f)
	}
	s.old, s.now = s.now, map[string]kept{}
	c := &clone{sizes: map[string]int{}, texts: map[string][]byte{}}
	if names := c.lacks(files, s); len(names) > 0 || len(c.sizes) != len(files) {
		t.Errorf("%d files are to be fetched, and of %d it is known how long they are", len(names), len(c.sizes))
	}
	if c.held == 0 || c.held > maxTexts {
		t.Errorf("%d MB are held", c.held>>20)
	}
}
