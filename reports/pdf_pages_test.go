package reports

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// single is an audit of one thing.
func single() *engine.Assessment {
	b := newBuilder()
	b.target("web1", "web1", "host:local", "host")
	b.policy("access/ssh_root_login", "Nobody logs in over SSH as root", engine.High, "linux.sshd")
	b.find("web1", "sshd", engine.Fail, "root may log in over SSH (PermitRootLogin yes)")
	return b.build()
}

// medium is an audit of a host with many policies, of which a third fail in ways of very different length.
func medium() *engine.Assessment {
	b := newBuilder()
	b.target("web1", "web1", "host:local", "host")
	var controls []engine.ControlResult
	for i := range 180 {
		id := fmt.Sprintf("%s/policy_%03d", []string{"access", "hardening", "logging", "network"}[i%4], i)
		p := b.policy(id, fmt.Sprintf("Policy number %d holds%s", i, strings.Repeat(" wherever it applies", i%4)), engine.Severities()[i%4], "linux.user")
		p.Description += strings.Repeat(" It was seen before.", i%7)
		p.Remediation += strings.Repeat(" Then look whether it holds.", i%9)
		c := engine.ControlResult{ID: fmt.Sprintf("%d.%d", i/20+1, i%20+1), Title: "Control of policy " + strconv.Itoa(i), Policies: []string{id}, Verdict: engine.Pass, Verdicts: map[engine.Verdict]int{}}
		for r := range 1 + i%3 {
			resource := fmt.Sprintf("resource-%d", r)
			switch i % 6 {
			case 0, 1:
				c.Verdict = engine.Fail
				var why []string
				for j := range 1 + (i*7+r)%8 {
					why = append(why, fmt.Sprintf("setting %d of %s is open%s", j, resource, strings.Repeat(" to all", i%5)))
				}
				b.find("web1", resource, engine.Fail, why...)
			case 2:
				c.Verdict = engine.Unknown
				b.unknown("web1", resource, collectors.Denied, fmt.Sprint("permission ", i%9))
			case 3:
				c.Verdict = engine.NotApplicable
				b.find("web1", resource, engine.NotApplicable).Note = fmt.Sprint("reason ", i%3)
			default:
				b.find("web1", resource, engine.Pass)
			}
			c.Verdicts[b.a.Findings[len(b.a.Findings)-1].Verdict]++
		}
		controls = append(controls, c)
	}
	b.a.Frameworks = []engine.FrameworkResult{{ID: "one", Title: "One framework", Total: 300, Covered: 180, Controls: controls}, {ID: "two", Title: "Another", Total: 90, Covered: 60, Controls: controls[:60]}}
	b.waive("W-1", "access/policy_0*", "2026-11-01", "2026-11-30")
	return b.build()
}

func books() map[string]*engine.Assessment {
	return map[string]*engine.Assessment{"single": single(), "sample": changed(sample()), "medium": changed(medium()), "plan": planning(sample()), "fleet": fleet(), "hostile": hostile(), "nothing": newBuilder().build()}
}

// composed lays out a report, on each paper.
func composed(t *testing.T, a *engine.Assessment, check func(name string, b *booklet, pages []*page)) {
	t.Helper()
	composedWith(t, a, nil, check)
}

func composedWith(t *testing.T, a *engine.Assessment, files []Attachment, check func(name string, b *booklet, pages []*page)) {
	t.Helper()
	f, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, paper := range Papers() {
		l := Layout{Paper: paper, Seal: &SealBox{Signer: "Ada Byron", Certificate: digest("certificate")}}
		s, err := l.sheet()
		if err != nil {
			t.Fatal(err)
		}
		b := newBooklet(a, PDF{Layout: l, Attachments: files}, &flow{faces: f, sheet: s})
		check(string(paper), b, b.compose())
	}
}

// leastFilled is how much of each page must be used, but of the last one of a section.
const leastFilled = 0.7

func TestNoPageIsHalfEmpty(t *testing.T) {
	for what, a := range books() {
		composed(t, a, func(name string, b *booklet, pages []*page) {
			s := b.flow.sheet
			sum := 0.0
			for i, p := range pages {
				share := (p.end() - top) / (s.bottom() - top)
				sum += share
				if i < len(pages)-1 && share < leastFilled && i > 1 && !pages[i+1].opens() && what != "hostile" {
					t.Errorf("%s on %s: page %d of %d is filled to %.0f %%", what, name, i+1, len(pages), 100*share)
				}
				if i == 0 && share < 0.95 {
					t.Errorf("%s on %s: the first page is filled to %.0f %%", what, name, 100*share)
				}
			}
			t.Logf("%s on %s: %d pages, filled to %.0f %% in the mean", what, name, len(pages), 100*sum/float64(len(pages)))
		})
	}
}

// TestNothingRunsOffThePage holds each block against the foot of its page, and none may lie on another.
func TestNothingRunsOffThePage(t *testing.T) {
	for what, a := range books() {
		composed(t, a, func(name string, b *booklet, pages []*page) {
			for i, p := range pages {
				below := 0.0
				for j, placed := range p.placed {
					if placed.y < below-0.01 && (i > 0 || j > 1) {
						t.Errorf("%s on %s: a block of page %d begins at %.0f and the one above ends at %.0f", what, name, i+1, placed.y, below)
					}
					below = placed.y + placed.block.height
				}
				if bottom := p.end(); bottom > b.flow.sheet.bottom()+0.01 {
					t.Errorf("%s on %s: page %d ends at %.0f, %.0f is the foot", what, name, i+1, bottom, b.flow.sheet.bottom())
				}
			}
		})
	}
}

func TestNoHeadingEndsAPage(t *testing.T) {
	seen := 0
	for what, a := range books() {
		composed(t, a, func(name string, b *booklet, pages []*page) {
			for i, p := range pages {
				last := p.placed[len(p.placed)-1]
				if last.head {
					t.Errorf("%s on %s: page %d ends with a heading", what, name, i+1)
				}
				for _, placed := range p.placed {
					if placed.head {
						seen++
					}
				}
			}
			if len(b.flow.heads) > 0 {
				t.Errorf("%s on %s: a heading has nothing below it", what, name)
			}
		})
	}
	if seen < 100 {
		t.Errorf("only %d headings were looked at", seen)
	}
}

// TestPagesAreNumberedRight holds the numbers that the list of findings prints against the pages on which the cards are.
func TestPagesAreNumberedRight(t *testing.T) {
	for _, paper := range Papers() {
		var b strings.Builder
		a := medium()
		if err := (PDF{Layout: Layout{Paper: paper}}).Write(&b, a); err != nil {
			t.Fatal(err)
		}
		text := run(t, "pdftotext", "-layout", saved(t, []byte(b.String())), "-")
		pages := strings.Split(text, "\f")
		checked := 0
		for _, m := range regexp.MustCompile(`(?m)^ *[CHML] +Policy number (\d+) holds.* (\d+) *$`).FindAllStringSubmatch(text, -1) {
			n, err := strconv.Atoi(m[2])
			if err != nil || n < 1 || n >= len(pages) {
				t.Fatalf("%s: page %s of %d", paper, m[2], len(pages))
			}
			if !regexp.MustCompile(`/policy_0*` + m[1] + ` +· `).MatchString(pages[n-1]) {
				t.Errorf("%s: the list says that policy %s is on page %d", paper, m[1], n)
			}
			checked++
		}
		if checked < 40 {
			t.Errorf("%s: only %d numbers were found", paper, checked)
		}
		for i := range len(pages) - 1 {
			if want := fmt.Sprintf("Page %d of %d", i+1, len(pages)-1); !strings.Contains(pages[i], want) || !strings.Contains(pages[i], "INTERNAL") {
				t.Errorf("%s: page %d lacks %q or the classification", paper, i+1, want)
			}
		}
	}
}

// TestShortAuditsMakeShortReports bounds what little findings may take.
func TestShortAuditsMakeShortReports(t *testing.T) {
	for what, most := range map[string]int{"single": 6, "nothing": 5, "sample": 11} {
		composed(t, books()[what], func(name string, _ *booklet, pages []*page) {
			if len(pages) > most {
				t.Errorf("%s on %s: %d pages, at most %d are allowed", what, name, len(pages), most)
			}
		})
	}
}

func TestDaysLeft(t *testing.T) {
	for days, want := range map[int]string{-2: "over for 2 days", -1: "over for 1 day", 0: "ends today", 1: "ends in 1 day", 300: "ends in 300 days"} {
		if got := daysLeft(engine.WaiverUse{ExpiresInDays: days}); got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		n, of int
		want  string
	}{{0, 3, "0.0 %"}, {1, 3, "33.3 %"}, {3, 3, "100.0 %"}, {99_999, 100_000, "99.9 %"}, {1, 100_000, "0.1 %"}} {
		if got := percent(c.n, c.of); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.n, c.of, got, c.want)
		}
	}
}

// TestSealBox shows that the box says who is to seal and never that anything is valid, and that the place that is told is where
// it stands on the page.
func TestSealBox(t *testing.T) {
	l := Layout{Seal: &SealBox{Signer: "Ada Byron, Audit", Certificate: digest("certificate")}}
	for _, paper := range Papers() {
		l.Paper = paper
		r, err := PDF{Layout: l}.Render(sample())
		if err != nil {
			t.Fatal(err)
		}
		s, err := l.sheet()
		if err != nil {
			t.Fatal(err)
		}
		path, page := saved(t, r.Data), strconv.Itoa(r.SealPage+1)
		box := r.SealRect
		crop := func(v float64) string { return strconv.Itoa(int(math.Round(v))) }
		text := flat(run(t, "pdftotext", "-f", page, "-l", page, "-r", "72", "-x", crop(box[0]), "-y", crop(s.height-box[3]), "-W", crop(box[2]-box[0]), "-H", crop(box[3]-box[1]), path, "-"))
		for _, want := range []string{"Ada Byron, Audit", digest("certificate"), "assize verify report.pdf --trust"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the box lacks %q: %s", paper, want, text)
			}
		}
		if strings.Contains(strings.ToLower(text), "valid") {
			t.Errorf("%s: the box claims something: %s", paper, text)
		}
		if all := run(t, "pdftotext", path, "-"); strings.Contains(all, "This report is not sealed") {
			t.Errorf("%s: the report says that it is not sealed", paper)
		}
	}
	plain, err := PDF{}.Render(sample())
	if err != nil || plain.SealPage != 0 || plain.SealRect != [4]float64{} {
		t.Errorf("without a seal there is a place for it: %v, %v", plain, err)
	}
}

// TestWaiversAreGrouped shows who has to act on which waiver.
func TestWaiversAreGrouped(t *testing.T) {
	b := newBuilder()
	b.target("web1", "web1", "host:local", "host")
	b.policy("access/a", "A", engine.High, "linux.user")
	b.find("web1", "one", engine.Fail, "x")
	b.waive("W-over", "access/*", "2026-01-01", "2026-11-19")
	b.waive("W-soon", "access/*", "2026-01-01", "2026-12-04")
	b.waive("W-long", "access/*", "2026-01-01", "2026-12-05")
	b.waive("W-idle", "cost/*", "2026-01-01", "2027-01-01")
	b.waive("W-next", "access/*", "2026-12-01", "2027-01-01")
	text := flat(run(t, "pdftotext", "-layout", saved(t, pdfOf(t, b.build())), "-"))
	text = text[strings.LastIndex(text, "Accepted risks"):]
	at := 0
	for _, want := range []string{"5 waivers, covering 1 failure; 1 of 1 failing finding fail", "Active (1)", "W-long", "Expiring within 14 days (1)", "W-soon", "Expired: what they covered is open again (1)", "W-over",
		"Matching nothing that fails (1)", "W-idle", "Not yet valid (1)", "W-next"} {
		next := strings.Index(text[at:], want)
		if next < 0 {
			t.Fatalf("%q does not follow in %s", want, text)
		}
		at += next
	}
}

// TestFirstPageAddsUp: each framework's line adds up to its controls, one with nothing to judge is counted and comes last, and
// failures, which changes count, are told apart from findings.
func TestFirstPageAddsUp(t *testing.T) {
	a := changed(sample())
	a.Frameworks = append([]engine.FrameworkResult{{ID: "idle", Title: "Cloud Benchmark", Total: 63, Covered: 1, Controls: []engine.ControlResult{
		{ID: "1.1", Title: "Not here", Policies: []string{"cost/none"}, Verdict: engine.NotApplicable, Verdicts: map[engine.Verdict]int{}}}}}, a.Frameworks...)
	a.Notes, a.Excluded, a.Gate = nil, nil, engine.Gate{Passed: true, Rules: engine.Rules{FailOn: engine.Never, MaxUnknown: engine.Unlimited}} // room for the frameworks
	file := saved(t, pdfOf(t, a))
	first := flat(run(t, "pdftotext", "-l", "1", file, "-") + run(t, "pdftotext", "-layout", "-l", "1", file, "-"))
	for _, want := range []string{"fail undecided pass n/a not tested of", "Security and Privacy Controls 2 1 1 – 318 322", "1 framework had nothing to judge here.",
		"These are failures: the 9 findings that fail have 13 failures now, waived ones included."} {
		if !strings.Contains(first, want) {
			t.Errorf("the first page lacks %q:\n%s", want, first)
		}
	}
	if strings.Contains(first, "Cloud Benchmark") {
		t.Error("the first page names a framework that had nothing to judge")
	}
	whole := flat(run(t, "pdftotext", "-layout", "-f", "2", file, "-"))
	if used, idle := strings.Index(whole, "Security and Privacy Controls"), strings.Index(whole, "Frameworks with nothing to judge here (1)"); used < 0 || idle < used || !strings.Contains(whole, "Cloud Benchmark 1 62 63") {
		t.Errorf("the contents name the framework in use at %d, the idle ones at %d; or these have no numbers", used, idle)
	}
}

// TestSignaturesNeedNoPage: whatever the contents and the page on verifying leave free, the room for signatures is on a page with
// something else.
func TestSignaturesNeedNoPage(t *testing.T) {
	var files []Attachment
	for _, name := range []string{"findings.json", "manifest.json", "params.json", "policies.json", "snapshot.jsonl.gz", "waivers.json"} {
		files = append(files, Attachment{Name: name, Data: []byte(name)})
	}
	for n := range 30 {
		a := changed(medium())
		a.Digests.Previous = digest("previous")
		for i := range n {
			a.Frameworks = append(a.Frameworks, engine.FrameworkResult{ID: fmt.Sprint("f", i), Title: fmt.Sprint("Framework ", i), Total: 9, Covered: 1, Controls: []engine.ControlResult{
				{ID: "1", Title: "One", Policies: []string{}, Verdict: engine.Pass, Verdicts: map[engine.Verdict]int{engine.Pass: 1}}}})
		}
		composedWith(t, a, files, func(name string, b *booklet, pages []*page) {
			if last := pages[len(pages)-1]; len(last.placed) < 2 {
				t.Errorf("%d frameworks on %s: the last page has %d block, and ends at %.0f", n, name, len(last.placed), last.end())
			}
			for i, p := range pages {
				if p.end() > b.flow.sheet.bottom() {
					t.Errorf("%d frameworks on %s: page %d ends at %.0f", n, name, i+1, p.end())
				}
			}
		})
	}
}

// TestFirstPageAtItsEnds: with 100,000 findings no share is cut off, and with none nothing is said to be well.
func TestFirstPageAtItsEnds(t *testing.T) {
	many := flat(run(t, "pdftotext", "-l", "1", saved(t, pdfOf(t, fleet())), "-"))
	if n := strings.Count(many, "200 of 900"); n != firstThings {
		t.Errorf("%d shares stand on the first page, want %d:\n%s", n, firstThings, many)
	}
	none := flat(run(t, "pdftotext", "-l", "1", saved(t, pdfOf(t, newBuilder().build())), "-"))
	if strings.Contains(none, "All targets were visited") || !strings.Contains(none, "this report says nothing of any system") || strings.Contains(none, "0 targets:") {
		t.Errorf("the first page of a report on nothing:\n%s", none)
	}
}

// TestLowSeverityIsDenser: cards of low severity take less room and say as much.
func TestLowSeverityIsDenser(t *testing.T) {
	heights := map[engine.Severity]float64{}
	for _, s := range []engine.Severity{engine.Medium, engine.Low} {
		b := newBuilder()
		b.target("web1", "web1", "host:local", "host")
		for i := range 40 {
			b.policy(fmt.Sprintf("hardening/p%02d", i), fmt.Sprintf("Policy %d holds", i), s, "linux.sshd")
			b.find("web1", "sshd", engine.Fail, "this does not hold")
		}
		a := b.build()
		composed(t, a, func(_ string, b *booklet, _ []*page) {
			g := b.failing()[0]
			first, _ := b.besideWork(g, b.failedAlike(batches(g.failed)[0], lookOf(s)))
			heights[s] = lookOf(s).gap + b.cardHead(g).height + first.height
		})
		text := run(t, "pdftotext", saved(t, pdfOf(t, a)), "-")
		for _, want := range []string{"What to do", "then reload the service", "example.org/hardening/p", "Controls: iso-27001-2022 A.8.2; nist-800-53-r5 AC-6, IA-2", "this does not hold"} {
			if n := strings.Count(flat(text), want); n < 40 {
				t.Errorf("%s: %q is on the pages %d times", s, want, n)
			}
		}
	}
	if heights[engine.Low] > 0.93*heights[engine.Medium] {
		t.Errorf("a card of low severity is %.0f points high, of medium %.0f", heights[engine.Low], heights[engine.Medium])
	}
}

// TestPoliciesForNoTarget: many that no target could have anything for stand apart, each by its id; none is left out.
func TestPoliciesForNoTarget(t *testing.T) {
	for _, n := range []int{elsewhereMost, 60} {
		a := sample()
		for i := range n {
			a.Policies = append(a.Policies, engine.Policy{ID: fmt.Sprintf("access/cloud_%02d", i), Title: fmt.Sprintf("Cloud %d holds", i), Severity: engine.High, Kind: "aws.user", Source: "built-in"})
		}
		text := flat(run(t, "pdftotext", saved(t, pdfOf(t, a)), "-"))
		for i := range n {
			if id := fmt.Sprintf("access/cloud_%02d", i); !strings.Contains(text, id) {
				t.Errorf("%d such policies: %s is left out", n, id)
			}
		}
		if apart := !strings.Contains(text, "Cloud 1 holds"); apart != (n > elsewhereMost) {
			t.Errorf("%d such policies stand apart: %v", n, apart)
		}
	}
}
