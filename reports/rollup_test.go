package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// TestNeeds shows what closing one gap would decide: alone, and together with others.
func TestNeeds(t *testing.T) {
	b := newBuilder()
	b.target("web1", "web1", "host:local", "host")
	b.policy("access/a", "A", engine.High, "linux.user")
	b.unknown("web1", "one", collectors.Denied, "root on the host")
	b.unknown("web1", "two", collectors.Denied, "root on the host")
	both := b.find("web1", "three", engine.Unknown)
	both.Gaps = []collectors.Gap{{Target: "web1", Kind: "linux.user", Cause: collectors.Denied, Needs: "root on the host"},
		{Target: "web1", Kind: "linux.sudo", Cause: collectors.ToolMissing}}
	b.a.Gaps = append(b.a.Gaps, collectors.Gap{Target: "web1", Kind: "linux.cron", Cause: collectors.Timeout})
	r := newRollup(b.build())
	var got []string
	for _, n := range r.needs {
		got = append(got, fmt.Sprintf("%s: %s, %d verdicts, %d alone, %v", n.cause, n.remedy(), n.findings, n.alone, n.kinds))
	}
	want := []string{"denied: root on the host, 3 verdicts, 2 alone, [linux.user]",
		"tool_missing: install the program on the target, 1 verdicts, 0 alone, [linux.sudo]",
		"timeout: allow more time, 0 verdicts, 0 alone, []"}
	if !slices.Equal(got, want) {
		t.Errorf("needs are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if r.idle != 1 {
		t.Errorf("%d facts that no verdict hangs on, want 1", r.idle)
	}
}

// TestWorstFirst orders policies by severity, then by how much fails; what waivers cover does not count.
func TestWorstFirst(t *testing.T) {
	b := newBuilder()
	b.target("web1", "web1", "host:local", "host")
	for _, p := range []struct {
		id       string
		severity engine.Severity
		fails    int
	}{{"a/low", engine.Low, 9}, {"a/high_few", engine.High, 1}, {"a/high_many", engine.High, 5}, {"a/critical", engine.Critical, 1}, {"a/accepted", engine.Critical, 7}} {
		b.policy(p.id, p.id, p.severity, "linux.user")
		for i := range p.fails {
			b.find("web1", fmt.Sprint("r", i), engine.Fail, "fails")
		}
	}
	b.waive("W-1", "a/accepted", "2026-01-01", "2026-12-31")
	var got []string
	for _, g := range newRollup(b.build()).failing() {
		got = append(got, g.policy.ID)
	}
	if want := []string{"a/critical", "a/high_many", "a/high_few", "a/low"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestHeadline(t *testing.T) {
	build := func(change func(*builder)) *engine.Assessment {
		b := newBuilder()
		b.target("web1", "web1", "host:local", "host")
		b.policy("access/a", "A", engine.High, "linux.user")
		change(b)
		return b.build()
	}
	for _, c := range []struct {
		want   string
		change func(*builder)
	}{
		{"Nothing was evaluated", func(*builder) {}},
		{"Everything that was assessed passes", func(b *builder) { b.find("web1", "a", engine.Pass) }},
		{"1 finding fails: 1 high", func(b *builder) { b.find("web1", "a", engine.Fail, "x"); b.find("web1", "b", engine.Pass) }},
		{"No failure found, but not everything could be assessed", func(b *builder) { b.unknown("web1", "a", collectors.Denied, "root") }},
		{"No failure found, but not everything could be assessed", func(b *builder) { b.find("web1", "a", engine.Error) }},
		{"No failure found, but not everything could be assessed", func(b *builder) {
			b.find("web1", "a", engine.Pass)
			b.a.Targets[0].Error = "no route"
		}},
		{"No failure but those that waivers accept", func(b *builder) {
			b.find("web1", "a", engine.Fail, "x")
			b.waive("W-1", "access/*", "2026-01-01", "2026-12-31")
		}},
		{"Nothing that was selected applies", func(b *builder) { b.find("web1", "*", engine.NotApplicable) }},
	} {
		if got := headline(build(c.change)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestCapsAreSaid shows that whatever is left out is counted, in both formats, and that what is alike stands together.
func TestCapsAreSaid(t *testing.T) {
	b := newBuilder()
	b.target("web1", "web1", "host:local", "host")
	b.policy("access/alike", "All alike", engine.High, "linux.user")
	for i := range 100 {
		b.find("web1", fmt.Sprintf("account-%03d", i), engine.Fail, "no password")
	}
	b.policy("access/each", "Each another", engine.Low, "linux.user")
	for i := range 40 {
		b.find("web1", fmt.Sprintf("account-%03d", i), engine.Fail, fmt.Sprintf("reason %d", i), "two", "three", "four", "five", "six", "seven", "eight")
	}
	a := b.build()
	pdf := flat(run(t, "pdftotext", saved(t, pdfOf(t, a)), "-"))
	for _, want := range []string{"100 resources in the same way", "account-000, account-001", "of 100; the rest is in findings.json", "15 of 40 resources shown; the rest is in findings.json",
		"6 of 8 failures shown; the rest is in findings.json"} {
		if !strings.Contains(pdf, want) {
			t.Errorf("the PDF lacks %q", want)
		}
	}
	var text bytes.Buffer
	if err := (Text{}).Write(&text, a); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"3 of 100 failures on 100 resources; the others are in the reports", "3 of 320 failures on 40 resources; the others are in the reports"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

// TestLinksStayHarmless shows that only plain https addresses of references become links.
func TestLinksStayHarmless(t *testing.T) {
	b := newBuilder()
	b.target("web1", "web1", "host:local", "host")
	b.policy("access/a", "A", engine.High, "linux.user").References = []string{"https://example.org/good", "javascript:app.alert(1)", "file:///etc/passwd"}
	b.find("web1", "a", engine.Fail, "x")
	data := pdfOf(t, b.build())
	if !bytes.Contains(data, []byte("/URI (https://example.org/good)")) {
		t.Error("the reference is no link")
	}
	d, err := takeApart(data)
	if err != nil {
		t.Fatal(err)
	}
	for i, object := range d.objects {
		dictionary, _, _ := bytes.Cut(object, []byte("stream"))
		for _, bad := range []string{"javascript", "file:", "/JS", "/Launch", "/AA", "/OpenAction"} {
			if bytes.Contains(dictionary, []byte(bad)) {
				t.Errorf("object %d holds %q", i+1, bad)
			}
		}
	}
}
