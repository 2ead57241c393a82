// Package all is the one list of collectors, and the only place that knows them all.
package all

import (
	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/git"
	"github.com/assize/assize/collectors/register"
)

// Registry returns a registry of every collector: one line each.
func Registry() *collectors.Registry {
	return collectors.NewRegistry(
		git.New(),
		register.New(),
	)
}
