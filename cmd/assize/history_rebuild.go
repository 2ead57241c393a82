package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) historyRebuildCommand() *cobra.Command {
	var flags historyFlags
	cmd := &cobra.Command{
		Use:   "rebuild",
		Short: "Make the index again from the archived runs",
		Long: "Makes the index (index.sqlite) again from the archived runs, which are never changed. It is not needed when the index is\n" +
			"lost or damaged: the next command that asks it does so by itself.\n\nExit codes: 0 done · 2 usage, or there is no history · 4 the chain of runs is broken · 130 interrupted.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, runs, err := flags.runs(a)
			if err != nil {
				return err
			}
			if err := h.Rebuild(cmd.Context(), a.waiting(h)); err != nil {
				return stopped(cmd.Context(), err)
			}
			_, err = fmt.Fprintf(a.stdout, "the index is made anew from %d runs\n", len(runs))
			return err
		},
	}
	flags.register(cmd, false)
	return cmd
}
