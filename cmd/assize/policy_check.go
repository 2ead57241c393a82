package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
)

func (a *app) policyCheckCommand() *cobra.Command {
	var flags policyFlags
	cmd := &cobra.Command{
		Use:   "check [DIR|BUNDLE…]",
		Short: "Hold policies against the contract and the schemas",
		Long: "Holds the built-in policies and those of the folders and bundles against the contract: metadata, kinds, controls, parameters, the\n" +
			"shape of the rules, the types of every fact they read. It evaluates nothing.\n\nExit codes: 0 all right · 2 problems, each with file, line and remedy.",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			options, _, err := flags.with(args).loadOptions(c)
			if err != nil {
				return err
			}
			problems, err := opa.Check(cmd.Context(), options)
			if err != nil {
				return err
			}
			if err := a.printProblems(problems); err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.stdout, "all policies keep the contract")
			return err
		},
	}
	flags.registerSources(cmd)
	return cmd
}

// with are the flags with more sources of policies.
func (f policyFlags) with(sources []string) *policyFlags {
	f.dirs = append(slices.Clone(f.dirs), sources...)
	return &f
}

// printProblems prints each problem on stdout, and returns the error that ends the program when there is one.
func (a *app) printProblems(problems opa.Problems) error {
	if len(problems) == 0 {
		return nil
	}
	for _, p := range problems {
		if _, err := fmt.Fprintln(a.stdout, a.printable(p.String())); err != nil {
			return err
		}
	}
	return &exitError{code: exitUsage, err: fmt.Errorf("the policies have %s", counted(len(problems), "problem", "problems"))}
}

func (a *app) policyTestCommand() *cobra.Command {
	var flags policyFlags
	cmd := &cobra.Command{
		Use:   "test [ID…]",
		Short: "Run the policies' tests, and take away each fact that they read",
		Long: "Runs the Rego tests beside the policies (all, or those with the given ids or domains), measures what they cover, and\n" +
			"then takes the examples out of the tests and removes each fact that the policy reads: what fails must never pass for\n" +
			"want of a fact. A policy that was never seen to fail and to pass is a problem, and so is a rule fail that the examples\n" +
			"never saw fire and stay silent: RULES FIRED counts those that they saw.\n\nExit codes: 0 all right · 2 problems.",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			options, _, err := flags.loadOptions(c)
			if err != nil {
				return err
			}
			log := a.progress()
			defer log.Close()
			log.Stage("policies", "testing")
			report, err := opa.Test(cmd.Context(), options, func(p engine.Policy) bool {
				return len(args) == 0 || slices.Contains(args, p.ID) || slices.Contains(args, p.Domain())
			})
			log.Close()
			if err != nil {
				return err
			}
			if len(report.Policies) == 0 {
				return &collectors.UsageError{Err: fmt.Errorf("no policy has the id or domain %s", strings.Join(args, ", ")), Hint: "\"assize policy list\" shows them"}
			}
			if err := a.printTests(report); err != nil {
				return err
			}
			return a.printProblems(report.Problems)
		},
	}
	flags.registerSources(cmd)
	return cmd
}

// printTests prints a line per policy and a sum.
func (a *app) printTests(report opa.TestReport) error {
	table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "POLICY\tTESTS\tFAILED\tCOVERED\tRULES FIRED\tEXAMPLES\tFACTS TAKEN AWAY")
	tests, failed, taken := 0, 0, 0
	for _, p := range report.Policies {
		fmt.Fprintf(table, "%s\t%d\t%d\t%.0f %%\t%s\t%s\t%s\n", p.ID, p.Tests, p.Failed, p.Coverage, proven(p.Rules), tally(p.Examples), tally(p.Gaps))
		tests, failed = tests+p.Tests, failed+p.Failed
		for _, n := range p.Gaps {
			taken += n
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(a.stdout, "\n%s, %s, %d failed; %s taken away\n",
		counted(len(report.Policies), "policy", "policies"), counted(tests, "test", "tests"), failed, counted(taken, "fact", "facts"))
	return err
}

// proven says how many of the rules fail were seen to fire and to stay silent.
func proven(rules []opa.RuleTest) string {
	n := 0
	for _, r := range rules {
		if r.Fired > 0 && r.Silent > 0 {
			n++
		}
	}
	return fmt.Sprintf("%d of %d", n, len(rules))
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// tally writes counts by verdict in the order of the verdicts.
func tally(counts map[engine.Verdict]int) string {
	var parts []string
	for _, v := range engine.Verdicts() {
		if counts[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[v], strings.ReplaceAll(string(v), "_", " ")))
		}
	}
	return strings.Join(parts, ", ")
}
