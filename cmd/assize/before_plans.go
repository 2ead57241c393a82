package main

import (
	"context"
	"maps"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/terraform"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/progress"
)

// beforePlans is what is there before the plans among the targets are applied.
type beforePlans struct {
	snapshot *collectors.Snapshot
	changed  map[string]*terraform.Changed // by the target's ref
}

// beforePlans visits the plans that know what was there before, nil when there are none. A plan that cannot be read is left out: the
// visit of the plan itself says so.
func (v *visit) beforePlans(ctx context.Context, a *app) (*beforePlans, error) {
	out := &beforePlans{changed: map[string]*terraform.Changed{}}
	var targets []collectors.Target
	for _, t := range v.targets {
		plans, is := v.plansOf(t)
		if !is {
			continue
		}
		changed, err := plans.Changed(t)
		if err != nil || changed == nil {
			continue
		}
		out.changed[t.Ref] = changed
		t.Options = maps.Clone(t.Options)
		delete(t.Options, "only-changed")
		if t.Options == nil {
			t.Options = map[string]string{}
		}
		t.Options["state"] = "before"
		targets = append(targets, t)
	}
	if len(targets) == 0 {
		return nil, nil //nolint:nilnil // most gates judge no plan
	}
	collection := audit.Collection{Registry: v.registry, Tool: toolName(), Concurrency: v.jobs, Now: a.now, Log: progress.Silent()}
	snapshot, failed, err := collection.Run(ctx, targets)
	if err != nil || len(failed) > 0 {
		return nil, err
	}
	out.snapshot = snapshot
	return out, nil
}

// plansOf is the collector of a target that may be a plan and is asked for what will be there.
func (v *visit) plansOf(t collectors.Target) (*terraform.Collector, bool) {
	if t.Options["state"] != "" && t.Options["state"] != "after" {
		return nil, false
	}
	c, err := v.registry.Lookup(t)
	if err != nil {
		return nil, false // the visit says so
	}
	plans, is := c.(*terraform.Collector)
	return plans, is
}

// holdsPlan says that a target is one that may be a plan.
func (v *visit) holdsPlan() bool {
	return slices.ContainsFunc(v.targets, func(t collectors.Target) bool { _, is := v.plansOf(t); return is })
}

// holdPlans has each plan read once, for the visits of it and of what was before it, until release is called.
func (v *visit) holdPlans() (release func()) {
	var all []func()
	for _, t := range v.targets {
		if plans, is := v.plansOf(t); is {
			all = append(all, plans.Hold(t.Address))
		}
	}
	return func() {
		for _, release := range all {
			release()
		}
	}
}

// changes adds to what an assessor is told of changes what the plans change, and, where the rules ask for that, what is known by
// them. It may be called on nil.
func (b *beforePlans) changes(assessor audit.Assessor) func(context.Context, *engine.Assessment) (audit.Changes, error) {
	others := assessor.Changes
	if b == nil && assessor.Rules.PriorState {
		return func(ctx context.Context, a *engine.Assessment) (audit.Changes, error) {
			out, err := others(ctx, a)
			out.Known = nil // no plan knows what was before it
			return out, err
		}
	}
	if b == nil {
		return others
	}
	assessor.Changes, assessor.Previous, assessor.Progress = nil, "", nil
	refs := map[string]string{}
	for _, t := range b.snapshot.Targets {
		refs[t.ID] = t.Ref
	}
	does := engine.Planned{
		Deletes: func(target, resource string) bool { return among(b.changed[refs[target]].Deleted, resource) },
		Touches: func(target, resource string) bool { return among(b.changed[refs[target]].Touched, resource) },
	}
	return func(ctx context.Context, after *engine.Assessment) (audit.Changes, error) {
		out, err := others(ctx, after)
		if err != nil {
			return out, err
		}
		before, err := assessor.Assess(ctx, b.snapshot, after.Run.At)
		if err != nil {
			return out, err
		}
		was := before.Observe()
		out.Plan = engine.NewPlanLog(was, after.Observe(), does)
		if assessor.Rules.PriorState {
			out.Known = was.Fails()
		}
		return out, nil
	}
}

// among says that a sorted list has a text.
func among(sorted []string, text string) bool {
	_, is := slices.BinarySearch(sorted, text)
	return is
}
