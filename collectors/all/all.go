// Package all is the one list of collectors, and the only place that knows them all.
package all

import (
	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/aws"
	"github.com/assize/assize/collectors/exec"
	"github.com/assize/assize/collectors/file"
	"github.com/assize/assize/collectors/git"
	"github.com/assize/assize/collectors/host"
	"github.com/assize/assize/collectors/register"
	"github.com/assize/assize/collectors/terraform"
)

// Registry returns a registry of every collector: one line each. CacheDir is a private folder in which a collector
// may keep what is costly to find out again; empty means none.
func Registry(cacheDir string) *collectors.Registry {
	return collectors.NewRegistry(
		aws.New(aws.Config{}),
		exec.New(),
		file.New(),
		git.New(),
		host.New(host.Config{CacheDir: cacheDir}),
		register.New(),
		terraform.New(),
	)
}
