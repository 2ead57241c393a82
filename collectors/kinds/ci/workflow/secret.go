package workflow

import (
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors/kinds/ci"
)

// A spot is a place of the plain YAML: the keys that lead to it.
type spot []string

// job returns the job that a spot is in, or "".
func (s spot) job() string {
	if len(s) > 1 && s[0] == "jobs" {
		return s[1]
	}
	return ""
}

// sink says what becomes of a text there.
func (s spot) sink() string {
	last := s[len(s)-1]
	above := ""
	if len(s) > 1 {
		above = s[len(s)-2]
	}
	switch {
	case last == "if":
		return "if"
	case last == "run":
		return "run"
	case above == "env" || last == "env":
		return "env"
	case above == "credentials" || last == "credentials":
		return "container"
	case above == "with" && slices.Contains(scriptInputs[:], strings.ToLower(last)):
		return "run"
	case above == "with":
		return "input"
	case above == "secrets":
		return "call"
	}
	return "other"
}

// secretReads notes the secrets that a file reads: the names, upper case as GitHub has them, and the places.
func (f *file) secretReads() {
	names := map[string]bool{}
	f.walkSecrets(f.root, spot{""}, names)
	slices.SortStableFunc(f.facts.SecretReads, func(a, b ci.SecretRead) int { return a.Line - b.Line })
	f.facts.SecretsUsed = make([]string, 0, len(names))
	for name := range names {
		f.facts.SecretsUsed = append(f.facts.SecretsUsed, name)
	}
	slices.Sort(f.facts.SecretsUsed)
}

func (f *file) walkSecrets(n *yaml.Node, at spot, names map[string]bool) {
	switch n.Kind {
	case yaml.ScalarNode:
		text := n.Value
		if at.sink() == "if" && !strings.Contains(text, "${{") {
			text = "${{" + text + "}}"
		}
		for _, e := range expressions(text) {
			for _, name := range secretNames(e.text) {
				names[name] = true
				line := n.Line + e.line
				if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
					line++ // the text of a block begins on the line after its indicator
				}
				f.facts.SecretReads = append(f.facts.SecretReads, ci.SecretRead{Name: name, Sink: at.sink(), Job: at.job(), Line: min(line, len(f.lines))})
			}
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			below := append(slices.Clone(at), n.Content[i].Value)
			if at[0] == "" {
				below = below[1:]
			}
			f.walkSecrets(n.Content[i+1], below, names)
		}
	default: // what an alias stands for is walked where it is written
		for _, child := range n.Content {
			f.walkSecrets(child, at, names)
		}
	}
}

var (
	quotedText = regexp.MustCompile(`'(?:[^']|'')*'`)
	secretRead = regexp.MustCompile(`(?i)\bsecrets\b\s*(?:\.\s*([A-Za-z_][A-Za-z0-9_]*)|\[\s*'([A-Za-z_][A-Za-z0-9_]*)'\s*\])?`)
)

// secretNames returns the secrets that an expression reads, each once, sorted; "*" for all.
func secretNames(text string) []string {
	plain := quotedText.ReplaceAllStringFunc(text, func(quoted string) string {
		if strings.EqualFold(quoted, "'secrets'") || strings.Contains(strings.ToLower(quoted), "secrets.") {
			return "''" // a text about secrets, not a secret
		}
		return quoted
	})
	var out []string
	for _, m := range secretRead.FindAllStringSubmatch(plain, -1) {
		name := strings.ToUpper(m[1] + m[2])
		if name == "" {
			name = "*"
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
