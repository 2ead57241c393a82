package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

func TestDecide(t *testing.T) {
	fail := func(s Severity) Finding {
		f := failing("p/q", "web1", "r", "k")
		f.Severity = s
		return f
	}
	waived := fail(Critical)
	waived.Failures[0].Waiver = "w"
	half := failing("p/q", "web1", "r", "k", "l")
	half.Failures[0].Waiver = "w"
	unknown := func(causes ...collectors.Cause) Finding {
		f := finding(Unknown)
		for _, c := range causes {
			f.Gaps = append(f.Gaps, collectors.Gap{Cause: c})
		}
		return f
	}
	bare := finding(Fail)
	bare.Severity = High
	high := Rules{FailOn: Threshold(High), MaxUnknown: 0}
	lost := []collectors.TargetInfo{{ID: "web1", Error: "no route"}}
	tests := map[string]struct {
		findings []Finding
		targets  []collectors.TargetInfo
		rules    Rules
		exit     int
		codes    []string
	}{
		"nothing wrong":                   {[]Finding{finding(Pass), finding(NotApplicable)}, nil, high, 0, []string{}},
		"at the threshold":                {[]Finding{fail(High)}, nil, high, 1, []string{"failures"}},
		"above it":                        {[]Finding{fail(Critical)}, nil, high, 1, []string{"failures"}},
		"below it":                        {[]Finding{fail(Medium)}, nil, high, 0, []string{}},
		"any":                             {[]Finding{fail(Low)}, nil, Rules{FailOn: Any}, 1, []string{"failures"}},
		"never":                           {[]Finding{fail(Critical)}, nil, Rules{FailOn: Never}, 0, []string{}},
		"a threshold that is none":        {[]Finding{fail(Low)}, nil, Rules{FailOn: "hgih"}, 1, []string{"failures"}},
		"waived":                          {[]Finding{waived}, nil, high, 0, []string{}},
		"half waived":                     {[]Finding{half}, nil, high, 1, []string{"failures"}},
		"a fail without failures":         {[]Finding{bare}, nil, high, 1, []string{"failures"}},
		"unknown":                         {[]Finding{unknown(collectors.Denied)}, nil, high, 3, []string{"unknowns"}},
		"as many as allowed":              {[]Finding{unknown(collectors.Denied)}, nil, Rules{FailOn: Any, MaxUnknown: 1}, 0, []string{}},
		"any number":                      {[]Finding{unknown(collectors.Denied)}, nil, Rules{FailOn: Any, MaxUnknown: Unlimited}, 0, []string{}},
		"unknown by nature":               {[]Finding{unknown(collectors.AfterApply, collectors.OutsidePlan)}, nil, high, 0, []string{}},
		"by nature, strict":               {[]Finding{unknown(collectors.AfterApply)}, nil, Rules{FailOn: Any, StrictPlan: true}, 3, []string{"unknowns"}},
		"read for other policies":         {[]Finding{unknown(collectors.Unwanted)}, nil, high, 3, []string{"unknowns"}},
		"nobody asked for it":             {[]Finding{unknown(collectors.Spared)}, nil, high, 3, []string{"unknowns"}},
		"by nature and not":               {[]Finding{unknown(collectors.AfterApply, collectors.Denied)}, nil, high, 3, []string{"unknowns"}},
		"unknown without a reason":        {[]Finding{unknown()}, nil, high, 3, []string{"unknowns"}},
		"a broken policy":                 {[]Finding{finding(Error)}, nil, Rules{FailOn: Never, MaxUnknown: Unlimited}, 3, []string{"policy_error"}},
		"nothing applies":                 {[]Finding{finding(NotApplicable)}, nil, Rules{FailOn: Never, MaxUnknown: Unlimited}, 3, []string{"nothing_assessed"}},
		"no finding at all":               {nil, nil, Rules{FailOn: Never, MaxUnknown: Unlimited}, 3, []string{"nothing_assessed"}},
		"a lost target":                   {[]Finding{unknown(collectors.Failed)}, lost, Rules{FailOn: Never, MaxUnknown: Unlimited}, 3, []string{"incomplete_target"}},
		"failures win and all are listed": {[]Finding{fail(High), finding(Error), unknown(collectors.Denied)}, lost, high, 1, []string{"failures", "incomplete_target", "policy_error", "unknowns"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			gate := Decide(test.findings, test.targets, test.rules)
			codes := []string{}
			for _, r := range gate.Reasons {
				codes = append(codes, r.Code)
			}
			if diff := cmp.Diff(test.codes, codes); diff != "" {
				t.Error(diff)
			}
			if gate.ExitCode != test.exit || gate.Passed != (test.exit == 0) {
				t.Errorf("exit %d, passed %v; want exit %d", gate.ExitCode, gate.Passed, test.exit)
			}
		})
	}
}

func TestSummarizeKeepsWaivedApart(t *testing.T) {
	waived := failing("a/q", "web1", "r", "k")
	waived.Failures[0].Waiver = "w"
	planned := finding(Unknown)
	planned.Policy, planned.Gaps = "b/q", []collectors.Gap{{Cause: collectors.AfterApply}}
	s := Summarize([]Finding{waived, failing("a/q", "web1", "s", "k"), planned})
	if s.Verdicts[Fail] != 2 || s.Severities[High] != 1 || s.Waived != 1 || s.ByNature != 1 {
		t.Errorf("got %+v", s)
	}
	if s.Domains["a"][Fail] != 2 || s.Domains["b"][Unknown] != 1 {
		t.Errorf("domains: %v", s.Domains)
	}
}

func TestReasonsAreSentences(t *testing.T) {
	gate := Decide([]Finding{failing("p/q", "web1", "r", "k"), finding(Error), finding(Error), finding(Unknown)},
		[]collectors.TargetInfo{{ID: "web1", Error: "no route"}}, Rules{FailOn: Threshold(High)})
	want := []Reason{
		{Code: "failures", Count: 1, Message: "1 finding fails at or above the threshold high"},
		{Code: "incomplete_target", Count: 1, Message: "1 target could not be visited"},
		{Code: "policy_error", Count: 2, Message: "2 findings ended in a policy error"},
		{Code: "unknowns", Count: 1, Message: "1 finding is unknown, at most 0 allowed"},
	}
	if diff := cmp.Diff(want, gate.Reasons); diff != "" {
		t.Error(diff)
	}
}

// TestAGateThatCountsOnlyWhatIsNew: known failures pass, and nothing else does.
func TestAGateThatCountsOnlyWhatIsNew(t *testing.T) {
	one := func(known, waived bool) Finding {
		f := failing("p/q", "web1", "r", "k")
		if f.Failures[0].Known = known; waived {
			f.Failures[0].Waiver = "w"
		}
		return f
	}
	mixed := one(true, false)
	mixed.Failures = append(mixed.Failures, Failure{Fault: &Fault{Key: "other"}, Fingerprint: "1:other"})
	acceptedNew := one(true, false)
	acceptedNew.Failures = append(acceptedNew.Failures, Failure{Fault: &Fault{Key: "other"}, Fingerprint: "1:other", Waiver: "w"})
	for name, c := range map[string]struct {
		finding Finding
		exit    int
	}{
		"new": {one(false, false), 1}, "known": {one(true, false), 0}, "new and waived": {one(false, true), 0}, "known and waived": {one(true, true), 0},
		"known, and a new one besides": {mixed, 1}, "known, and a new one besides that is waived": {acceptedNew, 0},
		"unknown": {finding(Unknown), 3}, "a policy that broke": {finding(Error), 3},
	} {
		t.Run(name, func(t *testing.T) {
			gate := Decide([]Finding{c.finding, finding(Pass)}, nil, Rules{FailOn: Threshold(High), NewOnly: true})
			if gate.ExitCode != c.exit {
				t.Errorf("exit %d, want %d: %+v", gate.ExitCode, c.exit, gate.Reasons)
			}
		})
	}
	if got := Decide([]Finding{one(true, false)}, nil, Rules{FailOn: Threshold(High)}); got.ExitCode != 1 {
		t.Error("a gate that counts all lets a known failure pass")
	}
	findings := []Finding{one(false, false), mixed}
	MarkKnown(findings, func(fingerprint string) bool { return fingerprint == "1:other" })
	if findings[0].Failures[0].Known || findings[1].Failures[0].Known || !findings[1].Failures[1].Known {
		t.Errorf("marked: %+v", findings)
	}
}
