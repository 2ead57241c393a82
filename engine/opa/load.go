package opa

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// loader reads sources into a set and gathers what is wrong.
type loader struct {
	options  LoadOptions
	set      *Set
	problems Problems
	unparsed bool // some file has no syntax tree
}

func newLoader(o LoadOptions) *loader {
	return &loader{options: o, set: &Set{libs: map[string]*unit{}, packages: map[string]*unit{}, compiled: &programCache{}, using: &sync.RWMutex{}}}
}

func (l *loader) load() error {
	var err error
	if l.set.schemas, err = openSchemas(l.options.Schemas); err != nil {
		return err
	}
	for _, source := range l.options.Sources {
		if err := l.source(source); err != nil {
			return err
		}
	}
	for _, u := range l.set.packages {
		l.set.units = append(l.set.units, u)
	}
	slices.SortFunc(l.set.units, func(a, b *unit) int { return cmp.Compare(a.policy.ID, b.policy.ID) })
	for _, u := range l.set.units {
		modules := l.set.modulesFor([]*unit{u})
		u.closure = digestOf(modules)
		for _, used := range modules {
			u.policy.Joins = union(u.policy.Joins, used.policy.Joins)
			u.policy.Records = union(u.policy.Records, used.policy.Records)
		}
	}
	return nil
}

// union is a sorted list of what is in a or in b; it is never nil.
func union(a, b []string) []string {
	out := slices.Concat([]string{}, a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// source reads every policy and shared module of one tree.
func (l *loader) source(source Source) error {
	files, err := regoFiles(source.FS)
	if err != nil {
		return fmt.Errorf("read policies of %s: %w", source.Name, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		text, err := l.read(source, name)
		if err != nil {
			return fmt.Errorf("read policy %s: %w", name, err)
		}
		if text != nil {
			l.file(source, name, text)
		}
	}
	return nil
}

// regoFiles lists all .rego files, sorted. A link is not followed.
func regoFiles(tree fs.FS) ([]string, error) {
	var out []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && path.Ext(name) == ".rego" {
			out = append(out, name)
		}
		return err
	})
	return out, err
}

// place is how messages name a file.
func (s Source) place(name string) string {
	if s.BuiltIn {
		return path.Join("policies", name)
	}
	return path.Join(s.Name, name)
}

func parserOptions() ast.ParserOptions {
	return ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1, Capabilities: capabilities()}
}

// file reads one module and files it under its package.
func (l *loader) file(source Source, name string, text []byte) {
	file := source.place(name)
	module, err := ast.ParseModuleWithOpts(file, string(text), parserOptions())
	if err != nil {
		l.problems = append(l.problems, fromOPA(file, err)...)
		l.unparsed = true
		return
	}
	if module == nil {
		l.problem(file, 1, "the file is empty", "remove it")
		return
	}
	u := &unit{module: module, text: text, name: name, file: file, source: source}
	path, line := module.Package.Path, module.Package.Location.Row
	switch {
	case len(path) >= 3 && path[1].Equal(ast.StringTerm("lib")):
		l.shared(u)
	case len(path) >= 4 && path[1].Equal(ast.StringTerm("policies")):
		if source.BuiltIn && strings.Join(names(path[2:]), "/")+".rego" != name {
			l.problem(file, line, fmt.Sprintf("package %s is not the file's path", path), "name the package policies.<folder>.<file>")
		}
		l.policy(u)
	default:
		l.problem(file, line, fmt.Sprintf("package %s is neither a policy nor shared", strings.TrimPrefix(path.String(), "data.")),
			"name it policies.<domain>.<name>, or lib.<noun> for rules that policies share")
	}
}

// shared files a module below data.lib.
func (l *loader) shared(u *unit) {
	key := u.module.Package.Path.String()
	if other := l.set.libs[key]; other != nil {
		l.problem(u.file, u.module.Package.Location.Row, fmt.Sprintf("package %s is already defined by %s", key, other.file),
			"choose another name")
		return
	}
	l.reads(u)
	l.set.libs[key] = u
}

// policy reads the metadata of a policy and files it.
func (l *loader) policy(u *unit) {
	before := len(l.problems)
	l.metadata(u)
	l.shape(u)
	l.reads(u)
	if len(l.problems) > before {
		return
	}
	key, line := u.module.Package.Path.String(), u.policy.Line
	other := l.set.packages[key]
	switch {
	case other == nil && u.overrides:
		l.problem(u.file, line, fmt.Sprintf("there is no built-in policy %s to override", u.policy.ID), "remove custom.overrides")
	case other == nil || u.overrides && other.source.BuiltIn && !u.source.BuiltIn:
		l.set.packages[key] = u
	case other.source.BuiltIn && !u.source.BuiltIn:
		l.problem(u.file, line, fmt.Sprintf("policy %s is built in (%s)", u.policy.ID, other.file),
			"choose another name, or set custom.overrides: true to replace it")
	default:
		l.problem(u.file, line, fmt.Sprintf("policy %s is defined twice, also by %s", u.policy.ID, other.file), "choose another name")
	}
}

func (l *loader) problem(file string, line int, message, hint string) {
	l.problems = append(l.problems, Problem{File: file, Line: line, Message: message, Hint: hint})
}

// names are the constant parts of a reference as text.
func names(ref ast.Ref) []string {
	out := make([]string, 0, len(ref))
	for _, term := range ref {
		if s, ok := term.Value.(ast.String); ok {
			out = append(out, string(s))
		}
	}
	return out
}
