package reports

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// sampleDate is the clock of all samples.
var sampleDate = time.Date(2026, time.November, 20, 9, 30, 0, 0, time.UTC)

// A builder makes assessments for tests in the way the pipeline does: findings first, the sums from them.
type builder struct {
	a       engine.Assessment
	waivers []engine.Waiver
	infos   []collectors.TargetInfo
	rules   engine.Rules
}

func newBuilder() *builder {
	return &builder{rules: engine.Rules{FailOn: engine.Never, MaxUnknown: engine.Unlimited}, a: engine.Assessment{
		Schema: engine.AssessmentSchema,
		Report: engine.Heading{Title: "IT policy audit", Organisation: "Example Mills Ltd", Classification: "internal", Period: "Q4 2026"},
		Run: engine.Run{ID: "0123456789abcdef", At: sampleDate, Tool: "assize 0.1.0", OPA: "1.22.2",
			Began: sampleDate.Add(-20 * time.Second), Ended: sampleDate.Add(-2 * time.Second), Profile: "server"},
		Targets: []engine.Target{}, Policies: []engine.Policy{}, Excluded: []engine.Exclusion{},
		Findings: []engine.Finding{},
		Digests: engine.Digests{Snapshot: digest("snapshot"), Policies: digest("policies"), Params: digest("params"),
			Waivers: digest("waivers")},
		Notes: []string{}, Gaps: []collectors.Gap{}, Coverage: []collectors.Coverage{}, Frameworks: []engine.FrameworkResult{},
	}}
}

func digest(of string) string {
	return "sha256:" + strings.Repeat(fmt.Sprintf("%08x", len(of)*2654435761%4294967296), 8)
}

func (b *builder) target(id, name, ref, collector string) {
	b.infos = append(b.infos, collectors.TargetInfo{ID: id, Name: name, Ref: ref, Collector: collector, Version: "1"})
	b.a.Targets = append(b.a.Targets, engine.Target{ID: id, Name: name, Ref: ref, Collector: collector, Version: "1", Resources: 42})
}

func (b *builder) policy(id, title string, severity engine.Severity, kind string) *engine.Policy {
	b.a.Policies = append(b.a.Policies, engine.Policy{ID: id, Title: title, Severity: severity, Kind: kind,
		Description: "Why this matters to " + strings.ToLower(title) + ": what is open today is used tomorrow, and nobody sees by whom.",
		Joins:       []string{}, Records: []string{}, Tags: []string{}, Params: []engine.Param{}, References: []string{"https://example.org/" + id},
		Controls:    map[string][]string{"nist-800-53-r5": {"AC-6", "IA-2"}, "iso-27001-2022": {"A.8.2"}},
		Remediation: "Set what " + id + " asks for, then reload the service.", Source: "built-in", File: id + ".rego", Line: 1})
	return &b.a.Policies[len(b.a.Policies)-1]
}

// find adds a finding of the policy that was added last.
func (b *builder) find(target, resource string, verdict engine.Verdict, failures ...string) *engine.Finding {
	p := b.a.Policies[len(b.a.Policies)-1]
	f := engine.NewFinding(p)
	f.Verdict = verdict
	*f.ResourceRef = engine.ResourceRef{Resource: resource, Name: resource, Target: target,
		Origin: collectors.Origin{Target: target, Collector: "host"}}
	for i, message := range failures {
		key := fmt.Sprintf("key%d", i)
		f.Failures = append(f.Failures, engine.Failure{Fault: &engine.Fault{Key: key, Message: message, Path: `settings["` + key + `"]`,
			Actual: json.RawMessage(`["yes"]`), Expected: json.RawMessage(`["no"]`)},
			Fingerprint: engine.Fingerprint(p.ID, target, p.Kind, resource, key)})
	}
	f.Evidence = append(f.Evidence, engine.Evidence{Path: "installed", Value: json.RawMessage("true")})
	b.a.Findings = append(b.a.Findings, f)
	return &b.a.Findings[len(b.a.Findings)-1]
}

// unknown adds an unknown that hangs on one gap, and the gap.
func (b *builder) unknown(target, resource string, cause collectors.Cause, needs string) *engine.Finding {
	p := b.a.Policies[len(b.a.Policies)-1]
	gap := collectors.Gap{Target: target, Kind: p.Kind, Resource: resource, Path: "settings", Cause: cause,
		Detail: "permission denied", Needs: needs, Call: "read /etc/" + resource}
	b.a.Gaps = append(b.a.Gaps, gap)
	f := b.find(target, resource, engine.Unknown)
	f.Gaps = []collectors.Gap{gap}
	return f
}

func (b *builder) waive(id, policy string, granted, expires engine.Date) {
	b.waivers = append(b.waivers, engine.Waiver{ID: id, Policies: []string{policy}, Resources: []engine.Scope{{Pattern: "*"}},
		Reason: "The vendor's appliance needs it until it is replaced.", Owner: "Ada Byron", ApprovedBy: "Grace Hopper",
		Granted: granted, Expires: expires})
}

// build sums up.
func (b *builder) build() *engine.Assessment {
	a := b.a
	engine.SortFindings(a.Findings)
	a.Waivers = engine.ApplyWaivers(a.Findings, b.waivers, a.Run.At)
	a.Summary = engine.Summarize(a.Findings)
	for i := range a.Targets {
		t := &a.Targets[i]
		var own []engine.Finding
		for _, f := range a.Findings {
			if f.Target == t.ID {
				own = append(own, f)
			}
		}
		t.Summary = engine.Summarize(own)
		for _, g := range a.Gaps {
			if g.Target == t.ID {
				t.Gaps++
			}
		}
	}
	a.Gate = engine.Decide(a.Findings, b.infos, b.rules)
	return &a
}

// sample is a small company's audit: two servers, one repository, one target that was not reached.
func sample() *engine.Assessment {
	b := newBuilder()
	b.rules = engine.Rules{FailOn: engine.Threshold(engine.High), MaxUnknown: 0}
	b.target("web1", "web1", "ssh:audit@web1.example.org", "host")
	b.target("db1", "db1", "ssh:audit@db1.example.org", "host")
	b.target("git:example.org/shop", "shop", "git:.", "git")
	b.target("mail1", "mail1", "ssh:audit@mail1.example.org", "host")
	b.infos[3].Error = "connect: no route to host"
	b.a.Targets[3].Error = b.infos[3].Error
	b.policy("access/ssh_root_login", "Nobody logs in over SSH as root", engine.High, "linux.sshd")
	b.find("web1", "sshd", engine.Fail, "root may log in over SSH (PermitRootLogin yes)")
	b.find("db1", "sshd", engine.Pass)
	b.policy("access/no_password", "Every account has a password or is locked", engine.Critical, "linux.user")
	for _, user := range []string{"deploy", "legacy", "svc-print", "temp"} {
		b.find("web1", user, engine.Fail, "the account "+user+" has an empty password")
	}
	b.unknown("db1", "*", collectors.Denied, "root on the host")
	b.policy("hardening/sysctl_network", "The kernel refuses spoofed and redirected packets", engine.Medium, "linux.sysctl")
	b.find("web1", "sysctl", engine.Fail, "net.ipv4.conf.all.rp_filter is 0", "net.ipv4.conf.all.accept_redirects is 1",
		"net.ipv4.conf.default.rp_filter is 0", "net.ipv4.ip_forward is 1", "net.ipv6.conf.all.accept_redirects is 1")
	b.find("db1", "sysctl", engine.Pass)
	b.policy("network/listening", "Only expected services listen on the network", engine.Low, "linux.socket")
	b.find("web1", "tcp/0.0.0.0:9100", engine.Fail, "port 9100 is open to every address")
	b.find("db1", "tcp/0.0.0.0:5432", engine.Fail, "port 5432 is open to every address")
	b.waive("W-7", "network/*", "2026-11-01", "2026-12-04")
	b.waive("W-3", "access/ssh_*", "2025-11-01", "2026-10-31")
	b.waive("W-9", "cost/*", "2026-11-01", "2027-10-31")
	newest := &b.waivers[len(b.waivers)-1]
	newest.Ticket, newest.Resources = "CHG-4711", []engine.Scope{engine.ScopeOf("linux.*", "web*", "", "", map[string]string{"env": "test"})}
	b.policy("logging/auditd", "What administrators do is recorded", engine.Medium, "linux.audit")
	b.unknown("web1", "audit", collectors.Denied, "root on the host").IfKnown = []engine.IfKnown{
		{Path: "settings", Value: json.RawMessage("true"), Verdict: engine.Pass},
		{Path: "settings", Value: json.RawMessage("false"), Verdict: engine.Fail},
		{Path: "settings", Value: json.RawMessage("null"), Verdict: engine.Fail}}
	b.find("db1", "audit", engine.Error).Note = "eval_conflict_error: complete rules must not produce multiple outputs"
	b.policy("supply/pinned_actions", "Actions are pinned to a commit", engine.High, "ci.workflow")
	f := b.find("git:example.org/shop", ".github/workflows/release.yml", engine.Fail, "actions/checkout@v4 is not pinned to a commit")
	f.Origin.File, f.Origin.Line = ".github/workflows/release.yml", 14
	b.policy("supply/licence", "The repository has a licence", engine.Low, "git.repository")
	b.find("git:example.org/shop", "shop", engine.Pass)
	b.policy("patching/suid_known", "Every program that runs as another user is known", engine.Medium, "linux.filesystem_scan")
	b.unknown("web1", "scan", collectors.NotRequested, "")
	b.find("db1", "*", engine.NotApplicable).Note = "none found"
	b.a.Excluded = append(b.a.Excluded, engine.Exclusion{ID: "cost/budget", Title: "Each team has a budget", Reason: "finance audits this itself"})
	b.a.Gaps = append(b.a.Gaps, collectors.Gap{Target: "db1", Kind: "linux.cron", Cause: collectors.ToolMissing, Needs: "crontab on the host"})
	b.a.Coverage = []collectors.Coverage{{Target: "web1", Service: "script", Calls: 61, Denied: 4}, {Target: "db1", Service: "script", Calls: 61, Denied: 9, Failed: 1}}
	b.a.Frameworks = sampleFrameworks()
	b.a.Notes = []string{"No register was given: policies on people-made records do not apply."}
	return b.build()
}

func sampleFrameworks() []engine.FrameworkResult {
	return []engine.FrameworkResult{{ID: "nist-800-53-r5", Title: "Security and Privacy Controls", Version: "Rev. 5", Publisher: "NIST",
		URL: "https://csrc.nist.gov/", Total: 322, Covered: 4, Controls: []engine.ControlResult{
			{ID: "AC-6", Title: "Least Privilege", Policies: []string{"access/ssh_root_login", "access/no_password"}, Verdict: engine.Fail,
				Verdicts: map[engine.Verdict]int{engine.Fail: 5, engine.Pass: 1, engine.Unknown: 1}},
			{ID: "AU-2", Title: "Event Logging", Policies: []string{"logging/auditd"}, Verdict: engine.Error,
				Verdicts: map[engine.Verdict]int{engine.Error: 1, engine.Unknown: 1}},
			{ID: "CM-7", Title: "Least Functionality", Policies: []string{"network/listening"}, Verdict: engine.Fail,
				Verdicts: map[engine.Verdict]int{engine.Fail: 2}, Waived: 2},
			{ID: "SR-3", Title: "Supply Chain Controls and Processes", Policies: []string{"supply/licence"}, Verdict: engine.Pass,
				Verdicts: map[engine.Verdict]int{engine.Pass: 1}},
		}}}
}
