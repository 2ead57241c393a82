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
	later := laterOf(s.assessment)
	table := [][]span{severityHeader("failures"),
		severityCounts("breaks", p.Counts[engine.New], p.Severities[engine.New], highColour),
		severityCounts("fixes", p.Counts[engine.Fixed], p.Severities[engine.Fixed], passColour)}
	if n, told := p.Counts[engine.Persisting]; told {
		table = append(table, severityCounts("leaves broken", n, p.Severities[engine.Persisting], highColour))
	}
	if n := p.Counts[engine.NoLongerApplies]; n > 0 {
		table = append(table, severityCounts("no longer applies", n, p.Severities[engine.NoLongerApplies], noColour))
	}
	s.out.table(append(table, severityCounts("known after apply", len(later.findings), later.severities(), unknownColour)))
	s.listed(p, engine.New, "breaks: ")
	s.listed(p, engine.Fixed, "fixes: ")
	s.listed(p, engine.Persisting, "leaves broken: ")
	s.laterListed(later)
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

// knownLater is what of a plan is known only after it is applied.
type knownLater struct {
	findings []*engine.Finding // the worst first
	failed   map[engine.SubjectID]bool
}

// laterOf are the findings that only the applied plan decides.
func laterOf(a *engine.Assessment) knownLater {
	out := knownLater{failed: map[engine.SubjectID]bool{}}
	for i := range a.Findings {
		f := &a.Findings[i]
		if f.Verdict == engine.Unknown && slices.ContainsFunc(f.Gaps, func(g collectors.Gap) bool { return g.Cause == collectors.AfterApply }) {
			out.findings = append(out.findings, f)
		}
	}
	slices.SortStableFunc(out.findings, func(a, b *engine.Finding) int { return b.Severity.Rank() - a.Severity.Rank() })
	for _, f := range a.Plan.Failures {
		if f.Change == engine.NotObserved {
			out.failed[engine.SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}] = true
		}
	}
	return out
}

// severities counts them.
func (k knownLater) severities() map[engine.Severity]int {
	out := map[engine.Severity]int{}
	for _, f := range k.findings {
		out[f.Severity]++
	}
	return out
}

// failsNow says that the policy of a finding fails before the plan.
func (k knownLater) failsNow(f *engine.Finding) bool {
	return k.failed[engine.SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}]
}

// reason is why a finding is known later.
func (k knownLater) reason(f *engine.Finding) string {
	for _, g := range f.Gaps {
		if g.Cause == collectors.AfterApply {
			return folded(g.Path + ", " + g.Detail)
		}
	}
	return ""
}

// laterListed lists them.
func (s *summary) laterListed(later knownLater) {
	all := later.findings
	for i, f := range all[:min(len(all), plannedShown)] {
		if i == 0 {
			s.out.gap()
		}
		words := "known after apply"
		if later.failsNow(f) {
			words += ", fails before it"
		}
		words += ": " + cut(later.reason(f), messageBytes)
		s.changed(engine.DiffFailure{Severity: f.Severity, Policy: f.Policy, Target: f.Target, Kind: f.Kind, Resource: f.Resource}, words)
	}
	if len(all) > plannedShown {
		s.out.wrapped("           ", faint(fmt.Sprintf("%d of %s; the reports have all", plannedShown, grouped(len(all)))))
	}
}
