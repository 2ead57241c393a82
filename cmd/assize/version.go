package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker for a release: -ldflags "-X main.version=1.2.3".
var version = ""

// toolVersion is the release, else the commit that the binary was built from, else "dev".
func toolVersion() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	return developmentVersion(info.Settings)
}

// developmentVersion names the commit, and says so when the files had been changed since: a report must not name
// sources that did not make it.
func developmentVersion(settings []debug.BuildSetting) string {
	known := map[string]string{}
	for _, s := range settings {
		known[s.Key] = s.Value
	}
	revision := known["vcs.revision"]
	if len(revision) < 12 {
		return "dev"
	}
	if known["vcs.modified"] == "true" {
		return "dev-" + revision[:12] + "+changed"
	}
	return "dev-" + revision[:12]
}

// toolName is what stands in snapshots and reports.
func toolName() string { return "assize " + toolVersion() }

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.stdout, "%s (%s, %s/%s)\n", toolName(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
