package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/engine"
)

// A checkout and the repository on GitHub that it is a clone of have the same files, and mostly the same findings in them. Who
// reads a report is told of each of these once, where it is in force: on GitHub. In findings.json both stand.

// A cloned says of one clone how many findings it has in common with its repository.
type cloned struct {
	checkout   engine.Target
	of         engine.Clone
	same, fail int
}

// once returns the assessment without those findings of checkouts that the repositories on GitHub have too, summed up anew; twins
// are those that it leaves out, by the finding that stands for both. Where no target is a clone it is a itself.
func once(a *engine.Assessment) (view *engine.Assessment, twins map[*engine.Finding]*engine.Finding, copies []cloned) {
	byTarget := map[string][]*cloned{}
	for _, t := range a.Targets {
		for _, of := range t.CloneOf {
			byTarget[t.ID] = append(byTarget[t.ID], &cloned{checkout: t, of: of})
		}
	}
	if len(byTarget) == 0 {
		return a, nil, nil
	}
	leave := twinsIn(a.Findings, byTarget)
	out := *a
	out.Findings = make([]engine.Finding, 0, len(a.Findings))
	at := map[*engine.Finding]int{} // where a finding has come to stand
	for i := range a.Findings {
		f := &a.Findings[i]
		if _, twin := leave[f]; !twin {
			at[f] = len(out.Findings)
			out.Findings = append(out.Findings, *f)
		}
	}
	twins = map[*engine.Finding]*engine.Finding{}
	for twin, stands := range leave {
		twins[&out.Findings[at[stands]]] = twin
	}
	for _, t := range a.Targets {
		for _, c := range byTarget[t.ID] {
			copies = append(copies, *c)
		}
	}
	out.Summary = engine.Summarize(out.Findings)
	return &out, twins, copies
}

// twinsIn finds for the findings of clones those of their repositories that say the same, and counts them.
func twinsIn(findings []engine.Finding, byTarget map[string][]*cloned) map[*engine.Finding]*engine.Finding {
	repositories := map[string]bool{}
	for _, list := range byTarget {
		for _, c := range list {
			repositories[c.of.Target] = true
		}
	}
	have := map[engine.SubjectID]*engine.Finding{}
	for i := range findings {
		if f := &findings[i]; repositories[f.Target] && f.Origin.File != "" {
			have[engine.SubjectID{Target: f.Target, Policy: f.Policy, Kind: f.Kind, Resource: f.Resource}] = f
		}
	}
	out := map[*engine.Finding]*engine.Finding{}
	for i := range findings {
		f := &findings[i]
		for _, c := range byTarget[f.Target] {
			id := engine.SubjectID{Target: c.of.Target, Policy: f.Policy, Kind: f.Kind, Resource: c.of.Repository + "/" + f.Resource}
			other := have[id]
			if other == nil { // a repository that is a target of its own does not name itself in front of its files
				id.Resource = f.Resource
				other = have[id]
			}
			if _, known := out[f]; other == nil || known || f.Origin.File == "" || !sameMatter(f, other) {
				continue
			}
			out[f] = other
			if c.same++; f.Verdict == engine.Fail {
				c.fail++
			}
		}
	}
	return out
}

// sameMatter says whether two findings of one policy on one file are decided alike, for the same reasons.
func sameMatter(a, b *engine.Finding) bool {
	return a.Verdict == b.Verdict && (a.Verdict == engine.Pass || a.Verdict == engine.Fail) &&
		slices.EqualFunc(a.Failures, b.Failures, func(x, y engine.Failure) bool {
			return x.Key == y.Key && x.Path == y.Path && x.Message == y.Message && x.Waiver == y.Waiver
		})
}

// cloneWords say of each clone what it is and what was counted once.
func (r *rollup) cloneWords() []string {
	var out []string
	for _, c := range r.copies {
		words := fmt.Sprintf("%s is a clone of %s in %s, by its remote %s. ", nameAndRef(c.checkout), c.of.Repository, r.targetName(c.of.Target), c.of.Remote)
		if c.same == 0 {
			out = append(out, words+"No finding is the same in both.")
			continue
		}
		words += fmt.Sprintf("%s the same in both", plural(c.same, "finding is", "findings are"))
		if c.fail > 0 {
			words += fmt.Sprintf(", %s", plural(c.fail, "failure among them", "failures among them"))
		}
		out = append(out, words+": counted once here, and twice in findings.json, by the gate, in controls and changes, and for each target.")
	}
	return out
}

// also says where else a finding stands that is shown once.
func (r *rollup) also(f *engine.Finding) string {
	twin := r.twins[f]
	if twin == nil {
		return ""
	}
	return ", and in its checkout " + r.targetName(twin.Target)
}

// together puts each checkout behind the target that it is a clone of.
func together(targets []engine.Target) []engine.Target {
	parent := func(t engine.Target) string {
		for _, c := range t.CloneOf {
			if slices.ContainsFunc(targets, func(o engine.Target) bool { return o.ID == c.Target && o.ID != t.ID }) {
				return c.Target
			}
		}
		return ""
	}
	behind := map[string][]engine.Target{}
	var out []engine.Target
	for _, t := range targets {
		if p := parent(t); p != "" {
			behind[p] = append(behind[p], t)
		}
	}
	for _, t := range targets {
		if parent(t) == "" {
			out = append(append(out, t), behind[t.ID]...)
		}
	}
	return out
}

// rowName is what a table of targets calls one: a clone says of what.
func rowName(t engine.Target) string {
	if len(t.CloneOf) == 0 {
		return nameAndRef(t)
	}
	var of []string
	for _, c := range t.CloneOf {
		if !slices.Contains(of, c.Repository) {
			of = append(of, c.Repository)
		}
	}
	return nameAndRef(t) + ", a clone of " + strings.Join(of, " and ")
}

// countedOnce says on the first page that there are findings which are counted once, and leaves the rest to the scope.
func (r *rollup) countedOnce() string {
	same := 0
	for _, c := range r.copies {
		same += c.same
	}
	if same == 0 {
		return ""
	}
	return fmt.Sprintf(" %s that a checkout and its repository on GitHub have in common %s counted once.", plural(same, "finding", "findings"),
		map[bool]string{true: "is", false: "are"}[same == 1])
}
