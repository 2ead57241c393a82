package reports

import (
	"fmt"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds"
	"github.com/assize/assize/engine"
)

// plural counts in words: "1 finding", "2 findings".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// headline is the result in one sentence.
func headline(a *engine.Assessment) string {
	s := a.Summary
	unwaived := 0
	for _, n := range s.Severities {
		unwaived += n
	}
	open := s.Verdicts[engine.Unknown] + s.Verdicts[engine.Error] - s.ByNature + lost(a)
	switch {
	case unwaived > 0:
		var parts []string
		for _, severity := range engine.Severities() {
			if n := s.Severities[severity]; n > 0 {
				parts = append(parts, fmt.Sprintf("%s %s", grouped(n), severity))
			}
		}
		return fmt.Sprintf("%s: %s", plural(unwaived, "finding fails", "findings fail"), listed(parts))
	case len(a.Findings) == 0:
		return "Nothing was evaluated"
	case open > 0:
		return "No failure found, but not everything could be assessed"
	case s.Waived > 0:
		return "No failure but those that waivers accept"
	case s.Verdicts[engine.Pass] == 0 && s.ByNature > 0:
		return "Nothing could be decided: what was selected lies outside of what was asked for"
	case s.Verdicts[engine.Pass] == 0:
		return "Nothing that was selected applies"
	}
	return "Everything that was assessed passes"
}

// lost counts the targets that could not be visited.
func lost(a *engine.Assessment) int {
	n := 0
	for _, t := range a.Targets {
		if t.Error != "" {
			n++
		}
	}
	return n
}

// denominators says how many of how many, in sentences.
func denominators(s engine.Summary) string {
	v := s.Verdicts
	decided := v[engine.Pass] + v[engine.Fail]
	applicable := decided + v[engine.Unknown] + v[engine.Error]
	text := fmt.Sprintf("%s of %s were decided: %s passed and %s failed.", grouped(decided),
		plural(applicable, "applicable finding", "applicable findings"), grouped(v[engine.Pass]), grouped(v[engine.Fail]))
	if s.Waived > 0 {
		text += fmt.Sprintf(" Of the failed, %s accepted by waivers.", plural(s.Waived, "is", "are"))
	}
	if n := v[engine.Unknown]; n > 0 {
		text += fmt.Sprintf(" %s could not be assessed.", grouped(n))
		if s.ByNature > 0 {
			text += fmt.Sprintf(" Of these, %s outside what was asked for.", plural(s.ByNature, "lies", "lie"))
		}
	}
	if n := v[engine.Error]; n > 0 {
		text += fmt.Sprintf(" %s ended in a policy error.", grouped(n))
	}
	if n := v[engine.NotApplicable]; n > 0 {
		text += fmt.Sprintf(" %s not apply.", plural(n, "does", "do"))
	}
	return text
}

// gateWords says what the gate decided.
func gateWords(g engine.Gate) string {
	if g.Passed && g.Rules.FailOn == engine.Never && g.Rules.MaxUnknown == engine.Unlimited {
		return "This run reports and does not decide: no threshold was asked for."
	}
	rules := "threshold " + string(g.Rules.FailOn)
	if g.Rules.FailOn == engine.Never {
		rules = "no threshold is set for failures"
	}
	if g.Rules.NewOnly && g.Rules.Baseline != "" {
		rules += ", only what is new since the baseline " + g.Rules.Baseline[:min(len(g.Rules.Baseline), len("sha256:")+12)]
	} else if g.Rules.PriorState {
		rules += ", only what is new by the plan's own prior state"
	} else if g.Rules.NewOnly {
		rules += ", only what is new since the run before"
	}
	unknowns := "any number of unknowns"
	if g.Rules.MaxUnknown != engine.Unlimited {
		unknowns = fmt.Sprintf("at most %d unknown", g.Rules.MaxUnknown)
	}
	verb := "The gate passed"
	if !g.Passed {
		verb = "The gate did not pass"
	}
	return fmt.Sprintf("%s (%s; %s allowed).", verb, rules, unknowns)
}

// listed joins with commas and "and".
func listed(parts []string) string {
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " and " + parts[len(parts)-1]
}

// some lists at most n of parts and says how many there are besides.
func some(parts []string, n int) string {
	if len(parts) <= n {
		return strings.Join(parts, ", ")
	}
	return fmt.Sprintf("%s and %s more", strings.Join(parts[:n], ", "), grouped(len(parts)-n))
}

// verdictWord is what a report calls a verdict.
func verdictWord(v engine.Verdict) string {
	switch v {
	case engine.NotApplicable:
		return "not applicable"
	}
	return string(v)
}

// controlWord is what a report calls the verdict of a control: one whose failures waivers accept is no plain fail.
func controlWord(c engine.ControlResult) string {
	if c.AllWaived() {
		return verdictWord(c.Verdict) + " (waived)"
	}
	return verdictWord(c.Verdict)
}

// causeWords says a cause in plain words.
func causeWords(c collectors.Cause) string {
	words := map[collectors.Cause]string{
		collectors.Denied:            "access was denied",
		collectors.NotFoundAmbiguous: "not found, or not allowed to see",
		collectors.Throttled:         "too many requests",
		collectors.Timeout:           "no answer in time",
		collectors.Truncated:         "more than the size limit",
		collectors.ToolMissing:       "the target lacks the program",
		collectors.Unsupported:       "cannot be read in this way",
		collectors.PlanLimit:         "the plan does not have it",
		collectors.Disabled:          "a feature that is off",
		collectors.NotRequested:      "an optional stage that was not asked for",
		collectors.Spared:            "it takes many requests, and nobody asked for it",
		collectors.Unwanted:          "no policy that was selected read it",
		collectors.AfterApply:        "known only after the plan is applied",
		collectors.OutsidePlan:       "a plan does not show it",
		collectors.Failed:            "an error",
	}
	if text, known := words[c]; known {
		return text
	}
	return string(c)
}

// domainTitle is what a report calls a domain; a user's own domain goes by its name.
func domainTitle(domain string) string {
	titles := map[string]string{
		"access": "Access", "data": "Data protection", "network": "Network", "hardening": "Hardening",
		"patching": "Updates and end of life", "logging": "Logging and monitoring", "backup": "Backup and recovery",
		"change": "Change and delivery", "supply": "Vendors and dependencies", "cost": "Cost",
		"people": "People and training", "governance": "Governance",
	}
	if title, known := titles[domain]; known {
		return title
	}
	return domain
}

// kindTitles gives each known kind's title.
func kindTitles() map[string]string {
	out := map[string]string{}
	for _, k := range kinds.All() {
		out[k.Name] = k.Title
	}
	return out
}

// place names a finding's resource, and its target where there are several.
func (r *rollup) place(f *engine.Finding) string {
	if len(r.targets) > 1 {
		return resourceName(f) + " on " + r.targetName(f.Target) + r.also(f)
	}
	return resourceName(f)
}

// wholeKind names a kind as a whole, if a finding's resource is that.
func wholeKind(resource, kind string) (name string, is bool) {
	region, is := engine.IsWholeKind(resource)
	if region != "" {
		return "all of kind " + kind + " in " + region, is
	}
	return "all of kind " + kind, is
}

// resourceName names a finding's resource with its place in a file, if it has one.
func resourceName(f *engine.Finding) string {
	name := f.Name
	if whole, is := wholeKind(f.Resource, f.Kind); is {
		name = whole
	} else if name == "" {
		name = f.Resource
	}
	file := f.Origin.File
	if file == "" {
		return name
	}
	if f.Origin.Line > 0 {
		file = fmt.Sprintf("%s:%d", file, f.Origin.Line)
	}
	if f.Origin.File == name {
		return file
	}
	return name + " (" + file + ")"
}

func (r *rollup) targetName(id string) string {
	if t, known := r.targets[id]; known && t.Name != "" {
		return t.Name
	}
	return id
}
