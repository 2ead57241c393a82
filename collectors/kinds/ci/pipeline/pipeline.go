// Package pipeline says which files of a repository pipelines are made of, and which kinds they are read into. It holds
// the wiring that every collector shares that reads a repository's files, from a checkout or through an interface.
//
// It reads no file itself, and judges none.
package pipeline

import (
	"path"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/ci/dependabot"
	"github.com/assize/assize/collectors/kinds/ci/workflow"
)

// A Kind is a kind of the files that pipelines are made of.
type Kind struct {
	Name string
	// Is says whether the file at a path, with slashes and from the repository's root, is one.
	Is func(path string) bool
	// Lost are the facts that are lost when the text cannot be had; Bare is the resource then.
	Lost []string
	Bare func(path string) any
	// Parse reads a file's text, and does not know whose it is: ask [Own]. The gaps have their paths set and nothing that says on which resource they are.
	Parse func(path string, text []byte) (facts any, gaps []collectors.Gap)
}

// Kinds lists them. The slice is the caller's.
func Kinds() []Kind {
	return []Kind{
		{"ci.workflow", IsWorkflow, workflow.Facts(), func(p string) any { return ci.Workflow{Path: p} },
			func(p string, text []byte) (any, []collectors.Gap) { return both(workflow.Parse(p, text)) }},
		{"ci.action", IsAction, workflow.ActionFacts(), func(p string) any { return ci.Action{Path: p} },
			func(p string, text []byte) (any, []collectors.Gap) { return both(workflow.ParseAction(p, text)) }},
		{"ci.dependabot", IsDependabot, dependabot.Facts(), func(p string) any { return ci.Dependabot{Path: p} },
			func(p string, text []byte) (any, []collectors.Gap) { return both(dependabot.Parse(p, text)) }},
	}
}

func both[T any](facts T, gaps []collectors.Gap) (any, []collectors.Gap) { return facts, gaps }

// Of returns the kind that the file at a path is read into; ok is false for any other file.
func Of(path string) (kind Kind, ok bool) {
	for _, k := range Kinds() {
		if k.Is(path) {
			return k, true
		}
	}
	return Kind{}, false
}

// Own marks what the facts use of one of the accounts that the repository belongs to. Facts are what a kind's Parse returned.
func Own(facts any, accounts ...string) {
	var uses []ci.Use
	switch f := facts.(type) {
	case ci.Workflow:
		uses = f.Uses
	case ci.Action:
		uses = f.Uses
	}
	for i, use := range uses {
		uses[i].FirstParty = use.RefKind == "local" || use.Owner != "" && slices.ContainsFunc(accounts, func(a string) bool { return strings.EqualFold(a, use.Owner) })
	}
}

// IsWorkflow says whether GitHub runs the file. Source: GitHub Docs, "Workflow syntax": only files right in the folder.
func IsWorkflow(p string) bool {
	name, inside := strings.CutPrefix(p, ".github/workflows/")
	return inside && !strings.Contains(name, "/") && (strings.HasSuffix(name, ".yml") || strings.HasSuffix(name, ".yaml"))
}

// IsAction says whether a file describes an action of the repository's own.
func IsAction(p string) bool {
	base := path.Base(p)
	return (base == "action.yml" || base == "action.yaml") && !Foreign(p)
}

// IsDependabot says whether GitHub reads Dependabot's configuration from the file.
func IsDependabot(p string) bool {
	return p == ".github/dependabot.yml" || p == ".github/dependabot.yaml"
}

// Foreign says whether a file is somebody else's: a copy of what the repository depends on.
func Foreign(p string) bool {
	p = "/" + p
	return strings.Contains(p, "/node_modules/") || strings.Contains(p, "/vendor/") || strings.Contains(p, "/bower_components/")
}
