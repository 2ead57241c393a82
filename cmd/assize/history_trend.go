package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/reports"
)

func (a *app) historyTrendCommand() *cobra.Command {
	var flags historyFlags
	var policies, domains, targets []string
	var last int
	cmd := &cobra.Command{
		Use:   "trend",
		Short: "Tell run by run how many failures there were, and what became of them",
		Long: "Tells run by run how many failures there were by severity (those that a waiver covers apart), how many were new,\n" +
			"regressed and fixed, and how long what was fixed had failed in the mean. A run that decided fewer findings than others\n" +
			"looked at less, or could read less: that it has fewer failures says nothing then.\n\nExit codes: 0 done · 2 usage, or there is no history · 4 the chain of runs is broken.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := flags.open(a)
			if err != nil {
				return err
			}
			if last < 0 {
				return &collectors.UsageError{Err: fmt.Errorf("--last %d is below 0", last), Hint: "0 is all runs"}
			}
			by := archive.Filter{Policies: policies, Targets: targets}
			for _, domain := range domains {
				by.Policies = append(by.Policies, domain+"/")
			}
			trend, err := h.Trend(cmd.Context(), by)
			if err != nil {
				return stopped(cmd.Context(), err)
			}
			if n := len(trend.Runs); last > 0 && n > last {
				trend.Runs = trend.Runs[n-last:]
			}
			return flags.print(a, trend, func() string { return trendText(trend) })
		},
	}
	flags.register(cmd, true)
	cmd.Flags().StringSliceVar(&policies, "only", nil, "only the policies with these ids")
	cmd.Flags().StringSliceVar(&domains, "domain", nil, "only policies of these domains, for example access,network")
	cmd.Flags().StringSliceVar(&targets, "target", nil, "only these targets, by the ids that reports show")
	cmd.Flags().IntVar(&last, "last", 0, "only the last `N` runs (default all)")
	return cmd
}

func trendText(t engine.Trend) string {
	if len(t.Runs) == 0 {
		return "no runs yet\n"
	}
	table := reports.Table{Right: []int{0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}}
	table.Row("number", "at", "critical", "high", "medium", "low", "waived", "decided", "unknown", "new", "regressed", "fixed", "after")
	for _, p := range t.Runs {
		row := []string{fmt.Sprint(p.Sequence), p.At.UTC().Format("2006-01-02 15:04")}
		for _, s := range engine.Severities() {
			row = append(row, fmt.Sprint(p.Failing[s]))
		}
		for _, n := range []int{p.Waived, p.Verdicts[engine.Pass] + p.Verdicts[engine.Fail], p.Verdicts[engine.Unknown] + p.Verdicts[engine.Error], p.New, p.Regressed, p.Remediation.Count} {
			row = append(row, fmt.Sprint(n))
		}
		after := ""
		if p.Remediation.Count > 0 {
			after = reports.Lasting(p.Remediation.MeanSeconds)
		}
		if !p.Readable {
			after = "its findings are damaged"
		}
		table.Row(append(row, after)...)
	}
	return table.String()
}
