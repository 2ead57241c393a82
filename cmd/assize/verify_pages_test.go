package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/reports"
)

// oneFinding is an assessment with one finding.
func oneFinding(verdict engine.Verdict) *engine.Assessment {
	policy := engine.Policy{ID: "patching/reboot_pending", Title: "The machine was restarted", Kind: "linux.reboot", Severity: engine.High,
		Joins: []string{}, Records: []string{}, Tags: []string{}, Controls: map[string][]string{}, Params: []engine.Param{}, References: []string{}}
	f := engine.NewFinding(policy)
	f.Resource, f.Name, f.Target, f.Verdict = "reboot", "reboot", "web1", verdict
	f.Failures = []engine.Failure{}
	if verdict == engine.Fail {
		f.Failures = append(f.Failures, engine.Failure{Fault: &engine.Fault{Key: "required", Message: "a restart is pending", Path: "required"}, Fingerprint: "1:0123456789abcdef0123456789abcdef"})
	}
	findings := []engine.Finding{f}
	at := time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC)
	return &engine.Assessment{Schema: engine.AssessmentSchema, Report: engine.Heading{Title: "IT policy audit", Organisation: "Example Mills Ltd"},
		Run:      engine.Run{ID: "0123456789abcdef", At: at, Tool: "assize of yesterday", Began: at, Ended: at},
		Digests:  engine.Digests{Snapshot: "sha256:" + strings.Repeat("0", 64)},
		Policies: []engine.Policy{policy}, Findings: findings, Summary: engine.Summarize(findings),
		Targets: []engine.Target{{ID: "web1", Name: "web1", Ref: "host:web1"}}}
}

// A forgery is a report whose pages were drawn of something else than its evidence, and then sealed by the book.
type forgery struct {
	pages, evidence *engine.Assessment
	tool            string         // this program when ""
	drawn, said     reports.Layout // how the pages were drawn, and what the manifest says of it
}

// draw makes the PDF without a seal.
func (f forgery) draw(t *testing.T) []byte {
	t.Helper()
	files, err := audit.Evidence{Assessment: f.evidence, Tool: cmp.Or(f.tool, toolName()), Layout: f.said}.Attachments()
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	if err := (reports.PDF{Layout: f.drawn, Attachments: files}).Write(&plain, f.pages); err != nil {
		t.Fatal(err)
	}
	return plain.Bytes()
}

func (f forgery) seal(t *testing.T, k *sign.Key) string {
	t.Helper()
	sealed, err := sign.Seal(context.Background(), f.draw(t), k, sign.Sealing{At: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "r.pdf")
	if err := os.WriteFile(path, sealed, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ownKey makes a key and the file of its certificate.
func ownKey(t *testing.T) (*sign.Key, string) {
	t.Helper()
	dir := t.TempDir() + "/k"
	if code := run([]string{"key", "new", "--out", dir}, &bytes.Buffer{}, os.Stderr); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	key, err := sign.OpenKey(sign.KeyFile{Path: dir + "/key.pem", Certificates: dir + "/cert.pem"})
	if err != nil {
		t.Fatal(err)
	}
	return key, dir + "/cert.pem"
}

func verified(t *testing.T, path, root string, more ...string) (int, engine.Verification) {
	t.Helper()
	var out bytes.Buffer
	code := run(append([]string{"verify", path, "--trust", root, "-q", "-o", "json"}, more...), &out, os.Stderr)
	var v engine.Verification
	if err := json.Unmarshal(out.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	return code, v
}

// TestPagesSayWhatTheFindingsSay seals forgeries with a key that is trusted.
func TestPagesSayWhatTheFindingsSay(t *testing.T) {
	key, root := ownKey(t)
	a4, letter := reports.Layout{}, reports.Layout{Paper: reports.Letter}
	box := reports.Layout{Seal: &reports.SealBox{Signer: sign.NameOf(key.Certificate()), Certificate: "sha256:" + sign.Fingerprint(key.Certificate())}}
	other := reports.Layout{Seal: &reports.SealBox{Signer: "The Director", Certificate: box.Seal.Certificate}}
	fails, passes, titled := oneFinding(engine.Fail), oneFinding(engine.Pass), oneFinding(engine.Fail)
	titled.Report.Title = "Another audit"
	for name, c := range map[string]struct {
		forgery
		reason, outcome, says string
	}{
		"honest":                {forgery{fails, fails, "", a4, a4}, "", checkPassed, "they are the same"},
		"honest on Letter":      {forgery{fails, fails, "", letter, letter}, "", checkPassed, "they are the same"},
		"honest with a box":     {forgery{fails, fails, "", box, box}, "", checkPassed, "they are the same"},
		"passes on paper":       {forgery{passes, fails, "", a4, a4}, "pages", checkFailed, "draws something else"},
		"fails on paper":        {forgery{fails, passes, "", a4, a4}, "pages", checkFailed, "draws something else"},
		"another title":         {forgery{titled, fails, "", a4, a4}, "pages", checkFailed, "page 1 of"},
		"another paper":         {forgery{fails, fails, "", a4, letter}, "pages", checkFailed, "page 1 of"},
		"another signer's box":  {forgery{fails, fails, "", other, other}, "pages", checkFailed, "the box of the seal is of The Director"},
		"of another version":    {forgery{passes, fails, "assize 0.0.1", a4, a4}, "other_version", checkFailed, "assize 0.0.1 drew it"},
		"honest, other version": {forgery{fails, fails, "assize 0.0.1", a4, a4}, "", checkPassed, "the same as assize 0.0.1 drew them"},
	} {
		t.Run(name, func(t *testing.T) {
			code, v := verified(t, c.seal(t, key), root)
			if (code == exitVerification) != (c.reason != "") || v.Reason != c.reason {
				t.Errorf("exit code %d, reason %q", code, v.Reason)
			}
			for _, check := range v.Checks {
				if check.Name == pagesCheck {
					t.Logf("%s: %s. %s", check.Outcome, check.Found, check.Means)
					if check.Outcome != c.outcome || !strings.Contains(check.Found, c.says) {
						t.Errorf("got %+v, want %q", check, c.says)
					}
					return
				}
			}
			t.Error("nothing is said of the pages")
		})
	}
}

// TestOtherVersionIsTakenWhenAsked wants that the flag excuses what another version drew, and no lie of this one.
func TestOtherVersionIsTakenWhenAsked(t *testing.T) {
	key, root := ownKey(t)
	passes, fails := oneFinding(engine.Pass), oneFinding(engine.Fail)
	for tool, reason := range map[string]string{"assize 0.0.1": "", "": "pages"} {
		code, v := verified(t, forgery{pages: passes, evidence: fails, tool: tool}.seal(t, key), root, "--allow-other-version")
		if (code == exitVerification) != (reason != "") || v.Reason != reason {
			t.Errorf("drawn by %q: exit code %d, reason %q; want %q", tool, code, v.Reason, reason)
		}
	}
}

// TestSealThatWasTakenOffIsMissed wants that --allow-unsealed takes no report whose pages speak of a seal, and none whose
// pages say something else than its findings.
func TestSealThatWasTakenOffIsMissed(t *testing.T) {
	_, root := ownKey(t)
	fails, passes := oneFinding(engine.Fail), oneFinding(engine.Pass)
	boxed := reports.Layout{Seal: &reports.SealBox{Signer: "The Director", Certificate: "sha256:00"}}
	for name, c := range map[string]struct {
		forgery
		reason, says string
	}{
		"honest":   {forgery{pages: fails, evidence: fails}, "", "they are the same"},
		"boxed":    {forgery{pages: fails, evidence: fails, drawn: boxed, said: boxed}, "not_sealed", "The Director was to seal it, and there is no seal"},
		"only box": {forgery{pages: fails, evidence: fails, drawn: boxed}, "pages", "draws something else"},
		"lying":    {forgery{pages: passes, evidence: fails}, "pages", "draws something else"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "u.pdf")
			if err := os.WriteFile(path, c.draw(t), 0o600); err != nil {
				t.Fatal(err)
			}
			code, v := verified(t, path, root, "--allow-unsealed")
			said := v.Checks[slices.IndexFunc(v.Checks, func(c engine.VerificationCheck) bool { return c.Name == pagesCheck })].Found
			if (code == exitVerification) != (c.reason != "") || v.Reason != c.reason || !strings.Contains(said, c.says) {
				t.Errorf("exit code %d, reason %q, %s", code, v.Reason, said)
			}
		})
	}
}
