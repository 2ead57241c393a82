package reports

import (
	"fmt"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// plannedShown is how many failures of each kind the summary lists of what a plan changes.
const plannedShown = 10

// planned says what the plan breaks, what it fixes, what it leaves broken and what only the applied plan will tell.
func (s *summary) planned() {
	p := s.assessment.Plan
	if p == nil {
		return
	}
	s.out.section("What the plan changes")
	later := s.later()
	table := [][]span{severityHeader("failures"),
		severityCounts("breaks", p.Counts[engine.New], p.Severities[engine.New], highColour),
		severityCounts("fixes", p.Counts[engine.Fixed], p.Severities[engine.Fixed], passColour),
		severityCounts("leaves broken", p.Counts[engine.Persisting], p.Severities[engine.Persisting], highColour)}
	if n := p.Counts[engine.NoLongerApplies]; n > 0 {
		table = append(table, severityCounts("no longer applies", n, p.Severities[engine.NoLongerApplies], noColour))
	}
	bySeverity := map[engine.Severity]int{}
	for _, f := range later {
		bySeverity[f.Severity]++
	}
	s.out.table(append(table, severityCounts("known after apply", len(later), bySeverity, unknownColour)))
	s.listed(p, engine.New, "breaks: ")
	s.listed(p, engine.Fixed, "fixes: ")
	s.listed(p, engine.Persisting, "leaves broken: ")
	failed := map[engine.SubjectID]bool{}
	for _, f := range p.Failures {
		if f.Change == engine.NotObserved {
			failed[engine.SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}] = true
		}
	}
	s.laterListed(later, failed)
}

// listed lists the failures of one change, the worst first.
func (s *summary) listed(p *engine.PlanLog, change engine.Change, words string) {
	shown := 0
	for _, f := range p.Failures {
		if f.Change != change || shown == plannedShown {
			continue
		}
		if shown++; shown == 1 {
			s.out.gap()
		}
		text := words + cut(folded(f.Message), messageBytes) + waivedBy(f)
		if f.Why == engine.PlanDeletes {
			text += "; " + f.Why
		}
		s.changed(f, text)
	}
	if total := p.Counts[change]; total > shown {
		s.out.wrapped("           ", faint(fmt.Sprintf("%d of %s; findings.json lists more", shown, grouped(total))))
	}
}

// later are the findings that only the applied plan decides, the worst first.
func (s *summary) later() []*engine.Finding {
	var out []*engine.Finding
	for i := range s.assessment.Findings {
		f := &s.assessment.Findings[i]
		if f.Verdict == engine.Unknown && slices.ContainsFunc(f.Gaps, func(g collectors.Gap) bool { return g.Cause == collectors.AfterApply }) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b *engine.Finding) int { return b.Severity.Rank() - a.Severity.Rank() })
	return out
}

// laterListed lists them; failed are those that fail before the plan.
func (s *summary) laterListed(later []*engine.Finding, failed map[engine.SubjectID]bool) {
	for i, f := range later[:min(len(later), plannedShown)] {
		if i == 0 {
			s.out.gap()
		}
		words := "known after apply"
		if failed[engine.SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}] {
			words += ", fails before it"
		}
		for _, g := range f.Gaps {
			if g.Cause == collectors.AfterApply {
				words += ": " + cut(folded(g.Path+", "+g.Detail), messageBytes)
				break
			}
		}
		s.changed(engine.DiffFailure{Severity: f.Severity, Policy: f.Policy, Target: f.Target, Kind: f.Kind, Resource: f.Resource}, words)
	}
	if len(later) > plannedShown {
		s.out.wrapped("           ", faint(fmt.Sprintf("%d of %s; the reports have all", plannedShown, grouped(len(later)))))
	}
}
