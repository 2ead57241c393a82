// Package opa loads IT policies written in Rego and judges snapshots with them. It is the only package that
// imports Open Policy Agent.
//
// A policy says what fails; this package derives everything else. A verdict is pass or fail only when no fact
// that was not read could have changed it: see judge.go for how that is decided and refs.go for what it rests
// on. Policies get an allow-list of builtins: nothing that they can call reaches the network, the clock, the
// environment or random numbers, and all output is sorted.
package opa

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/version"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/catalog"
)

// Version is the version of OPA that judges.
func Version() string { return version.Version }

// A Source is one tree of policies.
type Source struct {
	// Name is "built-in" or the folder that the user named; it is engine.Policy.Source.
	Name string
	FS   fs.FS
	// BuiltIn marks the policies that come with the program. A test has type-checked them, so Load does not.
	BuiltIn bool
	// Trusted marks policies that whoever runs the audit vouches for. Built-in ones are trusted.
	Trusted bool
}

// LoadOptions say what to load and what to hold it against.
type LoadOptions struct {
	// Sources are read in order. A policy of a later one replaces a built-in one of the same id if it says so
	// by custom.overrides.
	Sources []Source
	// Schemas holds <kind>.json for every kind, resources.json and records.json.
	Schemas fs.FS
	// Frameworks are the controls that a policy may name; nil accepts any.
	Frameworks *catalog.Catalog
	// TypeCheck holds the built-in policies against the schemas as well, which users' policies always are.
	TypeCheck bool
	// deep also looks into the maps of the built-in policies' schemas, which takes seconds; users' always are.
	deep bool
	// lax takes policies that make no sense but can be judged: tests of judging need them.
	lax bool
}

// A Set is a set of policies, ready to judge. It is immutable; its methods may be called concurrently.
type Set struct {
	units    []*unit          // the selected policies, sorted by id
	libs     map[string]*unit // shared modules by package path, for example "data.lib.dates"
	packages map[string]*unit // every loaded policy by package path
	schemas  *schemaSet
	compiled *programCache
	using    *sync.RWMutex // see program
	memo     *Memo         // may be nil
	series   *series       // nil where each evaluation stands alone
}

// unit is one module that was read.
type unit struct {
	policy    engine.Policy // zero for a shared module
	module    *ast.Module
	text      []byte
	name      string // its path in the source
	file      string // source and path, for messages
	source    Source
	overrides bool
	params    []param
	declared  map[string]bool   // the names of all parameters in the metadata
	faulty    bool              // the file has problems
	used      []*unit           // the modules that a reference in it could lead to
	closure   [sha256.Size]byte // of the texts of the policy and of all modules that it uses
}

// Load reads all policies of the sources and holds them against the contract. The error is [Problems], all of
// them, each with file, line and remedy; an error that is no Problems is one of reading.
func Load(ctx context.Context, o LoadOptions) (*Set, error) {
	loader := newLoader(o)
	if err := loader.load(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found, err := loader.verify()
	if err != nil {
		return nil, err
	}
	loader.problems = append(loader.problems, found...)
	if len(loader.problems) > 0 {
		return nil, loader.problems.sorted()
	}
	return loader.set, nil
}

// LoadOne reads the policies of the sources and one more, whose text is given, and returns a set of that one. It may stand
// for a policy of the same id. What is wrong with the others is not looked for.
func LoadOne(ctx context.Context, o LoadOptions, file string, text []byte) (*Set, error) {
	loader := newLoader(o)
	if err := loader.load(); err != nil {
		return nil, err
	}
	loader.alone(file, text)
	found, err := loader.verify()
	if err != nil {
		return nil, err
	}
	if loader.problems = append(loader.problems, found...); len(loader.problems) > 0 {
		return nil, loader.problems.sorted()
	}
	return loader.set, ctx.Err()
}

// Policies returns the selected policies, sorted by id.
func (s *Set) Policies() []engine.Policy {
	out := make([]engine.Policy, len(s.units))
	for i, u := range s.units {
		out[i] = u.policy
	}
	return out
}

// Select returns the set of those policies that keep wants. It is cheap: nothing is compiled before it is needed.
func (s *Set) Select(keep func(engine.Policy) bool) *Set {
	out := *s
	out.units, out.compiled = nil, &programCache{}
	for _, u := range s.units {
		if keep(u.policy) {
			out.units = append(out.units, u)
		}
	}
	return &out
}

// Digest is the SHA-256 of the selected policies' sources and of the shared modules that they use, as
// "sha256:" and 64 hex digits. Where a file lies does not change it.
func (s *Set) Digest() string {
	sum := digestOf(s.modulesFor(s.units))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// WriteTexts writes what Digest is the digest of: for each module its name and its text, each with its length before it.
func (s *Set) WriteTexts(w io.Writer) error { return writeTexts(w, s.modulesFor(s.units)) }

// digestOf is the SHA-256 of modules by name.
func digestOf(modules map[string]*unit) (sum [sha256.Size]byte) {
	hash := sha256.New()
	_ = writeTexts(hash, modules) // a hash never fails to write
	hash.Sum(sum[:0])
	return sum
}

func writeTexts(w io.Writer, modules map[string]*unit) error {
	for _, name := range sortedKeys(modules) {
		if _, err := fmt.Fprintf(w, "%d:%s%d:%s", len(name), name, len(modules[name].text), modules[name].text); err != nil {
			return err
		}
	}
	return nil
}

// modulesFor returns the units and every module that they use, by package path.
func (s *Set) modulesFor(units []*unit) map[string]*unit {
	out := map[string]*unit{}
	var add func(u *unit)
	add = func(u *unit) {
		name := u.module.Package.Path.String()
		if out[name] != nil {
			return
		}
		out[name] = u
		for _, used := range u.used {
			add(used)
		}
	}
	for _, u := range units {
		add(u)
	}
	return out
}

// uses returns the loaded modules that a reference in m could lead to.
func (s *Set) uses(m *ast.Module) []*unit {
	var out []*unit
	visit := func(ref ast.Ref) {
		if !ref.HasPrefix(ast.DefaultRootRef) {
			return
		}
		prefix := ref.ConstantPrefix()
		for _, group := range []map[string]*unit{s.libs, s.packages} {
			for _, u := range group {
				if path := u.module.Package.Path; prefix.HasPrefix(path) || path.HasPrefix(prefix) {
					out = append(out, u)
				}
			}
		}
	}
	for _, i := range m.Imports {
		if ref, ok := i.Path.Value.(ast.Ref); ok {
			visit(ref)
		}
	}
	ast.WalkRefs(m, func(ref ast.Ref) bool {
		if len(ref) > 1 && !ref.Equal(m.Package.Path) {
			visit(ref)
		}
		return false
	})
	return out
}

// programCache keeps the program that was compiled last.
type programCache struct {
	mutex   sync.Mutex
	key     string
	program *program
}

// programFor compiles units, or returns what it compiled for the same ones before.
func (s *Set) programFor(units []*unit) (*program, error) {
	ids := make([]string, len(units))
	for i, u := range units {
		ids[i] = u.policy.ID
	}
	key := strings.Join(ids, "\n")
	s.compiled.mutex.Lock()
	defer s.compiled.mutex.Unlock()
	if s.compiled.program != nil && s.compiled.key == key {
		return s.compiled.program, nil
	}
	p, err := s.compile(units)
	if err != nil {
		return nil, err
	}
	s.compiled.key, s.compiled.program = key, p
	return p, nil
}
