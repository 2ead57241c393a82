package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// A trial is the judging of one snapshot with the untrusted policies.
type trial struct {
	*Evaluator
	snapshot *collectors.Snapshot
	options  engine.Options
	// expected are the findings of each policy as they would be if it broke: what is owed.
	expected map[string][]engine.Finding
	left     []string // the policies that have a resource and are not judged yet, sorted
	done     int
	total    int
	findings []engine.Finding
}

func (e *Evaluator) newTrial(s *collectors.Snapshot, o engine.Options) *trial {
	c := &trial{Evaluator: e, snapshot: s, options: o, expected: map[string][]engine.Finding{}}
	if len(e.untrusted) == 0 {
		return c
	}
	suspects := e.set.Select(func(p engine.Policy) bool { return slices.Contains(e.untrusted, p.ID) })
	for _, f := range suspects.Condemn(s, func(string) string { return "" }) {
		c.expected[f.Policy] = append(c.expected[f.Policy], f)
	}
	for _, id := range e.untrusted {
		if n := c.resources(id); n > 0 {
			c.left = append(c.left, id)
			c.total += n
		} else {
			c.findings = append(c.findings, c.expected[id]...)
		}
	}
	return c
}

// resources is how many resources a policy judges.
func (c *trial) resources(id string) int {
	n := 0
	for _, f := range c.expected[id] {
		if f.Verdict == engine.Error {
			n++
		}
	}
	return n
}

// A breakdown is how a child ended before its work was done.
type breakdown struct {
	note  string
	began bool // it had loaded the policies, so that the next one is the one at fault
}

// judge starts children until each policy is judged or found guilty. Each child brings at least one policy to its
// end, or is the last that was given several.
func (c *trial) judge(ctx context.Context) ([]engine.Finding, error) {
	c.progress(0)
	alone := false
	for len(c.left) > 0 {
		batch := c.left
		if alone {
			batch = batch[:1]
		}
		broke, err := c.round(ctx, batch)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, fmt.Errorf("judge untrusted policies in a process of their own: %w", err)
		case broke == nil:
		case !broke.began && len(batch) > 1:
			alone = true // nobody knows which of them it was
		default:
			c.condemn(c.left[0], broke.note)
		}
	}
	return c.findings, nil
}

// condemn gives a policy that broke its findings.
func (c *trial) condemn(id, note string) {
	one := c.set.Select(func(p engine.Policy) bool { return p.ID == id })
	c.end(one.Condemn(c.snapshot, func(string) string { return note }))
}

// end closes the first of the policies that are left.
func (c *trial) end(findings []engine.Finding) {
	c.done += c.resources(c.left[0])
	c.findings = append(c.findings, findings...)
	c.left = c.left[1:]
	c.progress(0)
}

func (c *trial) progress(more int) {
	if c.options.Progress != nil {
		c.options.Progress(c.done+more, c.total)
	}
}

// accept holds what a child found against what is owed. The parts that are known here are taken from here.
func (c *trial) accept(id string, found []engine.Finding) error {
	want := c.expected[id]
	if len(found) != len(want) {
		return fmt.Errorf("%d findings, not %d", len(found), len(want))
	}
	for i := range found {
		f := &found[i]
		if !f.Whole() || !reflect.DeepEqual(f.PolicyRef, want[i].PolicyRef) || !same(f.ResourceRef, want[i].ResourceRef) {
			return errors.New("a finding is none of those that were asked for")
		}
		if f.Failures == nil || !slices.Contains(engine.Verdicts(), f.Verdict) {
			return errors.New("a finding is not whole")
		}
		for _, failure := range f.Failures {
			if failure.Fault == nil || failure.Fingerprint != engine.Fingerprint(f.Policy, f.Target, f.Kind, f.Resource, failure.Key) {
				return errors.New("a failure is not whole")
			}
		}
		f.PolicyRef, f.ResourceRef = want[i].PolicyRef, want[i].ResourceRef
	}
	return nil
}

// same says whether two references are about one resource and say the same of it. A child's have no text of the resource.
func same(a, b *engine.ResourceRef) bool {
	return a.Resource == b.Resource && a.Name == b.Name && a.Target == b.Target && a.Origin == b.Origin && maps.Equal(a.Labels(), b.Labels())
}

// request is what a child gets to judge a batch: of the snapshot, only what the policies can see.
func (c *trial) request(batch []string) (*request, error) {
	kinds := map[string]bool{"": true}
	set := c.set.Select(func(p engine.Policy) bool { return slices.Contains(batch, p.ID) })
	for _, p := range set.Policies() {
		for _, kind := range slices.Concat([]string{p.Kind}, p.Joins, p.Records) {
			kinds[kind] = true
		}
	}
	part := *c.snapshot
	part.Coverage = nil
	part.Gaps = slices.DeleteFunc(slices.Clone(part.Gaps), func(g collectors.Gap) bool { return !kinds[g.Kind] })
	part.Resources = slices.DeleteFunc(slices.Clone(part.Resources), func(r collectors.Resource) bool { return !kinds[r.Kind] })
	var text bytes.Buffer
	if err := part.Write(&text); err != nil {
		return nil, err
	}
	r := &request{Policies: batch, Files: set.Files(), Now: c.options.Now, Timeout: c.options.Timeout, Workers: c.options.Workers,
		Params: map[string]engine.Params{}, Snapshot: text.Bytes()}
	for _, resource := range part.Resources {
		r.size += int64(len(resource.JSON))
	}
	for _, t := range c.snapshot.Targets {
		if c.options.Params != nil {
			r.Params[t.ID] = c.options.Params(t.ID)
		}
	}
	return r, nil
}
