package opa

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// defaultTimeout bounds one policy on one resource.
const defaultTimeout = 5 * time.Second

// RegisterTarget is the target of the findings that say that no register was given.
const RegisterTarget = "register"

const noRegister = "no register given"

// audit is one evaluation of a snapshot.
type audit struct {
	set      *Set
	snapshot *collectors.Snapshot
	options  engine.Options
	bench
	register bool
	records  *joined
	gaps     map[about][]collectors.Gap
	memo     *memo
	numbers  map[[sha256.Size]byte]*docket

	blocks   []*block
	findings []engine.Finding // each at its place from the start

	mutex sync.Mutex
	rows  [][]row // of each worker, when there is a memo
	done  int
	total int // of what is judged
}

// about is what a gap is on.
type about struct{ target, kind, resource string }

// block are the findings of one policy in one target: on its resources, and on the kind as a whole.
type block struct {
	target string
	policy string
	extras []engine.Finding
	docket *docket // nil when there is no resource to judge
	count  int     // resources
}

// job are the resources of one kind in one target, with all policies that judge them.
type job struct {
	resources []collectors.Resource
	dockets   []*docket
	layout    *layout
	union     *access // what all of them take of a resource
	// steady are the dockets whose results on a resource are kept together, digest what these have in common.
	steady []*docket
	digest [sha256.Size]byte
}

// Evaluate implements engine.Evaluator.
func (s *Set) Evaluate(ctx context.Context, snapshot *collectors.Snapshot, o engine.Options) ([]engine.Finding, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	a := s.open(snapshot)
	a.options, a.bench = o, bench{timeout: o.Timeout, now: o.Now}
	if a.memo, a.numbers = newMemo(), map[[sha256.Size]byte]*docket{}; s.series != nil {
		a.memo, a.numbers = s.series.memo, s.series.numbers
	}
	var err error
	if a.program, err = s.programFor(a.needed()); err != nil {
		return nil, fmt.Errorf("compile policies: %w", err)
	}
	if a.records, err = a.joinRecords(); err != nil {
		return nil, err
	}
	jobs, err := a.plan()
	if err != nil {
		return nil, err
	}
	a.place()
	if err := a.run(ctx, jobs); err != nil {
		return nil, err
	}
	if err := a.order(); err != nil {
		return nil, err
	}
	a.remember()
	return a.findings, nil
}

// open gathers what is known of a snapshot before anything is judged.
func (s *Set) open(snapshot *collectors.Snapshot) *audit {
	a := &audit{set: s, snapshot: snapshot, gaps: map[about][]collectors.Gap{}}
	for _, g := range snapshot.Gaps {
		at := about{g.Target, g.Kind, g.Resource}
		a.gaps[at] = append(a.gaps[at], g)
	}
	a.register = slices.ContainsFunc(snapshot.Targets, func(t collectors.TargetInfo) bool {
		return slices.ContainsFunc(t.Kinds, isRecord)
	})
	return a
}

// place gives every finding its place, in the canonical order: target, policy, kind, resource. The extras stand at
// the end of their block until order mends that.
func (a *audit) place() {
	slices.SortFunc(a.blocks, func(x, y *block) int {
		return cmp.Or(cmp.Compare(x.target, y.target), cmp.Compare(x.policy, y.policy))
	})
	total := 0
	for _, b := range a.blocks {
		total += b.count + len(b.extras)
	}
	a.findings = make([]engine.Finding, total)
	at := 0
	for _, b := range a.blocks {
		if b.docket != nil {
			b.docket.start = at
		}
		at += b.count
		a.total += b.count
		at += copy(a.findings[at:], b.extras)
	}
}

// order brings the extras of each block among its findings on resources, and makes sure that everything stands in the
// canonical order. Where a block has no extras that follows from the order of its resources, which is looked at when they
// are judged.
func (a *audit) order() error {
	at := 0
	for i, b := range a.blocks {
		if i > 0 && cmp.Or(cmp.Compare(a.blocks[i-1].target, b.target), cmp.Compare(a.blocks[i-1].policy, b.policy)) >= 0 {
			return fmt.Errorf("%s on %s is judged twice, or not in order", b.policy, b.target)
		}
		n := b.count + len(b.extras)
		if len(b.extras) > 0 {
			engine.SortFindings(a.findings[at : at+n])
			if err := engine.CheckOrder(a.findings[at : at+n]); err != nil {
				return err
			}
		}
		at += n
	}
	return nil
}

func isRecord(kind string) bool { return strings.HasPrefix(kind, "register.") }

// concerns says whether a kind was looked for in a target, or something of it is there anyway.
func (a *audit) concerns(t collectors.TargetInfo, kind string) bool {
	return slices.Contains(t.Kinds, kind) || len(a.snapshot.Of(t.ID, kind)) > 0 || len(a.snapshot.GapsOf(t.ID, kind)) > 0
}

// owes says whether each policy on a kind gets a finding for a target: what concerns it, and what should have. A
// collector of our own looks for all kinds of a family or for none, so a target that lists some of them and lacks
// this one is an older or an edited snapshot, and silence would hide that. What a file or a program brings is its
// own choice.
func (a *audit) owes(t collectors.TargetInfo, kind string) bool {
	if a.concerns(t, kind) {
		return true
	}
	if t.Collector == "file" || t.Collector == "exec" {
		return false
	}
	family, _, _ := strings.Cut(kind, ".")
	return slices.ContainsFunc(t.Kinds, func(listed string) bool { return strings.HasPrefix(listed, family+".") })
}

// notLookedFor is the gap of a kind that the collector of a target did not look for.
func notLookedFor(target, kind string) collectors.Gap {
	return collectors.Gap{Target: target, Kind: kind, Cause: collectors.Unsupported, Detail: "the collector did not look for this kind"}
}

// needed are the policies that have a resource to judge: no other is compiled.
func (a *audit) needed() []*unit {
	var out []*unit
	for _, u := range a.set.units {
		if slices.ContainsFunc(a.snapshot.Targets, func(t collectors.TargetInfo) bool {
			return len(a.snapshot.Of(t.ID, u.policy.Kind)) > 0
		}) {
			out = append(out, u)
		}
	}
	return out
}

// plan makes the findings that need no evaluation, and the jobs for all others.
func (a *audit) plan() ([]job, error) {
	var jobs []job
	for _, t := range a.snapshot.Targets {
		w, err := a.worldOf(t)
		if err != nil {
			return nil, err
		}
		byKind := map[string]*job{}
		for _, u := range a.set.units {
			if !a.owes(t, u.policy.Kind) {
				continue
			}
			if len(u.policy.Records) > 0 && !a.register {
				a.extra(t.ID, u, a.star(u, t.ID, engine.NotApplicable, noRegister))
				continue
			}
			b := a.extra(t.ID, u, a.kindFindings(t, u)...)
			resources := a.snapshot.Of(t.ID, u.policy.Kind)
			if len(resources) == 0 {
				continue
			}
			if b.docket, err = a.docketOf(a.program.policies[u.policy.ID], w); err != nil {
				return nil, err
			}
			b.count = len(resources)
			j := byKind[u.policy.Kind]
			if j == nil {
				j = &job{resources: resources, layout: a.program.layouts[u.policy.Kind], union: a.program.unions[u.policy.Kind]}
				byKind[u.policy.Kind] = j
			}
			j.dockets = append(j.dockets, b.docket)
		}
		for _, kind := range sortedKeys(byKind) {
			jobs = append(jobs, byKind[kind].ready(a.set.schemas.textOf(kind)))
		}
	}
	a.withoutRegister(func(u *unit, f engine.Finding) { a.extra(RegisterTarget, u, f) })
	return jobs, nil
}

// withoutRegister gives the findings of the policies on records when no register was given.
func (a *audit) withoutRegister(add func(*unit, engine.Finding)) {
	for _, u := range a.set.units {
		if !a.register && isRecord(u.policy.Kind) && !slices.ContainsFunc(a.snapshot.Targets, func(t collectors.TargetInfo) bool {
			return a.concerns(t, u.policy.Kind)
		}) {
			add(u, a.star(u, RegisterTarget, engine.NotApplicable, noRegister))
		}
	}
}

// ready brings the steady dockets to the front. What a schema demands has a part in what is a gap.
func (j *job) ready(schema []byte) job {
	slices.SortStableFunc(j.dockets, func(x, y *docket) int {
		switch {
		case x.steady == y.steady:
			return 0
		case x.steady:
			return -1
		}
		return 1
	})
	sum := sha256.New()
	sum.Write(appendText(nil, schema)) // a hash never fails to write
	for i, d := range j.dockets {
		if d.steady {
			j.steady = j.dockets[:i+1]
			sum.Write(d.digest[:])
		}
	}
	sum.Sum(j.digest[:0])
	return *j
}

// extra opens the block of a policy in a target with findings that need no evaluation.
func (a *audit) extra(target string, u *unit, findings ...engine.Finding) *block {
	b := &block{target: target, policy: u.policy.ID, extras: findings}
	a.blocks = append(a.blocks, b)
	return b
}

// kindFindings are those about a kind as a whole: nobody looked for it, its list could not be read or not to the
// end, or is empty; and those about resources that are known only by their gap. What a plan does not show of the account is not
// the plan's: it is a gap for policies that look up other resources, and no finding.
func (a *audit) kindFindings(t collectors.TargetInfo, u *unit) []engine.Finding {
	var out []engine.Finding
	gaps := a.snapshot.GapsOf(t.ID, u.policy.Kind)
	resources := a.snapshot.Of(t.ID, u.policy.Kind)
	whole := slices.Clone(a.gaps[about{t.ID, u.policy.Kind, ""}])
	listed := len(whole)
	whole = slices.DeleteFunc(whole, func(g collectors.Gap) bool { return g.Cause == collectors.OutsidePlan })
	outside := len(whole) < listed
	lost := map[string][]collectors.Gap{}
	for _, g := range gaps {
		_, found := slices.BinarySearchFunc(resources, g.Resource, func(r collectors.Resource, id string) int { return cmp.Compare(r.ID, id) })
		if g.Resource != "" && !found {
			lost[g.Resource] = append(lost[g.Resource], g)
		}
	}
	if t.Error != "" && len(whole) == 0 {
		whole = append(whole, collectors.Gap{Target: t.ID, Kind: u.policy.Kind, Cause: collectors.Failed, Detail: t.Error})
	}
	if len(whole) == 0 && !a.concerns(t, u.policy.Kind) {
		whole = append(whole, notLookedFor(t.ID, u.policy.Kind))
	}
	for _, id := range sortedKeys(lost) {
		f := a.star(u, t.ID, engine.Unknown, "")
		f.Resource, f.Name, f.Gaps = id, id, lost[id]
		out = append(out, f)
	}
	switch {
	case len(whole) > 0:
		regions := map[string][]collectors.Gap{}
		for _, g := range whole {
			regions[g.Region] = append(regions[g.Region], g)
		}
		for _, region := range sortedKeys(regions) {
			f := a.star(u, t.ID, engine.Unknown, "")
			f.Resource, f.Gaps, f.Origin.Region = engine.WholeKind(region), regions[region], region
			out = append(out, f)
		}
	case len(resources) == 0 && len(lost) == 0 && outside:
		out = append(out, a.star(u, t.ID, engine.NotApplicable, "none in the plan"))
	case len(resources) == 0 && len(lost) == 0:
		out = append(out, a.star(u, t.ID, engine.NotApplicable, "none found"))
	}
	return out
}

// star is a finding about a kind as a whole.
func (a *audit) star(u *unit, target string, verdict engine.Verdict, note string) engine.Finding {
	f := engine.NewFinding(u.policy)
	f.Resource, f.Target, f.Verdict, f.Note = engine.WholeKind(""), target, verdict, note
	f.Origin = collectors.Origin{Target: target}
	return f
}
