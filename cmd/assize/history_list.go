package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/reports"
)

func (a *app) historyListCommand() *cobra.Command {
	var flags historyFlags
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the runs",
		Long:  "Lists the runs, oldest first. Pruned runs are marked: their manifest is there, their files are not.\n\nExit codes: 0 done · 2 usage, or there is no history · 4 the chain of runs is broken.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, runs, err := flags.runs(a)
			if err != nil {
				return err
			}
			return flags.print(a, historyOf(runs), func() string { return listText(runs) })
		},
	}
	flags.register(cmd, true)
	return cmd
}

func listText(runs []archive.Run) string {
	if len(runs) == 0 {
		return "no runs yet\n"
	}
	table := reports.Table{Right: []int{0, 3, 4, 5, 6}}
	table.Row("number", "run", "at", "fail", "unknown", "pass", "targets", "")
	for _, r := range runs {
		note := ""
		switch {
		case r.Pruned != nil:
			note = "pruned on " + r.Pruned.At.UTC().Format(time.DateOnly) + " by " + r.Pruned.Why
		case len(r.Lost) > 0:
			note = fmt.Sprintf("%d of them could not be visited", len(r.Lost))
		}
		v := r.Summary.Verdicts
		table.Row(fmt.Sprint(r.Sequence), r.Run, r.At.UTC().Format("2006-01-02 15:04"), fmt.Sprint(v[engine.Fail]), fmt.Sprint(v[engine.Unknown]+v[engine.Error]),
			fmt.Sprint(v[engine.Pass]), fmt.Sprint(len(r.Targets)), note)
	}
	return table.String()
}

// historyOf is the JSON form of runs.
func historyOf(runs []archive.Run) engine.History {
	out := engine.History{Schema: engine.HistorySchema, Runs: []engine.HistoryRun{}}
	for _, r := range runs {
		one := engine.HistoryRun{
			Run: r.Run, Sequence: r.Sequence, At: r.At, Archived: r.Archived, Tool: r.Tool, Profile: r.Profile, Digest: r.Digest, Previous: r.Previous,
			Targets: r.Targets, Lost: r.Lost, Summary: r.Summary, ExitCode: r.ExitCode, Objects: []engine.HistoryFile{},
		}
		for _, o := range r.Objects {
			one.Objects = append(one.Objects, engine.HistoryFile{Role: o.Role, Name: o.Name, Digest: o.Digest, Size: o.Size})
		}
		for _, d := range r.Derived {
			one.Objects = append(one.Objects, engine.HistoryFile{Role: archive.Report, Name: d.Name, Digest: d.Digest, Size: d.Size, Derived: true})
		}
		if r.Pruned != nil {
			one.Pruned = r.Pruned.At.UTC().Format(time.RFC3339) + " " + r.Pruned.Why
		}
		out.Runs = append(out.Runs, one)
	}
	return out
}
