package main

import (
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/reports"
)

// crowd is an assessment with 100,000 findings: 100 policies on 1,000 resources, of which a fifth fail.
func crowd() *engine.Assessment {
	a := oneFinding(engine.Fail)
	policy, failing := a.Policies[0], a.Findings[0]
	a.Policies, a.Findings = nil, nil
	for p := range 100 {
		policy.ID, policy.Title = fmt.Sprintf("patching/policy_%03d", p), fmt.Sprintf("Policy number %d holds everywhere", p)
		a.Policies = append(a.Policies, policy)
		for r := range 1000 {
			f := failing
			f.Policy, f.Resource, f.Name = policy.ID, fmt.Sprintf("resource-%04d-with-a-name-of-usual-length", r), fmt.Sprintf("resource %d", r)
			f.Failures = []engine.Failure{{Fault: failing.Failures[0].Fault, Fingerprint: fmt.Sprintf("1:%032x", p*1000+r)}}
			if (p+r)%5 > 0 {
				f.Verdict, f.Failures = engine.Pass, []engine.Failure{}
			}
			a.Findings = append(a.Findings, f)
		}
	}
	a.Summary = engine.Summarize(a.Findings)
	return a
}

// TestVerifyFigures verifies a sealed report of 100,000 findings in at most a second.
func TestVerifyFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	slow, dir := slowness(t), t.TempDir()
	a := crowd()
	if err := audit.WriteFile(filepath.Join(dir, "f.json"), func(w io.Writer) error { return reports.JSON{}.Write(w, a) }); err != nil {
		t.Fatal(err)
	}
	process(t, dir, nil, "key", "new", "--out", "k")
	process(t, dir, nil, "report", "f.json", "-o", "pdf=r.pdf", "--sign", "k/key.pem", "--cert", "k/cert.pem")
	best := usage{cpu: time.Hour}
	for range 3 {
		if cost := measured(t, dir, "verify", "r.pdf", "--trust", "k/cert.pem", "-q"); cost.cpu < best.cpu {
			best = cost
		}
	}
	t.Logf("best of 3: %.2f CPU s, %.2f s, %d MB", best.cpu.Seconds(), best.wall.Seconds(), best.rss>>20)
	if best.cpu > time.Duration(slow*float64(time.Second)) || best.rss > 400<<20 {
		t.Errorf("over the budget of 1 s CPU, %.1f times on this machine, and 400 MB", slow)
	}
}
