package main

import (
	"github.com/spf13/cobra"

	"github.com/assize/assize/engine/opa"
)

func (a *app) policyCheckCommand() *cobra.Command {
	var flags policyFlags
	cmd := &cobra.Command{
		Use: "check",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			options, _, err := flags.loadOptions(c)
			if err != nil {
				return err
			}
			options.TypeCheck = true
			_, err = opa.Load(cmd.Context(), options)
			return err
		},
	}
	return cmd
}
func (a *app) policyTestCommand() *cobra.Command { return &cobra.Command{Use: "test"} }
