package document

import (
	"regexp"
	"strings"

	"github.com/assize/assize/collectors/kinds/git"
)

// owner is how CODEOWNERS names one: a user, a team, a role of GitLab, or an address.
var owner = regexp.MustCompile(`^(?:@@?[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9._-]+)*|[^@\s]+@[^@\s]+\.[^@\s]+)$`)

// ParseCodeowners reads a CODEOWNERS file. Source: GitHub Docs, "About code owners"; GitLab's sections are taken too.
func ParseCodeowners(text string) git.Codeowners {
	var out git.Codeowners
	number := 0
	for line := range strings.Lines(text) {
		number++
		pattern, owners := splitOwners(line)
		switch {
		case pattern == "":
		case strings.HasPrefix(pattern, "[") || strings.HasPrefix(pattern, "^["): // a section of GitLab's
		case strings.HasPrefix(pattern, "!") || !allOwners(owners):
			out.Invalid = append(out.Invalid, number)
		default:
			out.Rules++
			if pattern == "*" || pattern == "**" || pattern == "/**" || pattern == "/" {
				out.Default = len(owners) > 0 // a later rule for everything replaces an earlier one
			}
		}
	}
	return out
}

// splitOwners splits a line at its white space, "\ " kept together, and drops the comment.
func splitOwners(line string) (pattern string, owners []string) {
	const space = "\x00"
	line = strings.ReplaceAll(strings.ReplaceAll(line, space, ""), `\ `, space)
	for i, word := range strings.Fields(line) {
		if strings.HasPrefix(word, "#") {
			break
		}
		word = strings.ReplaceAll(word, space, " ")
		if i == 0 {
			pattern = word
		} else {
			owners = append(owners, word)
		}
	}
	return pattern, owners
}

func allOwners(words []string) bool {
	for _, word := range words {
		if !owner.MatchString(word) {
			return false
		}
	}
	return true
}
