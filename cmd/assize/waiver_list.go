package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/reports"
)

func (a *app) waiverListCommand() *cobra.Command {
	var flags waiverFlags
	var output string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the waivers and how they stand today",
		Long: "Lists the waivers with their state, the days that they have left and, where there are findings, what they cover. A waiver\n" +
			"holds to the end of its last day in UTC: then it has 0 days left.\n\n" +
			"Exit codes: 0 done, however they stand · 2 usage, or there is no such file or something in it is wrong.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if output != "text" && output != "json" {
				return &collectors.UsageError{Err: fmt.Errorf("-o %s: it is text or json", output), Hint: "redirect stdout to write a file"}
			}
			c, err := a.config()
			if err != nil {
				return err
			}
			list, _, err := flags.list(a, c, config.Known{})
			if err != nil {
				return err
			}
			if output == "json" {
				return reports.WriteJSON(a.stdout, list)
			}
			_, err = fmt.Fprint(a.stdout, reports.WaiversText(list))
			return err
		},
	}
	flags.register(cmd)
	cmd.Flags().StringVarP(&output, "output", "o", "text", "write `FORMAT` to stdout: text or json")
	return cmd
}

// list reads the waivers, refuses what is wrong, and says how they stand now.
func (f waiverFlags) list(a *app, c *config.Config, known config.Known) (engine.WaiverList, *config.WaiversFile, error) {
	file, err := f.read(c)
	if err != nil {
		return engine.WaiverList{}, nil, err
	}
	if err := file.Problems(known); err != nil {
		return engine.WaiverList{}, nil, err
	}
	findings, err := f.findings(a, c)
	if err != nil {
		return engine.WaiverList{}, nil, err
	}
	list := engine.ListWaivers(file.Waivers(), findings, a.now())
	list.File = file.Path()
	for i := range list.Waivers {
		list.Waivers[i].Line = file.Line(list.Waivers[i].ID)
	}
	return list, file, nil
}
