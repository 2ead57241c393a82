package opa

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"
)

// loader reads sources into a set and gathers what is wrong.
type loader struct {
	options  LoadOptions
	set      *Set
	problems Problems
	unparsed []ast.Ref // the packages of files that have no syntax tree
	single   bool      // one policy is looked at, whatever else there is
	refused  []*unit   // policies that do not get into the set, since another has their id
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
	l.finish()
	return nil
}

// alone makes the policy of one file the only one of the set; it may use whatever was read before.
func (l *loader) alone(file string, text []byte) {
	l.problems, l.unparsed, l.refused, l.single = nil, nil, nil, true
	others := l.set.packages
	l.set.packages, l.set.units = map[string]*unit{}, nil
	parsed := parsedFile{name: path.Base(file), text: text}
	source := Source{Name: path.Dir(file)}
	parsed.module, parsed.err = ast.ParseModuleWithOpts(source.place(parsed.name), string(text), parserOptions())
	l.file(source, parsed)
	for key, u := range others {
		if l.set.packages[key] == nil {
			l.set.packages[key] = u
		}
	}
	l.finish()
	l.set.units = slices.DeleteFunc(l.set.units, func(u *unit) bool { return u.file != source.place(parsed.name) })
}

// finish works out what follows from all that was read.
func (l *loader) finish() {
	for _, u := range l.set.packages {
		l.set.units = append(l.set.units, u)
	}
	slices.SortFunc(l.set.units, func(a, b *unit) int { return cmp.Compare(a.policy.ID, b.policy.ID) })
	for _, group := range []map[string]*unit{l.set.libs, l.set.packages} {
		for _, u := range group {
			u.used = l.set.uses(u.module)
		}
	}
	for _, u := range l.refused {
		u.used = l.set.uses(u.module)
	}
	for _, u := range l.set.units {
		modules := l.set.modulesFor([]*unit{u})
		u.closure = digestOf(modules)
		for _, used := range modules {
			u.policy.Joins = union(u.policy.Joins, used.policy.Joins)
			u.policy.Records = union(u.policy.Records, used.policy.Records)
		}
	}
}

// union is a sorted list of what is in a or in b; it is never nil.
func union(a, b []string) []string {
	out := append(append([]string{}, a...), b...) // slices.Concat of nothing is nil
	slices.Sort(out)
	return slices.Compact(out)
}

// source reads every policy and shared module of one tree.
func (l *loader) source(source Source) error {
	files, err := regoFiles(source.FS)
	if err != nil {
		return fmt.Errorf("read policies of %s: %w", source.Name, err)
	}
	files = slices.DeleteFunc(files, func(name string) bool { return strings.HasSuffix(name, "_test.rego") })
	parsed := make([]parsedFile, len(files))
	options := parserOptions()
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range files {
		text, err := l.read(source, name)
		if err != nil {
			return fmt.Errorf("read policy %s: %w", name, err)
		}
		parsed[i] = parsedFile{name: name, text: text}
		if text == nil {
			continue
		}
		group.Go(func() error {
			parsed[i].module, parsed[i].err = ast.ParseModuleWithOpts(source.place(name), string(text), options)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, file := range parsed {
		if file.text != nil {
			l.file(source, file)
		}
	}
	return nil
}

// parsedFile is one file with its syntax tree or what is wrong with it.
type parsedFile struct {
	name   string
	text   []byte
	module *ast.Module
	err    error
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

// file files one module under its package.
func (l *loader) file(source Source, parsed parsedFile) {
	file, module := source.place(parsed.name), parsed.module
	if parsed.err != nil {
		l.problems = append(l.problems, unparsable(file, parsed.text, parsed.err)...)
		if path := packageOf(parsed.text); path != nil {
			l.unparsed = append(l.unparsed, path)
		}
		return
	}
	if module == nil {
		l.problem(file, 1, "the file is empty", "remove it")
		return
	}
	u := &unit{module: module, text: parsed.text, name: parsed.name, file: file, source: source}
	path, line := module.Package.Path, module.Package.Location.Row
	switch {
	case len(path) >= 3 && path[1].Equal(ast.StringTerm("lib")):
		l.shared(u)
	case len(path) >= 4 && path[1].Equal(ast.StringTerm("policies")):
		if source.BuiltIn && strings.Join(names(path[2:]), "/")+".rego" != parsed.name {
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
	u.faulty = len(l.problems) > before
	key, line := u.module.Package.Path.String(), u.policy.Line
	other := l.set.packages[key]
	switch {
	case other == nil && u.overrides && !l.single:
		l.problem(u.file, u.metaLine("overrides"), fmt.Sprintf("there is no built-in policy %s to override", u.policy.ID),
			cmp.Or(didYouMean(u.policy.ID, l.builtInIDs()), "remove custom.overrides, or name the package after the policy that it replaces"))
		l.refused = append(l.refused, u)
	case other == nil || u.overrides && other.source.BuiltIn && !u.source.BuiltIn: // for a single one, others are not there yet
		l.set.packages[key] = u
	case other.source.BuiltIn && !u.source.BuiltIn:
		l.problem(u.file, line, fmt.Sprintf("policy %s is built in (%s)", u.policy.ID, other.file),
			"choose another name for the package, or set custom.overrides: true to replace the built-in policy")
		l.refused = append(l.refused, u)
	default:
		l.problem(u.file, line, fmt.Sprintf("policy %s is defined twice, also by %s", u.policy.ID, other.file), "choose another name for one of the packages")
		l.refused = append(l.refused, u)
	}
}

func (l *loader) builtInIDs() []string {
	var out []string
	for _, u := range l.set.packages {
		if u.source.BuiltIn {
			out = append(out, u.policy.ID)
		}
	}
	return out
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

// packageOf is the package that a file which does not parse says that it is, or nil.
func packageOf(text []byte) ast.Ref {
	for line := range strings.Lines(string(text)) {
		if name, found := strings.CutPrefix(strings.TrimSpace(line), "package "); found {
			if ref, err := ast.ParseRef("data." + strings.TrimSpace(name)); err == nil {
				return ref
			}
		}
	}
	return nil
}
