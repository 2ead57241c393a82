package reports

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// A rollup is an assessment turned the way a reader looks at it: by policy, worst first, and by what would
// close the gaps. Text and PDF both draw it, so that they say the same. What a checkout and its repository both have it has once.
type rollup struct {
	assessment *engine.Assessment
	// all is the assessment with what assessment has once standing twice, as findings.json has it.
	all *engine.Assessment
	// groups are all selected policies with their findings, worst first.
	groups []*group
	byID   map[string]*group
	needs  []*need
	// idle counts the gaps that no verdict hangs on.
	idle    int
	targets map[string]engine.Target
	// twins are findings that are not shown, by those that stand for them; copies are the clones among the targets.
	twins  map[*engine.Finding]*engine.Finding
	copies []cloned
}

// A group is one policy with its findings, each kept by verdict, in canonical order. Failed has those that
// no waiver covers, waived the others.
type group struct {
	policy                                         engine.Policy
	severity                                       engine.Severity
	failed, waived, broken, unknown, passed, other []*engine.Finding
}

// A need is one way in which facts could not be read, and what would allow it.
type need struct {
	cause  collectors.Cause
	needs  string
	detail string
	// gaps counts the facts; findings the unknown verdicts that hang on them, alone those that hang on nothing else.
	gaps, findings, alone int
	// kinds and targets are those of the facts that verdicts hang on, policies those of the verdicts. All are sorted.
	kinds, targets, policies []string
	// told are the findings that hang on nothing else and say what they would be if it were known.
	told []*engine.Finding
}

func newRollup(a *engine.Assessment) *rollup {
	view, twins, copies := once(a)
	r := &rollup{assessment: view, all: a, twins: twins, copies: copies, targets: map[string]engine.Target{}}
	for _, t := range a.Targets {
		r.targets[t.ID] = t
	}
	r.group()
	r.collectNeeds()
	return r
}

func (r *rollup) group() {
	byID := map[string]*group{}
	r.byID = byID
	add := func(p engine.Policy) *group {
		g := &group{policy: p, severity: p.Severity}
		byID[p.ID] = g
		r.groups = append(r.groups, g)
		return g
	}
	for _, p := range r.assessment.Policies {
		add(p)
	}
	for i := range r.assessment.Findings {
		f := &r.assessment.Findings[i]
		g := byID[f.Policy]
		if g == nil {
			g = add(engine.Policy{ID: f.Policy, Title: f.Policy, Kind: f.Kind, Severity: f.Severity})
		}
		switch {
		case f.Waived():
			g.waived = append(g.waived, f)
		case f.Verdict == engine.Fail:
			g.failed = append(g.failed, f)
		case f.Verdict == engine.Error:
			g.broken = append(g.broken, f)
		case f.Verdict == engine.Unknown:
			g.unknown = append(g.unknown, f)
		case f.Verdict == engine.Pass:
			g.passed = append(g.passed, f)
		default:
			g.other = append(g.other, f)
		}
	}
	slices.SortStableFunc(r.groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(b.severity.Rank(), a.severity.Rank()), cmp.Compare(len(b.failed), len(a.failed)),
			cmp.Compare(a.policy.ID, b.policy.ID))
	})
}

// share says how many of a policy's applicable findings fail without a waiver.
func (g *group) share() string {
	return fmt.Sprintf("%s of %s", grouped(len(g.failed)), grouped(g.applicable()))
}

// applicable counts a policy's findings in which there was something to judge.
func (g *group) applicable() int {
	return len(g.failed) + len(g.waived) + len(g.broken) + len(g.unknown) + len(g.passed)
}

// failing returns the policies with a failure that no waiver covers, worst first.
func (r *rollup) failing() []*group {
	return r.having(func(g *group) bool { return len(g.failed) > 0 })
}

func (r *rollup) having(want func(*group) bool) []*group {
	var out []*group
	for _, g := range r.groups {
		if want(g) {
			out = append(out, g)
		}
	}
	return out
}

// collectNeeds groups the gaps by cause and remedy, and counts the verdicts that hang on each.
func (r *rollup) collectNeeds() {
	type key struct {
		cause         collectors.Cause
		needs, detail string
	}
	byKey := map[key]*need{}
	at := func(g *collectors.Gap) *need {
		k := key{cause: g.Cause, needs: g.Needs}
		n := needOf(g)
		k.detail = n.detail
		if have := byKey[k]; have != nil {
			n = have
		} else {
			byKey[k] = n
			r.needs = append(r.needs, n)
		}
		return n
	}
	for i := range r.assessment.Gaps {
		at(&r.assessment.Gaps[i]).gaps++
	}
	for i := range r.assessment.Findings {
		f := &r.assessment.Findings[i]
		if f.Verdict != engine.Unknown {
			continue
		}
		var on []*need
		for j := range f.Gaps {
			n := at(&f.Gaps[j])
			n.kinds, n.targets = insert(n.kinds, f.Gaps[j].Kind), insert(n.targets, f.Gaps[j].Target)
			if !slices.Contains(on, n) {
				on = append(on, n)
				n.findings++
				n.policies = insert(n.policies, f.Policy)
			}
		}
		if len(on) == 1 {
			on[0].alone++
			if len(f.IfKnown) > 0 {
				on[0].told = append(on[0].told, f)
			}
		}
	}
	for _, n := range r.needs {
		if n.findings == 0 {
			r.idle += n.gaps
		}
	}
	slices.SortStableFunc(r.needs, func(a, b *need) int {
		return cmp.Or(cmp.Compare(b.findings, a.findings), cmp.Compare(b.gaps, a.gaps),
			cmp.Compare(a.cause, b.cause), cmp.Compare(a.needs, b.needs), cmp.Compare(a.detail, b.detail))
	})
}

// needOf makes the need of one gap. An error that names no remedy is told apart by what it says.
func needOf(g *collectors.Gap) *need {
	n := &need{cause: g.Cause, needs: g.Needs}
	if g.Needs == "" && g.Cause == collectors.Failed {
		n.detail = g.Detail
	}
	return n
}

// worstTargets returns at most n targets: all of them in their order, or of more the ones with the most
// failures that no waiver covers.
func worstTargets(targets []engine.Target, n int) []engine.Target {
	if len(targets) <= n {
		return targets
	}
	open := func(t engine.Target) int { return t.Summary.Verdicts[engine.Fail] - t.Summary.Waived }
	worst := slices.Clone(targets)
	slices.SortStableFunc(worst, func(x, y engine.Target) int { return cmp.Compare(open(y), open(x)) })
	return worst[:n]
}

// insert puts text into a sorted list unless it is there.
func insert(list []string, text string) []string {
	i, found := slices.BinarySearch(list, text)
	if found {
		return list
	}
	return slices.Insert(list, i, text)
}

// remedy says what would let the facts be read.
func (n *need) remedy() string {
	if n.needs != "" {
		return n.needs
	}
	switch n.cause {
	case collectors.NotRequested:
		return "ask for this stage"
	case collectors.Spared:
		return "ask for it"
	case collectors.Unwanted:
		return "audit the target anew with these policies"
	case collectors.Throttled:
		return "run again later or slower"
	case collectors.Timeout:
		return "allow more time"
	case collectors.Truncated:
		return "raise the size limit"
	case collectors.AfterApply:
		return "audit again after the plan is applied"
	case collectors.OutsidePlan:
		return "audit the account itself"
	case collectors.Unsupported:
		return "audit the running target"
	case collectors.PlanLimit:
		return "a plan that has it"
	case collectors.Disabled:
		return "switch the feature on"
	case collectors.ToolMissing:
		return "install the program on the target"
	}
	return "mend what the error says"
}

// why says why the facts could not be read.
func (n *need) why() string {
	if n.detail != "" {
		return causeWords(n.cause) + " (" + n.detail + ")"
	}
	return causeWords(n.cause)
}

// domains lists the domains of the summary, sorted.
func domainsOf(s engine.Summary) []string {
	out := make([]string, 0, len(s.Domains))
	for d := range s.Domains {
		out = append(out, d)
	}
	slices.Sort(out)
	return out
}

// frameworksInPlay are the frameworks of which a control had something to judge; the others are idle: none of their controls
// concerns what was visited.
func frameworksInPlay(all []engine.FrameworkResult) (inPlay, idle []engine.FrameworkResult) {
	for _, fw := range all {
		if slices.ContainsFunc(fw.Controls, func(c engine.ControlResult) bool { return c.Verdict != engine.NotApplicable }) {
			inPlay = append(inPlay, fw)
		} else {
			idle = append(idle, fw)
		}
	}
	return inPlay, idle
}
