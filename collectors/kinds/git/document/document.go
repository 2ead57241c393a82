// Package document says which files of a repository are its documents, and reads them: who owns what, how holes are reported, the
// licence. It holds what every collector shares that reads a repository's files, from a checkout or through an interface.
//
// It reads no file itself, and judges none.
package document

import (
	"regexp"
	"slices"
	"strings"
)

// CommunityFolders are where forges look for a repository's documents, in their order. Source: GitHub Docs,
// "Creating a default community health file".
var CommunityFolders = [...]string{".github/", "", "docs/"}

// Codeowners are the places of a file of code owners, in the order in which forges look. Source: GitHub Docs, "About code owners";
// the last is GitLab's.
var Codeowners = [...]string{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}

// Find returns the first of some files that has one of the stems (lower case, without ending) and lies right in one of the folders,
// "" where none does. Folders and stems come in the order of preference.
func Find(paths, folders []string, stems ...string) string {
	for _, folder := range folders {
		for _, stem := range stems {
			at := slices.IndexFunc(paths, func(p string) bool {
				base, inside := strings.CutPrefix(p, folder)
				return inside && !strings.Contains(base, "/") && HasStem(base, stem)
			})
			if at >= 0 {
				return paths[at]
			}
		}
	}
	return ""
}

// HasStem says whether a file is called stem, whatever its case, bare or with an ending of a document.
func HasStem(base, stem string) bool {
	rest, found := strings.CutPrefix(strings.ToLower(base), stem)
	if !found {
		return false
	}
	switch rest {
	case "", ".md", ".txt", ".rst", ".adoc", ".markdown", ".org", ".html":
		return true
	}
	return false
}

// contact matches what one can write to: an address or a link.
var contact = regexp.MustCompile(`(?i)[a-z0-9._%+-]+(?:@|\s*\[at\]\s*|\s*\(at\)\s*)[a-z0-9-]+(?:\.|\s*\[dot\]\s*)[a-z]{2,}|https?://[^\s/]+\.[^\s/]+|\]\(\.\./|keybase|security/advisories`)

// HasContact says whether a text names an address, a link or a form.
func HasContact(text []byte) bool { return contact.Match(text) }
