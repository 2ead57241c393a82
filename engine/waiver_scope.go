package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
)

// A Scope says which resources a waiver is about: either by Pattern, or by the other parts, of which all that are given
// must match. Each is a pattern (see [Glob]). A scope that gives nothing covers nothing. In JSON and YAML it is a text
// or an object.
type Scope struct {
	// Pattern is "target", "target/resource" or "target/resource#key". One with a # names keys and never covers a
	// resource as a whole.
	Pattern string
	scopeParts
}

// scopeParts are the parts of a scope that is an object.
type scopeParts struct {
	Kind   string `json:"kind,omitempty" yaml:"kind,omitempty"`
	Target string `json:"target,omitempty" yaml:"target,omitempty"`
	// ID is the resource's id, Key the key of a failure.
	ID  string `json:"id,omitempty" yaml:"id,omitempty"`
	Key string `json:"key,omitempty" yaml:"key,omitempty"`
	// Tags are patterns by the tag's name. A resource that lacks one of them is not meant.
	Tags map[string]string `json:"tags,omitempty" yaml:"tags,omitempty"`
}

// ScopeKeys are the keys of a scope that is an object.
func ScopeKeys() []string { return []string{"kind", "target", "id", "key", "tags"} }

// ScopeOf makes a scope of its parts; any may be empty.
func ScopeOf(kind, target, id, key string, tags map[string]string) Scope {
	return Scope{scopeParts: scopeParts{Kind: kind, Target: target, ID: id, Key: key, Tags: tags}}
}

// Empty says whether it gives nothing.
func (s Scope) Empty() bool {
	return s.Pattern == "" && s.Kind == "" && s.Target == "" && s.ID == "" && s.Key == "" && len(s.Tags) == 0
}

// String is the pattern, or the parts in words, for example "kind linux.sshd, target web*, tag env=test".
func (s Scope) String() string {
	if s.Pattern != "" {
		return s.Pattern
	}
	var out []string
	for _, part := range [][2]string{{"kind", s.Kind}, {"target", s.Target}, {"id", s.ID}, {"key", s.Key}} {
		if part[1] != "" {
			out = append(out, part[0]+" "+part[1])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Tags)) {
		out = append(out, "tag "+name+"="+s.Tags[name])
	}
	return strings.Join(out, ", ")
}

// MarshalJSON implements json.Marshaler.
func (s Scope) MarshalJSON() ([]byte, error) {
	var value any = s.scopeParts
	if s.Pattern != "" {
		value = s.Pattern
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return out.Bytes(), err
}

// UnmarshalJSON implements json.Unmarshaler. It refuses keys that it does not know: a part that is not understood would
// make the scope wider.
func (s *Scope) UnmarshalJSON(text []byte) error {
	*s = Scope{}
	if bytes.HasPrefix(text, []byte(`"`)) {
		return json.Unmarshal(text, &s.Pattern)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s.scopeParts); err != nil {
		return err
	}
	if s.Empty() {
		return errors.New("a waiver's resource says nothing")
	}
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (s Scope) MarshalYAML() (any, error) {
	if s.Pattern != "" {
		return s.Pattern, nil
	}
	return s.scopeParts, nil
}

// UnmarshalYAML reads either form. Unknown keys are for the caller to find: the YAML reader does not tell here.
func (s *Scope) UnmarshalYAML(unmarshal func(any) error) error {
	*s = Scope{}
	if unmarshal(&s.Pattern) == nil {
		return nil
	}
	return unmarshal(&s.scopeParts)
}

func (s Scope) covers(f *Finding, key string) bool {
	if s.Pattern != "" {
		if strings.Contains(s.Pattern, "#") {
			return Glob(s.Pattern, f.Target+"/"+f.Resource+"#"+key)
		}
		return Glob(s.Pattern, f.Target) || Glob(s.Pattern, f.Target+"/"+f.Resource)
	}
	for _, part := range [][2]string{{s.Kind, f.Kind}, {s.Target, f.Target}, {s.ID, f.Resource}, {s.Key, key}} {
		if part[0] != "" && !Glob(part[0], part[1]) {
			return false
		}
	}
	return !s.Empty() && (len(s.Tags) == 0 || s.tagged(f.Labels()))
}

func (s Scope) tagged(tags map[string]string) bool {
	for name, pattern := range s.Tags {
		value, there := tags[name]
		if !there || !Glob(pattern, value) {
			return false
		}
	}
	return true
}

// Glob is path.Match with slashes as ordinary characters. What equals the text itself always matches, so that a key such
// as running["kernel.sysrq"] can be copied from a report; a broken pattern matches nothing else.
func Glob(pattern, text string) bool {
	if pattern == text {
		return true
	}
	if !strings.ContainsAny(pattern, `*?[\`) {
		return false
	}
	const slash = "\x00"
	matched, err := path.Match(strings.ReplaceAll(pattern, "/", slash), strings.ReplaceAll(text, "/", slash))
	return err == nil && matched
}

// Literal is a pattern that matches the text. What has no * ? or \ is left as it is, to be read easily.
func Literal(text string) string {
	if !strings.ContainsAny(text, `*?\`) {
		return text
	}
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(text)
}
