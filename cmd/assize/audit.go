package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/internal/progress"
	"github.com/assize/assize/reports"
)

// defaultOut is the folder of the default reports.
const defaultOut = "assize-out"

// judgeFlags are the flags of every command that judges a snapshot.
type judgeFlags struct {
	policies policyFlags
	outputs  outputFlags
	waivers  string
	at       string
	workers  int
	noCache  bool
	history  string
	allKinds bool   // read what no policy reads too
	baseline string // of a gate
	planned  bool   // of a gate: say what plans change
	seal     sealFlags
}

func (f *judgeFlags) register(cmd *cobra.Command) {
	f.policies.register(cmd)
	f.seal.register(cmd)
	flags := cmd.Flags()
	f.outputs.register(cmd, "write `FORMAT[=PATH]`: text, json, pdf, snapshot (repeatable)")
	cmd.Flags().StringVar(&f.outputs.evidence, "evidence", "", "where the PDF has what it was made of: `embed`, beside (the snapshot in a file beside it) or none (default embed)")
	flags.StringVar(&f.outputs.dir, "out", "", "`folder` of the default reports (default assize-out)")
	flags.StringVar(&f.waivers, "waivers", "", "waivers `file`")
	flags.StringVar(&f.at, "at", "", "the audit's clock, as `RFC 3339 time` (default: when the snapshot ended)")
	flags.BoolVar(&f.noCache, "no-cache", false, "judge everything anew: neither use nor keep what an audit of the same targets worked out")
	flags.StringVar(&f.history, "history", "", "`folder` that keeps this run and all others (default .assize, if it is there; none keeps nothing)")
	flags.IntVar(&f.workers, "workers", 0, "how many policies are evaluated at the same time (default: one per processor)")
}

// registerVisit registers the flags of a command that visits what it judges.
func (f *judgeFlags) registerVisit(cmd *cobra.Command) {
	f.register(cmd)
	cmd.Flags().BoolVar(&f.allKinds, "all-kinds", false, "read also what none of the selected policies reads, for others that will judge the snapshot")
}

func (a *app) auditCommand() *cobra.Command {
	var targets targetFlags
	var judge judgeFlags
	cmd := &cobra.Command{
		Use:   "audit [TARGET…]",
		Short: "Collect, evaluate and report",
		Long: "Visits the targets, judges what was found and writes the reports.\n\nWith no target: those of assize.yaml, else this host and the git checkout it stands in.\n" +
			"With no -o: a summary on stdout, and assize-out/findings.json and assize-out/report.pdf.\n" +
			"With --history DIR, or history: in assize.yaml, or in a folder that has one (.assize), the run is kept there.\n" +
			"With --sign the PDF is sealed, and every other file gets a signed statement beside it, FILE.dsse.json.\n\n" + schemesHelp(newRegistry()) +
			"\nExit codes: 0 done · 2 usage, configuration or policies · 3 a target could not be visited, nothing applied, or a policy broke · 130 interrupted.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.audit(cmd.Context(), args, targets, judge, engine.Rules{FailOn: engine.Never, MaxUnknown: engine.Unlimited})
		},
	}
	targets.register(cmd)
	judge.registerVisit(cmd)
	return cmd
}

// audit is the whole path. The policies are read while the targets are visited, but for those that are read by what the policies
// want of them.
func (a *app) audit(ctx context.Context, args []string, targets targetFlags, judge judgeFlags, rules engine.Rules) error {
	modestHeap(os.Getenv)
	v, err := a.visit(args, targets)
	if err != nil {
		return err
	}
	plan, err := a.plan(ctx, v.config, judge, rules)
	if err == nil && rules.PriorState && !v.holdsPlan() {
		err = &collectors.UsageError{Err: errors.New("--new-only needs to know what failed before"), Hint: newOnlyHint}
	}
	if err == nil {
		plan.history, err = a.history(v.config, judge.history, true)
	}
	if err != nil {
		return err
	}
	log := a.progress()
	defer log.Close()
	group, both := errgroup.WithContext(ctx)
	var selected *selection
	loaded := make(chan struct{})
	group.Go(func() (err error) {
		if selected, err = judge.policies.load(both, v.config); err == nil {
			close(loaded)
		}
		return err
	})
	if !judge.allKinds {
		v.wants = func(ctx context.Context, kinds []string) (*collectors.Wants, error) {
			select {
			case <-loaded:
				return selected.set.Wants(kinds)
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
	}
	var snapshot *collectors.Snapshot
	var failed []*audit.TargetError
	release := func() {}
	if judge.planned && v.holdsPlan() {
		roomFor(os.Getenv, 200, 0) // it is read, judged before and after, and over in a second
		release = v.holdPlans()
		group.Go(func() (err error) {
			plan.before, err = v.beforePlans(both, a)
			return err
		})
	}
	group.Go(func() (err error) {
		snapshot, failed, err = v.collect(both, a, log)
		return err
	})
	err = group.Wait()
	release()
	if err != nil {
		return err
	}
	a.printTargetErrors(log, failed)
	return a.judge(ctx, log, plan, selected, snapshot)
}

// A plan is what the flags say of the judging, read before anything is visited, so that a mistake costs nothing.
type plan struct {
	config  *config.Config
	rules   engine.Rules
	outputs []output
	dir     string
	waivers *config.WaiversFile
	at      time.Time
	workers int
	noCache bool
	sealer  *sealer
	layout  reports.Layout
	history *archive.Archive              // nil when the run is not kept
	known   func(fingerprint string) bool // of the baseline; nil when there is none
	before  *beforePlans                  // nil when there is no plan, or none that tells of it
}

func (a *app) plan(ctx context.Context, c *config.Config, judge judgeFlags, rules engine.Rules) (plan, error) {
	dir := cmp.Or(judge.outputs.dir, c.Relative(c.Out), defaultOut)
	outputs, err := judge.outputs.parse(dir)
	if err != nil {
		return plan{}, err
	}
	if err := a.canWrite(outputs, dir); err != nil {
		return plan{}, err
	}
	if judge.workers < 0 {
		return plan{}, &collectors.UsageError{Err: fmt.Errorf("--workers %d is below 0", judge.workers), Hint: "0 is one per processor"}
	}
	p := plan{config: c, rules: rules, outputs: outputs, dir: dir, workers: judge.workers, noCache: judge.noCache}
	if path := cmp.Or(judge.waivers, c.Relative(c.Waivers)); path != "" {
		if p.waivers, err = config.LoadWaivers(path); err != nil {
			return plan{}, err
		}
	}
	if p.sealer, err = judge.seal.sealer(ctx, a, c); err != nil {
		return plan{}, err
	}
	if p.layout, err = judge.outputs.layout(c, p.sealer); err != nil {
		return plan{}, err
	}
	if p.outputs, err = a.signed(p.sealer, outputs, dir); err != nil {
		return plan{}, err
	}
	if judge.baseline != "" {
		if p.rules.Baseline, p.known, err = readBaseline(judge.baseline); err != nil {
			return plan{}, err
		}
	}
	if judge.at != "" {
		if p.at, err = time.Parse(time.RFC3339, judge.at); err != nil {
			return plan{}, &collectors.UsageError{Err: fmt.Errorf("--at %q is not a time", judge.at), Hint: "for example --at 2026-11-23T12:00:00Z"}
		}
	}
	return p, nil
}

// judge turns a snapshot into reports and the exit code.
func (a *app) judge(ctx context.Context, log *progress.Log, p plan, selected *selection, s *collectors.Snapshot) error {
	const task = "policies"
	roomyHeap(os.Getenv, s, 0)
	c := p.config
	log.Stage(task, fmt.Sprintf("judging %d resources with %d policies", len(s.Resources), len(selected.set.Policies())))
	set, keep := selected.set, func() {}
	if !p.noCache {
		file := memoFileOf(s)
		memo := file.read()
		set, keep = set.WithMemo(memo), func() { file.write(memo, a.now()) }
	}
	if err := p.waivers.Problems(selected.known); err != nil && !a.quiet { // they may be for policies of another run
		log.Pause(func() { fmt.Fprintln(a.stderr, a.printable(err.Error())) })
	}
	if p.before != nil {
		set = set.Series() // what was there before the plan is mostly what will be there after it
	}
	evaluator, err := newEvaluator(set)
	if err != nil {
		return err
	}
	writing, err := a.beginRun(ctx, log, p.history)
	if err != nil {
		return err
	}
	assessor := audit.Assessor{
		Evaluator: evaluator, Catalog: selected.catalog, PoliciesDigest: selected.set.Digest(), Excluded: selected.excluded,
		Waivers: p.waivers.Waivers(), Rules: p.rules, Profile: selected.profile,
		Params:  func(ref string) (engine.Params, error) { return c.ParamsOf(selected.profile, ref) },
		Heading: engine.Heading{Title: c.Report.Title, Organisation: c.Report.Organisation, Classification: c.Report.Classification, Period: c.Report.Period},
		Tool:    toolName(), OPA: opa.Version(), Workers: p.workers, Previous: writing.previous(), Changes: writing.changes,
	}
	if p.known != nil {
		assessor.Changes = writing.against(p.known)
	}
	assessor.Changes = p.before.changes(assessor)
	assessment, err := assessor.Assess(ctx, s, p.at)
	if err != nil {
		return errors.Join(err, writing.close())
	}
	log.End(task, fmt.Sprintf("%d findings", len(assessment.Findings)))
	log.Close()
	keep()
	sources := func() (json.RawMessage, error) { return json.Marshal(selected.set.AllFiles()) }
	err = a.write(ctx, p.outputs, p.dir, product{snapshot: s, assessment: assessment, sealer: p.sealer, evidence: func() (*audit.Bundle, error) {
		texts, err := sources()
		if err != nil {
			return nil, err
		}
		return audit.Evidence{Assessor: assessor, Snapshot: s, Assessment: assessment, Policies: texts, Layout: p.layout}.Bundle()
	}})
	kept := audit.Kept{Assessor: assessor, Snapshot: s, Assessment: assessment, Policies: selected.set.WriteTexts, Sources: sources,
		Layout: p.layout, Reports: handedOut(p.outputs, p.sealer != nil), Now: a.now()}
	if err := errors.Join(err, writing.keep(ctx, a, kept)); err != nil {
		return err
	}
	if assessment.Gate.ExitCode != 0 {
		return &exitError{code: assessment.Gate.ExitCode}
	}
	return nil
}

// printTargetErrors says which targets could not be visited, each with its hint.
func (a *app) printTargetErrors(log *progress.Log, failed []*audit.TargetError) {
	for _, f := range failed {
		log.Pause(func() { a.report(f) })
	}
}
