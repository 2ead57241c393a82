package terraform

import "strings"

// A step is one element of an address, with the key that follows it in brackets, as it is written.
type step struct{ name, key string }

// split cuts a reference or an address at the dots that stand in no bracket: `a.b["c.d"].e` is a, b["c.d"], e.
func split(text string) (steps []step, ok bool) {
	for rest := text; ; {
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		s := step{name: rest[:end]}
		rest = rest[end:]
		for strings.HasPrefix(rest, "[") {
			n := bracket(rest)
			if n < 0 {
				return nil, false
			}
			s.key += rest[:n]
			rest = rest[n:]
		}
		if s.name == "" {
			return nil, false
		}
		steps = append(steps, s)
		if rest == "" {
			return steps, true
		}
		if rest[0] != '.' {
			return nil, false
		}
		rest = rest[1:]
	}
}

// bracket is the length of the bracket that text begins with, or -1.
func bracket(text string) int {
	quoted := false
	for i := 1; i < len(text); i++ {
		switch {
		case quoted && text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ']' && !quoted:
			return i + 1
		}
	}
	return -1
}

// parseAddress reads the address of a resource: the modules on the way to it, and at last its name.
func parseAddress(text string) ([]step, bool) {
	parts, ok := split(text)
	if !ok {
		return nil, false
	}
	var out []step
	for len(parts) >= 2 && parts[0].name == "module" && parts[0].key == "" {
		out, parts = append(out, parts[1]), parts[2:]
	}
	if len(parts) > 0 && parts[0].name == "data" {
		parts = parts[1:]
	}
	if len(parts) != 2 || parts[0].key != "" {
		return nil, false
	}
	return append(out, parts[1]), true
}
