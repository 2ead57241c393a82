package opa

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// schemaSet reads the kinds' schemas as they are needed.
type schemaSet struct {
	files fs.FS
	kinds map[string]bool

	mutex  sync.Mutex
	parsed map[string]*schema
	texts  map[string][]byte // of what is parsed
	sums   map[string]string // their SHA-256
}

// schema is the part of JSON Schema that the kinds use.
type schema struct {
	Title      string             `json:"title"`
	Type       string             `json:"type"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Items      *schema            `json:"items"`
	AnyOf      []*schema          `json:"anyOf"`
	Enum       []any              `json:"enum"`
	// Additional is false for a closed object, or the schema of a map's values.
	Additional additional `json:"additionalProperties"`
}

type additional struct {
	closed bool
	values *schema
}

// UnmarshalJSON takes a boolean or a schema.
func (a *additional) UnmarshalJSON(text []byte) error {
	if string(text) == "false" || string(text) == "true" {
		a.closed = string(text) == "false"
		return nil
	}
	a.values = &schema{}
	return json.Unmarshal(text, a.values)
}

func openSchemas(files fs.FS) (*schemaSet, error) {
	if files == nil {
		return nil, errors.New("no schemas were given")
	}
	found, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("list schemas: %w", err)
	}
	s := &schemaSet{files: files, kinds: map[string]bool{}, parsed: map[string]*schema{}, texts: map[string][]byte{}, sums: map[string]string{}}
	for _, name := range found {
		if kind := strings.TrimSuffix(name, ".json"); strings.Contains(kind, ".") {
			s.kinds[kind] = true
		}
	}
	if len(s.kinds) == 0 {
		return nil, errors.New("no schemas of kinds were found")
	}
	return s, nil
}

func (s *schemaSet) has(kind string) bool { return s.kinds[kind] }

// of returns a kind's schema.
func (s *schemaSet) of(kind string) (*schema, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if known := s.parsed[kind]; known != nil {
		return known, nil
	}
	text, err := fs.ReadFile(s.files, kind+".json")
	if err != nil {
		return nil, fmt.Errorf("read schema of %s: %w", kind, err)
	}
	var out schema
	if err := json.Unmarshal(text, &out); err != nil {
		return nil, fmt.Errorf("read schema of %s: %w", kind, err)
	}
	sum := sha256.Sum256(text)
	s.parsed[kind], s.texts[kind], s.sums[kind] = &out, text, string(sum[:])
	return &out, nil
}

// textOf is the text of a kind's schema that has been read.
func (s *schemaSet) textOf(kind string) []byte {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.texts[kind]
}

// sumOf is its SHA-256, or "" when none has been read.
func (s *schemaSet) sumOf(kind string) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.sums[kind]
}

// forOPA returns the schemas in the form that OPA's type checker takes.
func (s *schemaSet) forOPA() (*ast.SchemaSet, error) {
	out := ast.NewSchemaSet()
	names := append(sortedKeys(s.kinds), "resources", "records")
	for _, name := range names {
		text, err := fs.ReadFile(s.files, name+".json")
		if err != nil {
			return nil, fmt.Errorf("read schema %s: %w", name, err)
		}
		value, err := decodeJSON(text)
		if err != nil {
			return nil, fmt.Errorf("read schema %s: %w", name, err)
		}
		out.Put(ast.Ref{ast.SchemaRootDocument, ast.StringTerm(name)}, value)
	}
	return out, nil
}

// broken lists the facts of value that the schema requires and that are missing or of another type. A fact in
// a list counts for the list as a whole, since its place there is no name.
func (s *schema) broken(value any) []collectors.Path {
	var out []collectors.Path
	s.walk(value, nil, func(p collectors.Path) { out = append(out, p) })
	return out
}

func (s *schema) walk(value any, at collectors.Path, report func(collectors.Path)) {
	if len(s.AnyOf) > 0 {
		for _, either := range s.AnyOf {
			if either.admits(value) {
				either.walk(value, at, report)
				return
			}
		}
		report(at)
		return
	}
	if !s.admits(value) {
		report(at)
		return
	}
	switch value := value.(type) {
	case map[string]any:
		for _, key := range s.Required {
			if _, found := value[key]; !found {
				report(below(at, key))
			}
		}
		for key, inner := range value {
			if next := s.child(key); next != nil {
				next.walk(inner, below(at, key), report)
			}
		}
	case []any:
		if s.Items != nil {
			for i, inner := range value {
				s.Items.walk(inner, below(at, i), report)
			}
		}
	}
}

// admits says whether a value is of the schema's type.
func (s *schema) admits(value any) bool {
	have := typeName(value)
	switch s.Type {
	case "":
		return true
	case "integer":
		number, ok := value.(json.Number)
		return ok && !strings.ContainsAny(number.String(), ".eE")
	}
	return s.Type == have
}

// child is the schema of a key, or nil when it has none.
func (s *schema) child(key string) *schema {
	if p := s.Properties[key]; p != nil {
		return p
	}
	return s.Additional.values
}

// below is at with one element more, never sharing memory with it.
func below(at collectors.Path, element any) collectors.Path {
	return append(append(make(collectors.Path, 0, len(at)+1), at...), element)
}

func cutAtIndex(p collectors.Path) collectors.Path {
	for i, element := range p {
		if _, isIndex := element.(int); isIndex {
			return p[:i]
		}
	}
	return p
}
