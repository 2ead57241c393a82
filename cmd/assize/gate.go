package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// newOnlyHint says what can tell what failed before.
const newOnlyHint = "name the history with --history DIR or in a configuration that --config names, or an earlier findings.json with --baseline FILE, or judge a plan, which knows what was before it; a history that just lies there is not taken, because a change could bring its own"

func (a *app) gateCommand() *cobra.Command {
	var targets targetFlags
	var judge judgeFlags
	var failOn string
	var maxUnknown int
	var strictPlan, newOnly, onlyChanged bool
	cmd := &cobra.Command{
		Use:   "gate [TARGET…]",
		Short: "Audit, and decide for a pipeline whether to go on",
		Long: "The same as audit, with a decision: it fails on findings at or above --fail-on that no waiver covers, and on more\n" +
			"than --max-unknown findings that could not be judged.\n\n" +
			"With --new-only what failed before does not count: in --baseline FILE, the findings.json of an earlier run; else in the run before\n" +
			"in --history DIR, or in an earlier one and not seen fixed since; else, of a Terraform plan, in what is there before it, which it\n" +
			"says itself. The first of these that is named decides alone. All else is new, what was not looked at before too. Take neither a\n" +
			"baseline nor a history from what is audited: a change could bring its own.\n\n" +
			"Of a Terraform plan (terraform:plan.json), what is known only after it is applied and what it does not show of the account is\n" +
			"unknown and counted apart; --strict-plan counts it. --only-changed judges only what the plan changes. Where the plan has a prior\n" +
			"state, the report says what it breaks, what it leaves broken where it changes something, what it fixes and what is known later.\n" +
			"So in a pipeline: assize gate terraform:plan.json --only-changed --new-only.\n\n" + schemesHelp(newRegistry()) +
			"\nExit codes: 0 passed · 1 failures at or above the threshold · 2 usage, configuration or policies · 3 incomplete · 130 interrupted.\n" +
			"When several hold, 2 wins, then 1, then 3; all reasons stand in gate.reasons of findings.json.",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			rules := engine.Rules{FailOn: engine.Threshold(cmp.Or(failOn, c.Gate.FailOn, "high")), MaxUnknown: maxUnknown, StrictPlan: strictPlan}
			if !cmd.Flags().Changed("max-unknown") && c.Gate.MaxUnknown != nil {
				rules.MaxUnknown = *c.Gate.MaxUnknown
			}
			if !slices.Contains(engine.Thresholds(), rules.FailOn) {
				return &collectors.UsageError{Err: fmt.Errorf("--fail-on %q is no severity", rules.FailOn), Hint: "use critical, high, medium, low, any or never"}
			}
			if rules.MaxUnknown < engine.Unlimited {
				return &collectors.UsageError{Err: fmt.Errorf("--max-unknown %d is below 0", rules.MaxUnknown), Hint: "use -1 to allow any number"}
			}
			rules.NewOnly = newOnly || judge.baseline != ""
			rules.PriorState = rules.NewOnly && judge.baseline == "" && !namesHistory(c, judge.history)
			if onlyChanged {
				targets.options = append(targets.options, "only-changed=true")
			}
			judge.planned = true
			return a.audit(cmd.Context(), args, targets, judge, rules)
		},
	}
	targets.register(cmd)
	judge.registerVisit(cmd)
	flags := cmd.Flags()
	flags.StringVar(&failOn, "fail-on", "", "least `severity` that fails: critical, high, medium, low, any or never (default high)")
	flags.IntVar(&maxUnknown, "max-unknown", 0, "how many findings may be unknown; -1 for any number")
	flags.BoolVar(&newOnly, "new-only", false, "let pass what failed before: in --baseline, else in the run before in --history, else before the plan")
	flags.StringVar(&judge.baseline, "baseline", "", "findings.json `file` whose failures count as known (implies --new-only)")
	flags.BoolVar(&onlyChanged, "only-changed", false, "judge of a plan only what it changes")
	flags.BoolVar(&strictPlan, "strict-plan", false, "count unknowns that only a plan or an optional stage causes as well")
	return cmd
}
