// Package kinds is the list of all kinds of resources. The kinds themselves live in the folders below, by
// family; each is a Go struct whose fields are the facts that a collector reads and a policy may ask for.
//
// It holds no code that reads anything and imports no SDK, so that whoever needs a kind's shape gets
// nothing else with it.
package kinds

import (
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/aws"
	"github.com/assize/assize/collectors/kinds/ci"
	"github.com/assize/assize/collectors/kinds/git"
	"github.com/assize/assize/collectors/kinds/github"
	"github.com/assize/assize/collectors/kinds/linux"
	"github.com/assize/assize/collectors/kinds/register"
)

// All returns every kind, sorted by name.
func All() []collectors.Kind {
	all := slices.Concat(aws.Kinds(), ci.Kinds(), git.Kinds(), github.Kinds(), linux.Kinds(), register.Kinds())
	slices.SortFunc(all, func(a, b collectors.Kind) int { return strings.Compare(a.Name, b.Name) })
	return all
}
