package reports

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// fleet is an audit of 50 servers with 100 policies on 20 resources each: 100,000 findings, of which about a
// fifth fail and a tenth are unknown.
func fleet() *engine.Assessment { return fleetOf(50, 100, 20) }

// fleetOf is an audit of so many servers with so many policies on so many resources each.
func fleetOf(targets, policies, resources int) *engine.Assessment {
	b := newBuilder()
	for t := range targets {
		b.target(fmt.Sprintf("host-%02d", t), fmt.Sprintf("server%02d.example.org", t), fmt.Sprintf("ssh:audit@server%02d.example.org", t), "host")
	}
	domains := []string{"access", "network", "hardening", "logging", "patching", "backup"}
	for p := range policies {
		b.policy(fmt.Sprintf("%s/policy_%03d", domains[p%len(domains)], p), fmt.Sprintf("Policy number %d holds everywhere", p), engine.Severities()[p%4], "linux.user")
		for t := range targets {
			for r := range resources {
				target, resource := fmt.Sprintf("host-%02d", t), fmt.Sprintf("resource-%02d-with-a-name-of-usual-length", r)
				switch (p*7 + t*3 + r) % 10 {
				case 0, 1:
					b.find(target, resource, engine.Fail, "the setting is open to everybody on this machine")
				case 2:
					b.unknown(target, resource, collectors.Denied, "root on the host")
				case 3:
					b.find(target, resource, engine.NotApplicable)
				default:
					b.find(target, resource, engine.Pass)
				}
			}
		}
	}
	return b.build()
}

// TestBudget holds the report of a fleet to its figures: pages, CPU seconds and memory.
func TestBudget(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	a := fleet()
	if len(a.Findings) != 100_000 {
		t.Fatalf("%d findings", len(a.Findings))
	}
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu := cpuTime(t)
	data := pdfOf(t, a)
	used := cpuTime(t) - cpu
	runtime.ReadMemStats(&after)
	d, err := takeApart(data)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := d.pages()
	if err != nil {
		t.Fatal(err)
	}
	allocated := after.TotalAlloc - before.TotalAlloc
	t.Logf("%d pages, %v CPU, %d MB allocated in all, %d KB", len(pages), used, allocated>>20, len(data)>>10)
	if len(pages) > 60 {
		t.Errorf("%d pages, at most 60 are allowed", len(pages))
	}
	if used > 2*time.Second {
		t.Errorf("%v CPU, at most 2 s are allowed", used)
	}
	if allocated > 150<<20 {
		t.Errorf("%d MB allocated, at most 150 are allowed", allocated>>20)
	}
}

// TestFleetFitsATerminal shows that the summary of a fleet is one to read, and says what it leaves out.
func TestFleetFitsATerminal(t *testing.T) {
	a := fleet()
	for i := range a.Targets[:15] {
		a.Targets[i].Error = "no route to host"
	}
	var b strings.Builder
	if err := (Text{}).Write(&b, a); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n > 160 {
		t.Errorf("%d lines", n)
	}
	for _, want := range []string{"Targets (10 of 50, those with the most failures)", "5 more targets could not be visited; the reports name them", "Worst findings (10 of 100 policies that fail)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the summary lacks %q", want)
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	for name, a := range map[string]*engine.Assessment{"sample": sample(), "fleet": fleet()} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := (PDF{}).Write(io.Discard, a); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkText(b *testing.B) {
	a := fleet()
	b.ReportAllocs()
	for b.Loop() {
		if err := (Text{}).Write(io.Discard, a); err != nil {
			b.Fatal(err)
		}
	}
}
