package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

func (a *app) waiverCheckCommand() *cobra.Command {
	var flags waiverFlags
	var policies policyFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Say what is wrong with the waivers, each with its line",
		Long: "Says all that is wrong in the waivers file: what is missing or misspelt, who approves his own waiver, what lasts too long,\n" +
			"policies and kinds that do not exist. What is right and asks for attention is a notice: what has expired, what expires\n" +
			"within 14 days and, where there are findings, what matches nothing that fails.\n\n" +
			"Exit codes: 0 nothing is wrong, whatever the notices say · 2 something is wrong, or usage, or there is no such file.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			known, err := policies.knownWords(cmd.Context(), c)
			if err != nil {
				return err
			}
			list, file, err := flags.list(a, c, known)
			if err != nil {
				return err
			}
			notices := 0
			for _, w := range list.Waivers {
				if w.Group == engine.GroupActive || w.Group == engine.GroupNotYet {
					continue
				}
				notices++
				if _, err := fmt.Fprintln(a.stdout, terminalSafe(fmt.Sprintf("%s:%d: notice: waiver %q %s", file.Path(), w.Line, w.ID, reports.WaiverNotice(w.WaiverUse, list.Run != "")))); err != nil {
					return err
				}
			}
			_, err = fmt.Fprintf(a.stdout, "%s: %s, nothing wrong, %s\n", terminalSafe(file.Path()), counted(len(list.Waivers), "waiver", "waivers"), counted(notices, "notice", "notices"))
			return err
		},
	}
	flags.register(cmd)
	policies.registerSources(cmd)
	return cmd
}
