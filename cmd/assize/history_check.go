package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

func (a *app) historyCheckCommand() *cobra.Command {
	var flags historyFlags
	var readData bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check that nothing of the history is lost or changed",
		Long: "Checks the manifests, the chain that they form, and that every object of every run is there. With --read-data it also\n" +
			"hashes every byte again.\n\nWhat it cannot see is that the newest runs were cut off: hold the digest that it prints against the one in your\n" +
			"last report or in a place that others keep.\n\nExit codes: 0 nothing is wrong · 2 usage, or there is no history · 4 something is lost or changed.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := flags.open(a)
			if err != nil {
				return err
			}
			log := a.progress()
			defer log.Close()
			if readData {
				log.Stage("history", "reading all of it")
			}
			result, err := h.Check(cmd.Context(), readData, nil)
			log.Close()
			if err != nil {
				return stopped(cmd.Context(), err)
			}
			if err := flags.print(a, result, func() string { return checkText(result) }); err != nil {
				return err
			}
			if !result.OK {
				return &exitError{code: exitVerification}
			}
			return nil
		},
	}
	flags.register(cmd, true)
	cmd.Flags().BoolVar(&readData, "read-data", false, "read and hash everything")
	return cmd
}

func checkText(c engine.HistoryCheck) string {
	var b strings.Builder
	for _, p := range c.Problems {
		fmt.Fprintf(&b, "%s: %s\n", p.Code, reports.TerminalText(p.Message))
		if len(p.Runs) > 1 {
			fmt.Fprintf(&b, "  runs that suffer: %s\n", reports.TerminalText(strings.Join(p.Runs, ", ")))
		}
	}
	if len(c.Problems) > 0 {
		b.WriteString("\n")
	}
	what := "all objects are there"
	if c.ReadData {
		what = "every byte is what its digest says"
	}
	if !c.OK {
		what = counted(len(c.Problems), "problem", "problems")
	}
	fmt.Fprintf(&b, "%d runs, %d of them pruned, %d objects: %s\n", c.Runs, c.Pruned, c.Objects, what)
	if c.Head != "" {
		fmt.Fprintf(&b, "newest manifest: %s\n", c.Head)
	}
	return b.String()
}
