package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// appendix says how the verdicts came about and how to repeat them.
func (b *booklet) appendix() {
	b.section("Appendix: method", "")
	for _, text := range []string{
		"Collectors read the targets and write what they found, unchanged and without secrets, into one snapshot. What could not be read is recorded as a gap with its cause.",
		"Each selected policy is evaluated on every resource of its kind: the whole population, no sample. Pass and fail are certain: no fact that was not read could have changed them. " +
			"When an unread fact could change the verdict, it is unknown and names what would decide it. A policy that breaks is an error. Neither counts as passed.",
		"The report is the output of a tool. It says how the audited settings stood when they were read; it is no opinion on the organisation's controls as a whole.",
	} {
		b.put(stack(b.faces.words(body, text, across), space(5)))
	}
	b.heading("Digests and versions")
	for _, fact := range b.digestFacts() {
		b.put(b.fact(fact))
	}
	var follow []block
	if b.carried != "" {
		follow = append(follow, b.faces.words(body, b.carried, across), space(5))
	}
	b.heading("How to repeat it", append(follow, b.faces.words(body, "With the snapshot (kept with -o snapshot=FILE), the same policies, parameters and waivers, and the audit's clock, "+
		"this gives the same findings byte for byte:", across), space(3), b.faces.words(code, evaluateCommand(b.assessment), across))...)
	b.coverage()
	b.selected()
	b.signOff()
	b.glossary()
}

// evaluateCommand is the command that judges the snapshot again in the same way.
func evaluateCommand(a *engine.Assessment) string {
	command := "assize evaluate snapshot.jsonl.gz --at " + a.Run.At.UTC().Format(time.RFC3339Nano)
	if a.Run.Profile != "" {
		command += " --profile " + a.Run.Profile
	}
	if len(a.Waivers) > 0 {
		command += " --waivers waivers.yaml"
	}
	return command + " -o json=findings.json"
}

func (b *booklet) digestFacts() [][2]string {
	a := b.assessment
	facts := [][2]string{{"Run", a.Run.ID}, {"Tool", a.Run.Tool}, {"OPA", a.Run.OPA}, {"Snapshot", a.Digests.Snapshot}, {"Policies", a.Digests.Policies},
		{"Parameters", a.Digests.Params}, {"Waivers", a.Digests.Waivers}, {"Previous run", a.Digests.Previous}}
	for i := range facts {
		if facts[i][1] == "" {
			facts[i][1] = "none"
		}
	}
	return facts
}

func (b *booklet) coverage() {
	a := b.assessment
	if len(a.Targets) == 0 {
		return
	}
	b.section("Appendix: targets and coverage", "")
	var rows [][]cell
	for _, t := range a.Targets {
		state := "visited"
		if t.Error != "" {
			state = "not visited: " + t.Error
		}
		rows = append(rows, []cell{styled(t.Name, smallBold), styled(t.ID, code), txt(t.Ref), txt(t.Collector + " " + t.Version), num(t.Resources), num(t.Gaps), txt(state)})
	}
	b.table([]column{{"Target", 70, false}, {"Identity", 110, false}, {"Given as", 90, false}, {"Collector", 60, false}, {"Resources", 52, true}, {"Gaps", 36, true},
		{"State", across - 418, false}}, rows)
	b.calls()
}

// calls lists, for each target, the calls in sum and each service at which something was refused.
func (b *booklet) calls() {
	a := b.assessment
	var rows [][]cell
	for _, t := range a.Targets {
		all, parts := collectors.Coverage{}, 0
		for _, c := range a.Coverage {
			if c.Target != t.ID {
				continue
			}
			parts++
			all.Calls, all.Denied, all.Throttled, all.Failed = all.Calls+c.Calls, all.Denied+c.Denied, all.Throttled+c.Throttled, all.Failed+c.Failed
			if c.Denied+c.Throttled+c.Failed > 0 {
				rows = append(rows, callCells(txt(t.Name), strings.TrimSpace(c.Service+" "+c.Region), c))
			}
		}
		if parts > 0 {
			rows = append(rows, callCells(styled(t.Name, smallBold), plural(parts, "part", "parts")+" in all", all))
		}
	}
	b.table([]column{{"Target", 150, false}, {"Part", 137, false}, {"calls", 50, true}, {"denied", 50, true}, {"throttled", 50, true},
		{"failed", across - 437, true}}, rows)
}

func callCells(target cell, part string, c collectors.Coverage) []cell {
	return []cell{target, txt(part), num(c.Calls), num(c.Denied), num(c.Throttled), num(c.Failed)}
}

func (b *booklet) selected() {
	a := b.assessment
	b.section("Appendix: policies", fmt.Sprintf("%s selected, %s excluded.", plural(len(a.Policies), "policy was", "policies were"), grouped(len(a.Excluded)))+
		" The letter is the severity: C critical, H high, M medium, L low.")
	var rows [][]cell
	for _, e := range a.Excluded {
		rows = append(rows, []cell{styled(e.ID, code), txt(e.Title), txt(e.Reason)})
	}
	b.table([]column{{"Excluded", 150, false}, {"Title", 170, false}, {"Reason", across - 320, false}}, rows)
	rows = nil
	groups := slices.Clone(b.groups)
	slices.SortFunc(groups, func(x, y *group) int { return cmp.Compare(x.policy.ID, y.policy.ID) })
	for _, g := range groups {
		id := g.policy.ID
		if g.policy.Source != "" && g.policy.Source != "built-in" {
			id += " (" + g.policy.Source + ")"
		}
		row := []cell{letter(g.severity), styled(id, fineCode), styled(g.policy.Title, fine)}
		for _, n := range []int{len(g.failed) + len(g.waived), len(g.unknown) + len(g.broken), len(g.passed), len(g.other)} {
			row = append(row, count(n, fine))
		}
		rows = append(rows, row)
	}
	b.table([]column{{"", 16, false}, {"Selected", 146, false}, {"Title", 201, false}, {"fail", 28, true}, {"unkn.", 36, true}, {"pass", 32, true},
		{"n/a", across - 459, true}}, rows)
}

func (b *booklet) glossary() {
	b.section("Appendix: glossary", "")
	var rows [][]cell
	for _, term := range [][2]string{
		{"control", "a requirement of a framework, for example NIST AC-2"},
		{"policy", "an executable test of one thing"},
		{"resource", "one configured thing as it was found: a user, a file, a repository"},
		{"gap", "something that could not be read, with its cause and what would allow it"},
		{"finding", "one policy on one resource, with its verdict"},
		{string(engine.Pass), "the resource holds to the policy; every fact that decides was read"},
		{string(engine.Fail), "it does not; no fact that was not read could change that"},
		{string(engine.Unknown), "a fact that could change the verdict was not read"},
		{verdictWord(engine.NotApplicable), "there is nothing of the kind, or the policy does not concern it"},
		{string(engine.Error), "the policy itself broke: a defect of the policy, not of the resource"},
		{"waiver", "an approved acceptance of a failure that ends by itself"},
		{"fingerprint", "what identifies a failure from run to run, whatever its wording"},
	} {
		rows = append(rows, []cell{styled(term[0], smallBold), txt(term[1])})
	}
	b.table([]column{{"Term", 110, false}, {"Meaning", across - 110, false}}, rows)
}

// signOff leaves room for those who review the report.
func (b *booklet) signOff() {
	field := func(name string, width float64) block {
		return stack(space(26), rule(width, pen{ink, 0.6}), space(2), b.faces.words(caption, name, width))
	}
	offsets := []float64{0, across*0.4 + 12, across*0.8 + 12}
	row := func(role string) block {
		return beside(offsets, field(role+": name", across*0.4), field("Signature", across*0.4-12), field("Date", across*0.2-12))
	}
	b.heading("Reviewed by", row("Prepared"), row("Reviewed"), row("Accepted"))
}
