package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/assize/assize/engine"
)

// Text is the summary for a terminal: what an audit prints when it is done. It is plain text of at most
// Width columns; with Colour, ANSI colours repeat what the words say already.
type Text struct {
	Colour bool
	// Width is how wide the terminal is, in columns; 0 stands for 100. Lines are never wider than 100, and on
	// a terminal of less than 60 columns they are 60 wide.
	Width int
}

// Name implements Format.
func (Text) Name() string { return "text" }

// Help implements Format.
func (Text) Help() string { return "a summary to read on a terminal" }

// Extension implements Format.
func (Text) Extension() string { return ".txt" }

// Write implements Format.
func (t Text) Write(w io.Writer, a *engine.Assessment) error {
	if t.Width == 0 {
		t.Width = 100
	}
	var b bytes.Buffer
	s := summary{rollup: newRollup(a), out: &terminal{b: &b, colour: t.Colour, width: min(max(t.Width, 60), 100)}}
	s.head()
	s.targets()
	s.severities()
	s.planned()
	s.changes()
	s.domains()
	s.worst()
	s.unread()
	s.broken()
	s.waivers()
	s.gate()
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write text: %w", err)
	}
	return nil
}

// A summary writes the parts of the text, in order. Each part leaves out itself when there is nothing to say.
type summary struct {
	*rollup
	out *terminal
}

func (s *summary) head() {
	a := s.assessment
	title := a.Report.Title
	if title == "" {
		title = "IT policy audit"
	}
	if a.Report.Organisation != "" {
		title += ", " + a.Report.Organisation
	}
	s.out.wrapped("", bold(title))
	about := "run " + a.Run.ID + ", " + a.Run.At.UTC().Format("2006-01-02 15:04 UTC")
	if a.Run.Profile != "" {
		about += ", profile " + a.Run.Profile
	}
	s.out.wrapped("", faint(about))
	s.out.gap()
	colour := passColour
	switch {
	case a.Summary.Verdicts[engine.Pass] == 0 && a.Summary.Verdicts[engine.Fail] == 0:
		colour = unknownColour
	case a.Summary.Verdicts[engine.Fail] > a.Summary.Waived:
		colour = failColour
	case a.Summary.Verdicts[engine.Unknown]+a.Summary.Verdicts[engine.Error] > 0:
		colour = unknownColour
	}
	s.out.wrapped("", span{headline(a) + ".", colour})
	s.out.wrapped("", plain(denominators(a.Summary)))
	for _, note := range slices.Concat(s.cloneWords(), a.Notes) {
		s.out.wrapped("", plain("Note: "+note))
	}
}

// countColumns are the verdicts in the order of the tables, with their short headings.
func countColumns() (verdicts []engine.Verdict, heads []string) {
	return []engine.Verdict{engine.Fail, engine.Error, engine.Unknown, engine.Pass, engine.NotApplicable},
		[]string{"fail", "error", "unknown", "pass", "n/a"}
}

// targetsShown is how many targets the summary shows, and lostShown how many of those that were not reached.
const (
	targetsShown = 10
	lostShown    = 10
)

func (s *summary) targets() {
	all := s.assessment.Targets
	name := "Targets"
	if len(all) > targetsShown {
		name = fmt.Sprintf("Targets (%d of %s, those with the most failures)", targetsShown, grouped(len(all)))
	}
	s.out.section(name)
	verdicts, heads := countColumns()
	table := [][]span{header(append([]string{"target"}, heads...))}
	for _, t := range together(worstTargets(all, targetsShown)) {
		table = append(table, counts(rowName(t), t.Summary.Verdicts, verdicts))
	}
	s.out.table(table)
	missed := 0
	for _, t := range all {
		if t.Error == "" {
			continue
		}
		if missed++; missed <= lostShown {
			s.out.wrapped("  ", span{t.Name + " could not be visited: " + cut(t.Error, 500), failColour})
		}
	}
	if missed > lostShown {
		s.out.wrapped("  ", span{plural(missed-lostShown, "more target", "more targets") + " could not be visited; the reports name them", failColour})
	}
}

func nameAndRef(t engine.Target) string {
	if t.Ref == "" || t.Ref == t.Name {
		return placedName(t)
	}
	return placedName(t) + " (" + t.Ref + ")"
}

// placedName is a target's name, and where its collector asked instead of the place that the name stands for: a report on
// an account must not look the same when a stand-in answered for it.
func placedName(t engine.Target) string {
	name := cmp.Or(t.Name, t.ID)
	if endpoint := t.Options["endpoint"]; endpoint != "" {
		name += " at " + endpoint
	}
	return name
}

func (s *summary) severities() {
	if s.assessment.Summary.Verdicts[engine.Fail] == 0 {
		return
	}
	s.out.section("Failures by severity")
	table := [][]span{}
	for _, severity := range engine.Severities() {
		n := s.assessment.Summary.Severities[severity]
		policies := len(s.having(func(g *group) bool { return g.severity == severity && len(g.failed) > 0 }))
		colour := severityColour(severity)
		if n == 0 {
			colour = faintColour
		}
		words := "in " + plural(policies, "policy", "policies")
		if n == 0 {
			words = ""
		}
		table = append(table, []span{{string(severity), colour}, {grouped(n), colour}, {words, faintColour}})
	}
	s.out.table(table)
	if n := s.assessment.Summary.Waived; n > 0 {
		s.out.wrapped("  ", plain(plural(n, "more failing finding is", "more failing findings are")+" accepted by waivers"))
	}
}

func (s *summary) domains() {
	if len(s.assessment.Findings) == 0 {
		return
	}
	s.out.section("Verdicts by domain")
	verdicts, heads := countColumns()
	table := [][]span{header(append([]string{"domain"}, heads...))}
	for _, d := range domainsOf(s.assessment.Summary) {
		table = append(table, counts(domainTitle(d), s.assessment.Summary.Domains[d], verdicts))
	}
	s.out.table(append(table, counts("all", s.assessment.Summary.Verdicts, verdicts)))
}

// header makes the head of a table.
func header(names []string) []span {
	row := make([]span, len(names))
	for i, name := range names {
		row[i] = faint(name)
	}
	return row
}

// counts makes one row of a table of verdicts; a zero is a dot, so that the eye finds the others.
func counts(name string, have map[engine.Verdict]int, verdicts []engine.Verdict) []span {
	row := []span{plain(name)}
	for _, v := range verdicts {
		if have[v] == 0 {
			row = append(row, faint("."))
			continue
		}
		row = append(row, span{grouped(have[v]), verdictColour(v)})
	}
	return row
}

// worstPolicies is how many failing policies the summary shows, worstFailures how many of each one's failures.
const (
	worstPolicies = 10
	worstFailures = 3
	messageBytes  = 400
)

func (s *summary) worst() {
	failing := s.failing()
	if len(failing) == 0 {
		return
	}
	title := "Worst findings"
	if len(failing) > worstPolicies {
		title = fmt.Sprintf("Worst findings (%d of %s that fail)", worstPolicies, plural(len(failing), "policy", "policies"))
	}
	s.out.section(title)
	for i, g := range failing[:min(len(failing), worstPolicies)] {
		if i > 0 {
			s.out.gap()
		}
		s.failed(g)
	}
}

func (s *summary) failed(g *group) {
	s.out.hanging("  ", "           ", span{fmt.Sprintf("%-8s", g.severity), severityColour(g.severity)}, bold(" "+folded(g.policy.Title)),
		faint("  "+g.policy.ID))
	shown, total := 0, 0
	for _, f := range g.failed {
		for _, failure := range f.Failures {
			if failure.Waiver != "" {
				continue
			}
			total++
			if shown < worstFailures {
				shown++
				s.out.wrapped("           ", plain(cut(s.place(f), messageBytes)+": "+cut(folded(failure.Message), messageBytes)))
			}
		}
	}
	if total > shown {
		s.out.wrapped("           ", faint(fmt.Sprintf("%d of %s failures on %s; the others are in the reports", shown,
			grouped(total), plural(len(g.failed), "resource", "resources"))))
	}
	if g.policy.Remediation != "" {
		s.out.hanging("        -> ", "           ", span{folded(g.policy.Remediation), todoColour})
	}
}

// unreadShown is how many groups of gaps the summary shows, toldShown of how many findings of each it says what they
// would be.
const (
	unreadShown = 8
	toldShown   = 3
)

func (s *summary) unread() {
	unknown := s.assessment.Summary.Verdicts[engine.Unknown]
	if unknown == 0 && len(s.assessment.Gaps) == 0 {
		return
	}
	s.out.section(fmt.Sprintf("Could not be read (%s: verdict unknown)", plural(unknown, "finding", "findings")))
	shown, hidden := 0, 0
	for _, n := range s.needs {
		if n.findings == 0 {
			continue
		}
		if shown == unreadShown {
			hidden++
			continue
		}
		shown++
		s.out.hanging("  ", "           ", span{fmt.Sprintf("%-8s", grouped(n.findings)), unknownColour}, plain(" "+some(n.kinds, 5)+": "+cut(folded(n.why()), messageBytes)))
		allow := "to allow it: " + cut(folded(n.remedy()), messageBytes)
		if n.alone < n.findings {
			alone := "none"
			if n.alone > 0 {
				alone = grouped(n.alone)
			}
			allow += " (decides " + alone + " of them alone)"
		}
		for _, f := range n.told[:min(len(n.told), toldShown)] {
			s.out.wrapped("           ", plain(f.Policy+" on "+cut(s.place(f), messageBytes)+": "+eitherWay(f)))
		}
		s.out.hanging("        -> ", "           ", span{allow, todoColour})
	}
	if hidden > 0 {
		s.out.wrapped("  ", faint(plural(hidden, "more reason is", "more reasons are")+" in the reports"))
	}
	if s.idle > 0 {
		s.out.wrapped("  ", faint(plural(s.idle, "more fact was", "more facts were")+" not read that no verdict hangs on"))
	}
}

func (s *summary) broken() {
	broken := s.having(func(g *group) bool { return len(g.broken) > 0 })
	if len(broken) == 0 {
		return
	}
	s.out.section("Policies that broke")
	for _, g := range broken {
		first := g.broken[0]
		s.out.wrapped("  ", span{g.policy.ID, failColour}, plain(fmt.Sprintf(" on %s: %s", s.place(first), cut(folded(first.Note), messageBytes))))
		if n := len(g.broken) - 1; n > 0 {
			s.out.wrapped("    ", faint("and on "+plural(n, "more resource", "more resources")))
		}
	}
}

// waiversShown is how many waivers of each group the summary shows.
const waiversShown = 10

func (s *summary) waivers() {
	groups := waiverGroups(s.assessment.Waivers)
	if len(groups) == 0 {
		return
	}
	s.out.section("Waivers")
	for _, g := range groups {
		s.out.wrapped("  ", plain(fmt.Sprintf("%s (%d)", g.title, len(g.uses))))
		for _, u := range g.uses[:min(len(g.uses), waiversShown)] {
			s.out.hanging("    ", "      ", bold(u.ID), plain(" "+waiverWords(u)+" ("+answering(u.Waiver)+")"))
		}
		if n := len(g.uses) - waiversShown; n > 0 {
			s.out.wrapped("    ", faint(plural(n, "more is", "more are")+" in the reports"))
		}
	}
}

func (s *summary) gate() {
	gate := s.assessment.Gate
	s.out.section("Gate")
	colour := passColour
	if !gate.Passed {
		colour = failColour
	}
	s.out.wrapped("  ", span{gateWords(gate), colour})
	for _, reason := range gate.Reasons {
		s.out.wrapped("  - ", plain(reason.Message))
	}
}
