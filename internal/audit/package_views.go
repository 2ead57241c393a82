package audit

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

func (p *Package) policyFile(id string) string {
	domain, name, _ := strings.Cut(id, "/")
	return p.names.in(p.names.in("by-policy", domain, ""), name, ".json")
}

func (p *Package) byPolicy() error {
	findings := map[string][]engine.Finding{}
	for _, f := range p.Assessment.Findings {
		findings[f.Policy] = append(findings[f.Policy], f)
	}
	for i, policy := range p.Assessment.Policies {
		if err := p.view(p.policyFile(policy.ID), engine.View{Policy: &p.Assessment.Policies[i], Findings: findings[policy.ID]}); err != nil {
			return err
		}
	}
	return nil
}

func (p *Package) byControl() error {
	policies, undone := map[string]*engine.PolicySummary{}, map[string][]engine.Finding{}
	for _, policy := range p.Assessment.Policies {
		policies[policy.ID] = &engine.PolicySummary{ID: policy.ID, Title: policy.Title, Severity: policy.Severity,
			Verdicts: map[engine.Verdict]int{}, File: p.policyFile(policy.ID)}
	}
	for _, f := range p.Assessment.Findings {
		if s := policies[f.Policy]; s != nil {
			s.Verdicts[f.Verdict]++
		}
		if slices.Contains([]engine.Verdict{engine.Fail, engine.Unknown, engine.Error}, f.Verdict) {
			undone[f.Policy] = append(undone[f.Policy], f)
		}
	}
	for _, framework := range p.Assessment.Frameworks {
		folder := p.names.in("by-control", framework.ID, "")
		for i, control := range framework.Controls {
			v := engine.View{Framework: framework.ID, Control: &framework.Controls[i]}
			for _, id := range control.Policies {
				if s := policies[id]; s != nil {
					v.Policies = append(v.Policies, *s)
				}
				v.Findings = append(v.Findings, undone[id]...)
			}
			if err := p.view(p.names.in(folder, control.ID, ".json"), v); err != nil {
				return err
			}
		}
	}
	return nil
}

// A subject is what a file by resource is about; without an id it is all resources of a kind.
type subject struct{ target, kind, id string }

func compareSubjects(a, b subject) int {
	return cmp.Or(cmp.Compare(a.target, b.target), cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
}

func (p *Package) byResource() error {
	groups := func(whole bool) map[subject][]engine.Finding {
		out := map[subject][]engine.Finding{}
		for _, f := range p.Assessment.Findings {
			s := subject{f.Target, f.Kind, f.Resource}
			if whole {
				s.id = ""
			}
			out[s] = append(out[s], f)
		}
		return out
	}
	findings, whole := groups(false), false
	p.views = "one file for each resource that a policy looked at, by target and kind: what was found, and all findings on it"
	if resources := len(findings); resources > maxViews {
		findings, whole = groups(true), true
		p.views = fmt.Sprintf("one file for each kind of resource of a target; the %d resources are too many for a file each (more than %d)", resources, maxViews)
	}
	if kinds := len(findings); kinds > maxViews {
		p.views = fmt.Sprintf("not there: the kinds of the targets are too many for a file each (%d, more than %d)", kinds, maxViews)
		return nil
	}
	facts, gaps := p.found(whole)
	for _, s := range slices.SortedFunc(maps.Keys(findings), compareSubjects) {
		v := engine.View{Target: s.target, Kind: s.kind, Findings: findings[s], Gaps: gaps[subject{s.target, s.kind, ""}]}
		folder := p.names.in("by-resource", s.target, "")
		name := p.names.in(folder, s.kind, ".json")
		if !whole {
			v.Resource, v.Gaps = facts[s], slices.Concat(v.Gaps, gaps[s])
			name = p.names.in(p.names.in(folder, s.kind, ""), s.id, ".json")
		}
		if err := p.view(name, v); err != nil {
			return err
		}
	}
	return nil
}

// found are the resources of the snapshot, and the gaps by what they are on, or by its kind.
func (p *Package) found(whole bool) (facts map[subject][]byte, gaps map[subject][]collectors.Gap) {
	facts, gaps = map[subject][]byte{}, map[subject][]collectors.Gap{}
	if p.Snapshot != nil {
		for _, r := range p.Snapshot.Resources {
			facts[subject{r.Origin.Target, r.Kind, r.ID}] = r.JSON
		}
	}
	for _, g := range p.Assessment.Gaps {
		s := subject{g.Target, g.Kind, g.Resource}
		if whole {
			s.id = ""
		}
		gaps[s] = append(gaps[s], g)
	}
	return facts, gaps
}
