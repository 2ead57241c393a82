package collectors

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Path leads to a fact inside a resource. It is written as a Rego reference without "input", for example
// running["net.ipv4.ip_forward"] or rules[2].commands. Its elements are object keys (string) and list
// indexes (int).
type Path []any

// PathOf makes a path from keys and indexes.
func PathOf(elements ...any) Path { return Path(elements) }

// String writes the path in its one canonical form.
func (p Path) String() string {
	var b strings.Builder
	for i, element := range p {
		switch element := element.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", element)
		case string:
			switch {
			case !identifier(element):
				b.WriteString("[" + quote(element) + "]")
			case i == 0:
				b.WriteString(element)
			default:
				b.WriteString("." + element)
			}
		}
	}
	return b.String()
}

// quote writes a key as a JSON string, which is also a Rego string.
func quote(key string) string {
	text, err := Canonical(key)
	if err != nil { // only invalid UTF-8 fails, and that is replaced before it gets here
		return strconv.Quote(key)
	}
	return string(text)
}

func identifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

var errPath = errors.New("not a fact path")

// ParsePath reads what String writes.
func ParsePath(text string) (Path, error) {
	var out Path
	rest := text
	for rest != "" {
		switch {
		case rest[0] == '[':
			element, tail, err := bracket(rest[1:])
			if err != nil {
				return nil, fmt.Errorf("%w: %q", err, text)
			}
			out, rest = append(out, element), tail
		case rest[0] == '.' && len(out) > 0, len(out) == 0:
			rest = strings.TrimPrefix(rest, ".")
			end := strings.IndexAny(rest, ".[")
			if end < 0 {
				end = len(rest)
			}
			if !identifier(rest[:end]) {
				return nil, fmt.Errorf("%w: %q", errPath, text)
			}
			out, rest = append(out, rest[:end]), rest[end:]
		default:
			return nil, fmt.Errorf("%w: %q", errPath, text)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: %q", errPath, text)
	}
	return out, nil
}

// bracket reads `"key"]` or `12]` and returns what follows.
func bracket(s string) (any, string, error) {
	if strings.HasPrefix(s, `"`) {
		quoted, err := strconv.QuotedPrefix(s)
		if err != nil {
			return nil, "", errPath
		}
		key, err := strconv.Unquote(quoted)
		rest, closed := strings.CutPrefix(s[len(quoted):], "]")
		if err != nil || !closed {
			return nil, "", errPath
		}
		return key, rest, nil
	}
	digits, rest, closed := strings.Cut(s, "]")
	index, err := strconv.Atoi(digits)
	if err != nil || !closed || index < 0 {
		return nil, "", errPath
	}
	return index, rest, nil
}

// HasPrefix says whether p is prefix itself or lies below it.
func (p Path) HasPrefix(prefix Path) bool {
	if len(p) < len(prefix) {
		return false
	}
	for i := range prefix {
		if p[i] != prefix[i] {
			return false
		}
	}
	return true
}

// Lookup follows the path from value, which is made of map[string]any and []any.
func (p Path) Lookup(value any) (any, bool) {
	for _, element := range p {
		switch container := value.(type) {
		case map[string]any:
			key, isKey := element.(string)
			if !isKey {
				return nil, false
			}
			next, found := container[key]
			if !found {
				return nil, false
			}
			value = next
		case []any:
			index, isIndex := element.(int)
			if !isIndex || index >= len(container) {
				return nil, false
			}
			value = container[index]
		default:
			return nil, false
		}
	}
	return value, true
}

// remove deletes the fact at p from object. A missing last key is fine (the fact may have been left out
// already); a missing container is not.
func (p Path) remove(object map[string]any) error {
	if len(p) == 0 {
		return fmt.Errorf("%w: empty", errPath)
	}
	parent, found := p[:len(p)-1].Lookup(object)
	if !found {
		return fmt.Errorf("no fact at %s", p[:len(p)-1])
	}
	container, isObject := parent.(map[string]any)
	key, isKey := p[len(p)-1].(string)
	if !isObject || !isKey {
		return fmt.Errorf("%s is an element of a list: name the list as a whole", p)
	}
	delete(container, key)
	return nil
}
