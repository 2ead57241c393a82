package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/reports"
)

func (a *app) diffCommand() *cobra.Command {
	var flags historyFlags
	var all bool
	var limit int
	cmd := &cobra.Command{
		Use:   "diff [BEFORE [AFTER]]",
		Short: "Say what changed between two runs",
		Long: "Says what became of the failures between two runs: regressed (it failed before, was seen fixed, and fails again), new,\n" +
			"persisting, not observed this time, no longer applies, fixed. Fixed is said only where the same policy was judged again on\n" +
			"the same resource and does not fail there: what was not looked at is never fixed.\n\n" +
			"BEFORE and AFTER are runs of the history (a number, the beginning of an id, latest, latest~1) or files (findings.json).\n" +
			"By default they are the last two runs; with one, it is held against the latest.\n\n" +
			"Exit codes: 0 done, whatever changed · 2 usage, no such run or a broken file · 4 the history is damaged.",
		Args: cobra.MaximumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 0 {
				return &collectors.UsageError{Err: fmt.Errorf("--limit %d is below 0", limit), Hint: "0 lists all"}
			}
			d, err := a.diff(cmd.Context(), flags, args, all)
			if err != nil {
				return stopped(cmd.Context(), err)
			}
			if flags.output == "json" {
				return flags.print(a, d, nil)
			}
			return reports.DiffText{Limit: limit}.Write(a.stdout, d)
		},
	}
	flags.register(cmd, true)
	cmd.Flags().BoolVar(&all, "all", false, "list what persists as well")
	cmd.Flags().IntVar(&limit, "limit", 50, "list at most `N` failures of each change as text; 0 for all")
	return cmd
}

// A compared run is one of the history, or a file.
type compared struct {
	run  *archive.Run
	path string
}

func (a *app) diff(ctx context.Context, flags historyFlags, args []string, all bool) (engine.Diff, error) {
	switch len(args) {
	case 0:
		args = []string{"latest~1", "latest"}
	case 1:
		args = []string{args[0], "latest"}
	}
	if isFile(args[0]) && isFile(args[1]) {
		if err := flags.known(); err != nil {
			return engine.Diff{}, err
		}
		return a.diffFiles(nil, [2]compared{{path: args[0]}, {path: args[1]}}, all)
	}
	h, runs, err := flags.runs(a)
	if err != nil {
		return engine.Diff{}, err
	}
	if len(runs) == 1 && args[0] == "latest~1" {
		return engine.Diff{}, &collectors.UsageError{Err: errors.New("the history has one run: there is nothing to compare it with"), Hint: "after the next audit there is; or name two files"}
	}
	var sides [2]compared
	for i, name := range args {
		if sides[i], err = comparedOf(runs, name); err != nil {
			return engine.Diff{}, err
		}
	}
	before, after := sides[0].run, sides[1].run
	if before == nil || after == nil {
		return a.diffFiles(h, sides, all)
	}
	if before.Sequence > after.Sequence {
		return engine.Diff{}, &collectors.UsageError{Err: fmt.Errorf("run %d comes after run %d", before.Sequence, after.Sequence), Hint: "name the earlier one first"}
	}
	return h.Diff(ctx, *before, *after, all)
}

// comparedOf is what a word means: a file or a run.
func comparedOf(runs []archive.Run, name string) (compared, error) {
	if isFile(name) {
		return compared{path: name}, nil
	}
	run, err := findRun(runs, name)
	return compared{run: &run}, err
}

// isFile says whether a word names a file rather than a run: it looks like a path, and is one.
func isFile(name string) bool {
	info, err := os.Stat(name)
	return name == "-" || err == nil && !info.IsDir() || strings.ContainsAny(name, "/.")
}

// diffFiles compares what is not both in the history.
func (a *app) diffFiles(h *archive.Archive, which [2]compared, all bool) (engine.Diff, error) {
	var seen [2]*engine.Observation
	var sides [2]engine.Side
	for i, one := range which {
		var err error
		if one.run != nil {
			seen[i], err = h.Observe(*one.run)
			sides[i] = engine.Side{Sequence: one.run.Sequence, Digest: one.run.Digest}
		} else if seen[i], err = readFile(one.path, engine.ReadObservation); err != nil {
			err = &collectors.UsageError{Err: err, Hint: "findings are written by \"assize audit\"; a run of the history is named by its number or id"}
		}
		if err != nil {
			return engine.Diff{}, err
		}
		sides[i].Run, sides[i].At = seen[i].Run, seen[i].At
	}
	d := engine.Compare(seen[0], seen[1], sides, nil)
	if !all {
		d = d.Without(engine.Persisting)
	}
	return d, nil
}
