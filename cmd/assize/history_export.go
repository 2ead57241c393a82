package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/internal/audit"
)

func (a *app) historyExportCommand() *cobra.Command {
	var flags historyFlags
	cmd := &cobra.Command{
		Use:   "export RUN DIR",
		Short: "Write the files of a run",
		Long: "Writes the files of a run into a folder that is empty or not there: findings.json for \"assize report\", snapshot.jsonl for\n" +
			"\"assize evaluate\", the policies, parameters and waivers, the reports that were handed out, and the manifest. Each is checked\n" +
			"against its digest. A PDF without a seal is not kept but made again of the others; another version of this program may draw\n" +
			"it differently, and then says so and leaves it out.\n\n" +
			"Exit codes: 0 done · 2 usage, or there is no history or no such run · 3 all but a PDF that this version cannot make again ·\n" +
			"4 a file of the run is lost or changed.",
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
			written, err := h.Export(run, args[1], func(w io.Writer, d archive.Derived) error { return again(w, h, run, d) })
			for _, path := range written {
				if _, err := fmt.Fprintln(a.stdout, terminalSafe(path)); err != nil {
					return err
				}
			}
			return exportError(err)
		},
	}
	flags.register(cmd, false)
	return cmd
}

// again makes a report of a run once more.
func again(w io.Writer, h *archive.Archive, run archive.Run, d archive.Derived) error {
	return audit.Again(w, func(name string) ([]byte, error) {
		i := slices.IndexFunc(run.Objects, func(o archive.Object) bool { return o.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("the run has no %s", name)
		}
		var b bytes.Buffer
		err := h.Copy(&b, run.Objects[i])
		return b.Bytes(), err
	}, d.With)
}

// exportError gives the error of an export its hint and exit code.
func exportError(err error) error {
	var lost *archive.DamageError
	if errors.As(err, &lost) {
		return historyError(err)
	}
	var other *archive.OtherError
	if !errors.As(err, &other) {
		if err != nil {
			err = &collectors.UsageError{Err: err, Hint: "choose a run that was not pruned, and a folder that is empty or not there"}
		}
		return err
	}
	hint := "\"assize report findings.json -o pdf=FILE\" makes one of the same findings"
	if other.Tool != toolName() {
		hint = fmt.Sprintf("it was made by %s, and this is %s: that version makes it again; %s", other.Tool, toolName(), hint)
	}
	return &exitError{code: exitIncomplete, err: &collectors.UsageError{Err: err, Hint: hint}}
}
