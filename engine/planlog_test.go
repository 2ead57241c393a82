package engine

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

// plannedAssessment is one of a plan that mends a, breaks b, deletes c and leaves kept broken; d was left alone and is not told of.
func plannedAssessment() *Assessment {
	now := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	subject := func(resource string, verdict Verdict) Subject {
		s := Subject{SubjectID: SubjectID{"t", "a/b", "k", resource}, Severity: High, Verdict: verdict}
		if verdict == Fail {
			s.Failures = []ObservedFailure{{Key: "x", Message: "m", Fingerprint: Fingerprint("a/b", "t", "k", resource, "x")}}
		}
		return s
	}
	before := &Observation{Targets: []ObservedTarget{{ID: "t"}}, Subjects: []Subject{subject("a", Fail), subject("b", Pass), subject("c", Fail), subject("d", Fail), subject("kept", Fail)}}
	a := &Assessment{Run: Run{ID: "r", At: now}, Targets: []Target{{ID: "t"}, {ID: "other"}}}
	for resource, verdict := range map[string]Verdict{"a": Pass, "b": Fail, "d": Fail, "kept": Fail} {
		s := subject(resource, verdict)
		f := Finding{PolicyRef: &PolicyRef{Policy: "a/b", Kind: "k", Severity: High}, ResourceRef: &ResourceRef{Target: "t", Resource: resource}, Outcome: &Outcome{Verdict: verdict}}
		for _, x := range s.Failures {
			f.Failures = append(f.Failures, Failure{Fault: &Fault{Key: x.Key, Message: x.Message}, Fingerprint: x.Fingerprint})
		}
		a.Findings = append(a.Findings, f)
	}
	after := a.Observe()
	elsewhere := subject("e", Fail)
	elsewhere.Target = "other"
	after.Subjects = append(after.Subjects, elsewhere)
	a.Plan = NewPlanLog(before, after, Planned{
		Deletes: func(target, resource string) bool { return target == "t" && resource == "c" }, Touches: func(_, resource string) bool { return resource == "kept" },
	})
	return a
}

func TestPlanLog(t *testing.T) {
	p := plannedAssessment().Plan
	var got []string
	for _, f := range p.Failures {
		got = append(got, string(f.Change)+" "+f.Resource+" "+f.Why)
	}
	if want := "new b |persisting kept |fixed a |fixed c the plan deletes it"; strings.Join(got, "|") != want {
		t.Errorf("the plan changes %q, want %q", strings.Join(got, "|"), want)
	}
	if p.Counts[New] != 1 || p.Counts[Fixed] != 2 || p.Severities[Fixed][High] != 2 || p.Counts[NotObserved] != 0 || p.Counts[Persisting] != 1 {
		t.Errorf("counts are %v", p.Counts)
	}
}

// TestCheckPlan forges each thing that is said, and wants it found.
func TestCheckPlan(t *testing.T) {
	if err := plannedAssessment().CheckPlan(); err != nil {
		t.Fatal(err)
	}
	for name, forge := range map[string]func(p *PlanLog){
		"a break that does not fail":     func(p *PlanLog) { p.Failures[0].Resource = "a" },
		"another message":                func(p *PlanLog) { p.Failures[0].Message = "less" },
		"one left that does not fail":    func(p *PlanLog) { p.Failures[1].Resource = "a" },
		"one left for long":              func(p *PlanLog) { p.Failures[1].FirstSeen = time.Time{} },
		"a fix of what fails":            func(p *PlanLog) { p.Failures[2] = p.Failures[0]; p.Failures[2].Change = Fixed },
		"a deletion of what is there":    func(p *PlanLog) { p.Failures[2].Why = PlanDeletes },
		"a fix of what nothing is known": func(p *PlanLog) { p.Failures[3].Why = "" },
		"another fingerprint":            func(p *PlanLog) { p.Failures[3].Fingerprint = "0" },
		"a time":                         func(p *PlanLog) { p.Failures[2].Since = time.Time{} },
		"one listed twice":               func(p *PlanLog) { p.Failures[2] = p.Failures[3] },
		"one that persists":              func(p *PlanLog) { p.Failures[0].Change = Persisting },
		"one that is not listed":         func(p *PlanLog) { p.Failures = p.Failures[:3] },
		"none counted that persist":      func(p *PlanLog) { delete(p.Counts, Persisting) },
		"another count":                  func(p *PlanLog) { p.Counts[Fixed]++ },
		"another order":                  func(p *PlanLog) { p.Failures[0], p.Failures[1] = p.Failures[1], p.Failures[0] },
		"a count that there is not":      func(p *PlanLog) { p.Counts[Regressed] = 0 },
	} {
		t.Run(name, func(t *testing.T) {
			a := plannedAssessment()
			forge(a.Plan)
			if a.CheckPlan() == nil {
				t.Error("it agrees with the findings")
			}
		})
	}
}

// TestCheckPriorState marks failures that a gate lets pass because they are there before the plan, and forges the marks. What an
// older program said of a plan, without what it leaves broken, still agrees.
func TestCheckPriorState(t *testing.T) {
	marked := func(resources ...string) *Assessment {
		a := plannedAssessment()
		a.Gate.Rules = Rules{FailOn: Any, NewOnly: true, PriorState: true}
		for i := range a.Findings {
			for j := range a.Findings[i].Failures {
				a.Findings[i].Failures[j].Known = slices.Contains(resources, a.Findings[i].Resource)
			}
		}
		return a
	}
	good := marked("d", "kept")
	if err := errors.Join(good.CheckPlan(), good.CheckChanges()); err != nil {
		t.Error(err)
	}
	if gate := Decide(good.Findings, nil, good.Gate.Rules); gate.ExitCode != 1 || gate.Reasons[0].Count != 1 {
		t.Errorf("the gate is %+v", gate)
	}
	if marked("b", "d", "kept").CheckPlan() == nil {
		t.Error("what the plan breaks passes as there before")
	}
	none := marked("d")
	none.Plan = nil
	if none.CheckPlan() == nil {
		t.Error("without what the plan changes, one passes as there before")
	}
	old := plannedAssessment()
	delete(old.Plan.Counts, Persisting)
	delete(old.Plan.Severities, Persisting)
	old.Plan.Failures = slices.DeleteFunc(old.Plan.Failures, func(f DiffFailure) bool { return f.Change == Persisting })
	if err := old.CheckPlan(); err != nil {
		t.Error(err)
	}
}
