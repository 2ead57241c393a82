package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/reports"
)

// historyFlags are the flags of the commands that read a history.
type historyFlags struct {
	dir    string
	output string
}

func (f *historyFlags) register(cmd *cobra.Command, output bool) {
	cmd.Flags().StringVar(&f.dir, "history", "", "`folder` of the history (default: history: in assize.yaml, else .assize)")
	if output {
		cmd.Flags().StringVarP(&f.output, "output", "o", "text", "write `FORMAT` to stdout: text or json")
	}
}

func (a *app) historyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "history",
		Short: "Look at the runs that were kept, and look after them",
		Long: "Looks at the runs that \"assize audit --history DIR\" keeps, and looks after them. Runs are named by their number, by the\n" +
			"beginning of their id, by \"latest\", or by \"latest~1\" for the one before.\n\n" +
			"Where it is: --history DIR, else history: in assize.yaml, else .assize in this folder.",
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.historyListCommand(), a.historyShowCommand(), a.historyTrendCommand(), a.historyCheckCommand(),
		a.historyPruneCommand(), a.historyExportCommand(), a.historyRebuildCommand())
	return cmd
}

// known refuses an output that there is not.
func (f historyFlags) known() error {
	if f.output != "" && f.output != "text" && f.output != "json" {
		return &collectors.UsageError{Err: fmt.Errorf("-o %s: it is text or json", f.output), Hint: "redirect stdout to write a file"}
	}
	return nil
}

// open opens the history that there is.
func (f historyFlags) open(a *app) (*archive.Archive, error) {
	if err := f.known(); err != nil {
		return nil, err
	}
	dir := f.dir
	if dir == "" {
		c, err := config.Load(a.configPath)
		if err != nil {
			return nil, err
		}
		if c.History != noHistory {
			dir = c.Relative(c.History)
		}
	}
	if dir == "" {
		dir = archive.DefaultDir
	}
	h, err := archive.Open(dir, a.mended)
	if err != nil {
		return nil, historyError(err)
	}
	return h, nil
}

// runs opens the history and lists its runs.
func (f historyFlags) runs(a *app) (*archive.Archive, []archive.Run, error) {
	h, err := f.open(a)
	if err != nil {
		return nil, nil, err
	}
	runs, err := h.Runs()
	if err != nil {
		return nil, nil, historyError(err)
	}
	return h, runs, nil
}

// findRun is the run that a user names.
func findRun(runs []archive.Run, name string) (archive.Run, error) {
	run, err := archive.Find(runs, name)
	if err != nil {
		return run, &collectors.UsageError{Err: err, Hint: "a run is named by its number, the beginning of its id, latest or latest~1; \"assize history list\" shows them"}
	}
	return run, nil
}

// print writes a result to stdout: as JSON, or as the text.
func (f historyFlags) print(a *app, value any, text func() string) error {
	var err error
	if f.output == "json" {
		err = reports.WriteJSON(a.stdout, value)
	} else {
		_, err = fmt.Fprint(a.stdout, text())
	}
	if err != nil {
		return &collectors.UsageError{Err: err, Hint: "what reads stdout took not all of it"}
	}
	return nil
}

// waiting says that another process has the history.
func (a *app) waiting(h *archive.Archive) func() {
	return func() { a.mended("another run is being written to " + h.Dir() + "; waiting for it") }
}

// stopped passes an interrupt on, and gives other errors their hint.
func stopped(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	return historyError(err)
}
