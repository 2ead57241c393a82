package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/reports"
)

func (a *app) historyShowCommand() *cobra.Command {
	var flags historyFlags
	cmd := &cobra.Command{
		Use:   "show [RUN]",
		Short: "Show one run and its files",
		Long:  "Shows one run, by default the latest: what was visited, what came out, its place in the chain, and the digests of its files.\n\nExit codes: 0 done · 2 usage, or there is no history or no such run · 4 the chain of runs is broken.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			_, runs, err := flags.runs(a)
			if err != nil {
				return err
			}
			run, err := findRun(runs, append(args, "latest")[0])
			if err != nil {
				return err
			}
			return flags.print(a, historyOf([]archive.Run{run}), func() string { return showText(run) })
		},
	}
	flags.register(cmd, true)
	return cmd
}

func showText(r archive.Run) string {
	about := reports.Table{}
	about.Row("run", fmt.Sprintf("%d (%s)", r.Sequence, r.Run))
	about.Row("at", r.At.UTC().Format(time.RFC3339))
	about.Row("archived", r.Archived.UTC().Format(time.RFC3339))
	about.Row("by", strings.TrimSpace(r.Tool+" "+r.Profile))
	about.Row("targets", strings.Join(r.Targets, ", "))
	if len(r.Lost) > 0 {
		about.Row("not visited", strings.Join(r.Lost, ", "))
	}
	var verdicts []string
	for _, v := range engine.Verdicts() {
		verdicts = append(verdicts, fmt.Sprintf("%d %s", r.Summary.Verdicts[v], v))
	}
	about.Row("findings", strings.Join(verdicts, ", "))
	about.Row("digest", r.Digest)
	if r.Previous == "" {
		about.Row("previous", "none: it is the first")
	} else {
		about.Row("previous", r.Previous)
	}
	if r.Pruned != nil {
		about.Row("pruned", r.Pruned.At.UTC().Format(time.RFC3339)+" by "+r.Pruned.Why+": these files are gone")
	}
	files := reports.Table{Right: []int{1}}
	files.Row("file", "bytes", "digest")
	for _, o := range r.Objects {
		files.Row(o.Name, fmt.Sprint(o.Size), o.Digest)
	}
	for _, d := range r.Derived {
		files.Row(d.Name, fmt.Sprint(d.Size), d.Digest+" (made again by export)")
	}
	return about.String() + "\n" + files.String()
}
