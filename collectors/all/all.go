// Package all is the one list of collectors, and the only place that knows them all.
package all

import (
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/aws"
	"github.com/assize/assize/collectors/exec"
	"github.com/assize/assize/collectors/file"
	"github.com/assize/assize/collectors/git"
	"github.com/assize/assize/collectors/github"
	"github.com/assize/assize/collectors/host"
	"github.com/assize/assize/collectors/register"
	"github.com/assize/assize/collectors/terraform"
)

// Registry returns a registry of every collector: one line each. CacheDir is a private folder in which a collector
// may keep what is costly to find out again; empty means none. Now is the clock
// of those that deal with tokens and limits, the wall's.
func Registry(cacheDir string, now func() time.Time) *collectors.Registry {
	return collectors.NewRegistry(
		aws.New(aws.Config{}),
		exec.New(),
		file.New(),
		git.New(),
		github.New(github.Config{CacheDir: cacheDir, Now: now}),
		host.New(host.Config{CacheDir: cacheDir}),
		register.New(),
		terraform.New(),
	)
}
