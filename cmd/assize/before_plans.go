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
	deleted  map[string][]string // by the target's ref, sorted
}

// beforePlans visits the plans that know what was there before, nil when there are none. A plan that cannot be read is left out: the
// visit of the plan itself says so.
func (v *visit) beforePlans(ctx context.Context, a *app) (*beforePlans, error) {
	out := &beforePlans{deleted: map[string][]string{}}
	var targets []collectors.Target
	for _, t := range v.targets {
		if t.Scheme != "terraform" || t.Options["state"] != "" {
			continue
		}
		deleted, prior, err := terraform.Deleted(t.Address)
		if err != nil || !prior {
			continue
		}
		out.deleted[t.Ref] = deleted
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

// changes adds to what an assessor is told of changes what the plans change. It may be called on nil.
func (b *beforePlans) changes(assessor audit.Assessor) func(context.Context, *engine.Assessment) (audit.Changes, error) {
	others := assessor.Changes
	if b == nil {
		return others
	}
	assessor.Changes, assessor.Previous, assessor.Progress = nil, "", nil
	refs := map[string]string{}
	for _, t := range b.snapshot.Targets {
		refs[t.ID] = t.Ref
	}
	deleted := func(target, resource string) bool {
		_, is := slices.BinarySearch(b.deleted[refs[target]], resource)
		return is
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
		out.Plan = engine.NewPlanLog(before.Observe(), after.Observe(), deleted)
		return out, nil
	}
}
