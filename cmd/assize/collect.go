package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
)

func (a *app) collectCommand() *cobra.Command {
	var targets targetFlags
	var outputs []string
	cmd := &cobra.Command{
		Use:   "collect [TARGET…] -o snapshot=FILE",
		Short: "Visit targets and keep the snapshot, without judging it",
		Long: "Visits the targets and writes one snapshot of them all, for \"assize evaluate\" here or elsewhere, today or next year.\n\n" +
			schemesHelp(newRegistry()) + "\nExit codes: 0 done · 2 usage or configuration · 3 a target could not be visited · 130 interrupted.",
		RunE: func(cmd *cobra.Command, args []string) error {
			flags := outputFlags{outputs: outputs}
			parsed, err := flags.parse("")
			if err != nil {
				return err
			}
			if len(outputs) != 1 || parsed[0].format != snapshotFormat {
				return &collectors.UsageError{Err: fmt.Errorf("collect writes one snapshot and nothing else"), Hint: "assize collect -o snapshot=FILE"}
			}
			return a.collect(cmd, args, targets, parsed[:1])
		},
	}
	targets.register(cmd)
	cmd.Flags().StringArrayVarP(&outputs, "output", "o", nil, "write the snapshot: `snapshot=PATH`")
	return cmd
}

func (a *app) collect(cmd *cobra.Command, args []string, targets targetFlags, outputs []output) error {
	v, err := a.visit(args, targets)
	if err != nil {
		return err
	}
	if err := a.canWrite(outputs, ""); err != nil {
		return err
	}
	log := a.progress()
	defer log.Close()
	snapshot, failed, err := v.collect(cmd.Context(), a, log)
	if err != nil {
		return err
	}
	a.printTargetErrors(log, failed)
	log.Close()
	if err := a.write(cmd.Context(), outputs, "", product{snapshot: snapshot}); err != nil {
		return err
	}
	if len(failed) > 0 {
		return &exitError{code: exitIncomplete}
	}
	return nil
}
