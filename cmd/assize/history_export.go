package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/archive"
)

func (a *app) historyExportCommand() *cobra.Command {
	var flags historyFlags
	cmd := &cobra.Command{
		Use:   "export RUN DIR",
		Short: "Write the files of a run",
		Long: "Writes the files of a run into a folder that is empty or not there: findings.json for \"assize report\", snapshot.jsonl for\n" +
			"\"assize evaluate\", the policies, parameters and waivers, the reports that were handed out, and the manifest. Each is checked\n" +
			"against its digest.\n\nExit codes: 0 done · 2 usage, or there is no history or no such run · 4 a file of the run is lost or changed.",
		Args: exactly(2, "the run and a folder"),
		RunE: func(_ *cobra.Command, args []string) error {
			h, runs, err := flags.runs(a)
			if err != nil {
				return err
			}
			run, err := findRun(runs, args[0])
			if err != nil {
				return err
			}
			written, err := h.Export(run, args[1])
			var lost *archive.DamageError
			if errors.As(err, &lost) {
				return historyError(err)
			}
			if err != nil {
				return &collectors.UsageError{Err: err, Hint: "choose a run that was not pruned, and a folder that is empty or not there"}
			}
			for _, path := range written {
				if _, err := fmt.Fprintln(a.stdout, terminalSafe(path)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	flags.register(cmd, false)
	return cmd
}
