package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/internal/sandbox"
)

// judgeChild is the command that the program starts itself with.
const judgeChild = "__judge"

// newEvaluator judges with the policies of a set: with those that nobody vouches for in a process of their own.
func newEvaluator(set *opa.Set) (engine.Evaluator, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program to judge untrusted policies with: %w", err)
	}
	return sandbox.New(set, sandbox.Command{Path: path, Args: []string{os.Args[0], judgeChild}}, sandbox.Limits{}), nil
}

// judgeChildCommand is for no person: it judges what it is asked on stdin under limits, see internal/sandbox.
func (a *app) judgeChildCommand() *cobra.Command {
	return &cobra.Command{
		Use: judgeChild, Hidden: true, Args: cobra.NoArgs,
		Short: "Judge with untrusted policies; started by assize itself",
		Long:  "Judges with untrusted policies under limits of memory and time. Assize starts it by itself.\n\nExit codes: 0 done · 2 no request on stdin · others: a limit was reached.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			base, err := builtIn()
			if err != nil {
				return err
			}
			return sandbox.Serve(cmd.Context(), os.Stdin, a.stdout, base)
		},
	}
}
