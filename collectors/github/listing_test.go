package github

import (
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
