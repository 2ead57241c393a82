package opa

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing/fstest"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// Files are modules of one source as text, in a form that can be sent.
type Files struct {
	Name    string            `json:"name"`
	BuiltIn bool              `json:"built_in,omitempty"`
	Trusted bool              `json:"trusted"`
	Texts   map[string]string `json:"texts"` // by their paths in the source
}

// Source makes a source of them. It is the same as the one that they were read from, for every message as well; but none
// is built in: what was sent does not vouch for itself.
func (f Files) Source() Source {
	tree := fstest.MapFS{} // the standard library's file system in memory, which reads nothing else
	for name, text := range f.Texts {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Source{Name: f.Name, FS: tree, Trusted: f.Trusted}
}

// Files returns the modules of users that the selected policies are made of, by source. With the built-in policies
// they load as they did here.
func (s *Set) Files() []Files {
	return slices.DeleteFunc(s.AllFiles(), func(f Files) bool { return f.BuiltIn })
}

// AllFiles returns all modules that the selected policies are made of, by source.
func (s *Set) AllFiles() []Files {
	bySource := map[string]*Files{}
	for _, u := range s.modulesFor(s.units) {
		key := fmt.Sprint(!u.source.BuiltIn, u.source.Trusted, u.source.Name)
		if bySource[key] == nil {
			bySource[key] = &Files{Name: u.source.Name, BuiltIn: u.source.BuiltIn, Trusted: u.source.Trusted, Texts: map[string]string{}}
		}
		bySource[key].Texts[u.name] = string(u.text)
	}
	out := make([]Files, 0, len(bySource))
	for _, key := range slices.Sorted(maps.Keys(bySource)) {
		out = append(out, *bySource[key])
	}
	return out
}

// Condemn returns what Evaluate would if each selected policy broke on every resource: the same findings in the same
// order, but for the verdict error and the note, which names the policy's file and line. It evaluates nothing.
func (s *Set) Condemn(snapshot *collectors.Snapshot, note func(policy string) string) []engine.Finding {
	a := s.open(snapshot)
	for _, t := range snapshot.Targets {
		for _, u := range s.units {
			switch {
			case !a.owes(t, u.policy.Kind):
			case len(u.policy.Records) > 0 && !a.register:
				a.findings = append(a.findings, a.star(u, t.ID, engine.NotApplicable, noRegister))
			default:
				a.findings = append(a.findings, a.kindFindings(t, u)...)
				a.condemn(t.ID, u, note(u.policy.ID))
			}
		}
	}
	a.withoutRegister(func(u *unit, f engine.Finding) { a.findings = append(a.findings, f) })
	engine.SortFindings(a.findings)
	return a.findings
}

// condemn adds a finding with the verdict error for each resource that a policy judges in a target.
func (a *audit) condemn(target string, u *unit, note string) {
	ref := engine.NewFinding(u.policy).PolicyRef
	outcome := broken(fmt.Sprintf("%s:%d: %s", u.file, cmp.Or(u.policy.Line, 1), note)).outcome
	refs := &slab{}
	for _, r := range a.snapshot.Of(target, u.policy.Kind) {
		a.findings = append(a.findings, engine.Finding{PolicyRef: ref, ResourceRef: refs.refTo(&r), Outcome: outcome, Failures: []engine.Failure{}})
	}
}
