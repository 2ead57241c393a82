package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
)

func (a *app) policyEvalCommand() *cobra.Command {
	var flags policyFlags
	var resource, data string
	var gaps []string
	var explain bool
	cmd := &cobra.Command{
		Use:   "eval FILE --resource FILE",
		Short: "Try one policy on one resource, and explain the verdict",
		Long: "Judges one resource with the policy of one file, as an audit would. The resource is a JSON object with the facts of its\n" +
			"kind; what it lacks counts as not read, and so does what --gap takes away. --data gives what the policy looks up besides,\n" +
			"in the form in which tests give it: {\"resources\": {KIND: [...]}, \"records\": {...}, \"params\": {...}, \"audit\": {...}}.\n" +
			"--explain shows how each expression of each rule came out. A file named - is standard input.\n\n" +
			"Exit codes: 0 pass or not applicable · 1 fail · 2 usage, or problems in the policy · 3 unknown, or the policy broke.",
		Example: "  assize policy eval rules/access/ssh_banner.rego --resource sshd.json --explain",
		Args:    exactly(1, "the policy's file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if resource == "" {
				return &collectors.UsageError{Err: errors.New("--resource is missing"), Hint: "give a file with the resource as JSON, or - for standard input"}
			}
			if resource == "-" && data == "-" {
				return &collectors.UsageError{Err: errors.New("the resource and the data cannot both be standard input"), Hint: "write one of them to a file"}
			}
			set, err := a.onePolicy(cmd, &flags, args[0])
			if err != nil {
				return err
			}
			tryout := opa.Tryout{Gaps: gaps, Now: a.now()}
			if tryout.Resource, err = readAll(resource); err != nil {
				return err
			}
			if data != "" {
				if tryout.Data, err = readAll(data); err != nil {
					return err
				}
			}
			f, traces, err := set.Try(cmd.Context(), tryout, explain)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprint(a.stdout, verdictOn(f), explained(traces)); err != nil {
				return err
			}
			return evalExit(f.Verdict)
		},
	}
	cmd.Flags().StringVar(&resource, "resource", "", "`file` with the resource as JSON; - is standard input")
	cmd.Flags().StringVar(&data, "data", "", "`file` with other resources, records, parameters and the clock as JSON")
	cmd.Flags().StringArrayVar(&gaps, "gap", nil, "`path` of a fact that was not read, or data.resources[\"KIND\"] (repeatable)")
	cmd.Flags().BoolVar(&explain, "explain", false, "show how each expression of each rule came out")
	flags.registerSources(cmd)
	return cmd
}

// onePolicy loads the policy of a file.
func (a *app) onePolicy(cmd *cobra.Command, flags *policyFlags, file string) (*opa.Set, error) {
	c, err := a.config()
	if err != nil {
		return nil, err
	}
	options, _, err := flags.loadOptions(c)
	if err != nil {
		return nil, err
	}
	text, err := readAll(file)
	if err != nil {
		return nil, err
	}
	set, err := opa.LoadOne(cmd.Context(), options, filepath.ToSlash(file), text)
	if err != nil {
		return nil, err
	}
	if len(set.Policies()) == 0 {
		return nil, &collectors.UsageError{Err: fmt.Errorf("%s holds no policy", file), Hint: "name the .rego file of a policy, not that of a test or of shared rules"}
	}
	return set, nil
}

func readAll(path string) ([]byte, error) {
	text, err := readFile(path, io.ReadAll)
	if err != nil {
		hint := "name a file that can be read"
		if errors.Is(err, os.ErrNotExist) {
			hint = "check the path; - is standard input"
		}
		return nil, &collectors.UsageError{Err: err, Hint: hint}
	}
	return text, nil
}

func evalExit(verdict engine.Verdict) error {
	switch verdict {
	case engine.Fail:
		return &exitError{code: exitFailures}
	case engine.Unknown, engine.Error:
		return &exitError{code: exitIncomplete}
	}
	return nil
}

// verdictOn is a finding for an author to read.
func verdictOn(f engine.Finding) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s on %s %s\n", strings.ToUpper(strings.ReplaceAll(string(f.Verdict), "_", " ")), f.Policy, f.Kind, terminalSafe(f.Resource))
	if f.Note != "" {
		fmt.Fprintf(&b, "\n  %s\n", terminalSafe(f.Note))
	}
	for i, failure := range f.Failures {
		fmt.Fprintf(&b, "\n  %-9s %s\n", first(i, "Failures"), terminalSafe(failure.Message))
		for _, detail := range [][2]string{{"key", failure.Key}, {"path", failure.Path}, {"actual", string(failure.Actual)}, {"expected", string(failure.Expected)}} {
			if detail[1] != "" {
				fmt.Fprintf(&b, "            %-9s %s\n", detail[0], terminalSafe(detail[1]))
			}
		}
	}
	for i, e := range f.Facts() {
		value := string(e.Value)
		if e.Digest != "" {
			value = fmt.Sprintf("(%d bytes)", e.Bytes)
		}
		fmt.Fprintf(&b, "%s  %-9s %s = %s\n", blankBefore(i), first(i, "Evidence"), terminalSafe(e.Path), terminalSafe(value))
	}
	for i, g := range f.Gaps {
		why := strings.ReplaceAll(string(g.Cause), "_", " ")
		if g.Detail != "" {
			why += ", " + g.Detail
		}
		place := g.Path
		if place == "" {
			place = "all of " + g.Kind
		}
		fmt.Fprintf(&b, "%s  %-9s %s (%s)\n", blankBefore(i), first(i, "Not read"), terminalSafe(place), terminalSafe(why))
	}
	for i, k := range f.IfKnown {
		value := "it were not there"
		if k.Value != nil {
			value = "it were " + string(k.Value)
		}
		fmt.Fprintf(&b, "%s  %-9s %s, if %s\n", blankBefore(i), first(i, "Would be"), strings.ReplaceAll(string(k.Verdict), "_", " "), terminalSafe(value))
	}
	return b.String()
}

func blankBefore(i int) string {
	if i == 0 {
		return "\n"
	}
	return ""
}

// explained is how the rules came out, for an author to read.
func explained(traces []opa.RuleTrace) string {
	var b strings.Builder
	for _, rule := range traces {
		fmt.Fprintf(&b, "\n%s, line %d: %s\n", rule.Name, rule.Line, outcomeOf(rule))
		width, results := 0, 0
		for _, s := range rule.Steps {
			width, results = max(width, len([]rune(cut(s.Text)))), max(results, len(s.Result))
		}
		for _, s := range rule.Steps {
			text := cut(terminalSafe(s.Text))
			line := fmt.Sprintf("  %4d  %s%s  %-*s", s.Line, text, strings.Repeat(" ", width-len([]rune(text))), results, s.Result)
			values := make([]string, 0, len(s.Values))
			for _, v := range s.Values {
				is := " = "
				if strings.HasPrefix(v.Value, "not ") {
					is = " is "
				}
				values = append(values, terminalSafe(v.Name)+is+terminalSafe(v.Value))
			}
			b.WriteString(strings.TrimRight(line+"  "+strings.Join(values, ", "), " ") + "\n")
		}
	}
	return b.String()
}

func outcomeOf(rule opa.RuleTrace) string {
	words := []string{"does not hold", "holds"}
	if rule.Name == "fail" {
		words = []string{"stays silent", "fires"}
	}
	switch {
	case rule.Tried == 0:
		return "not reached"
	case rule.Open:
		return "hangs on what was not read"
	case rule.Held == 0:
		return words[0]
	case rule.Name != "fail" && rule.Tried > 1:
		return fmt.Sprintf("%s %d of %d times", words[1], rule.Held, rule.Tried)
	}
	return words[1]
}

// cut is a text of at most sixty characters.
func cut(text string) string {
	const most = 60
	if runes := []rune(text); len(runes) > most {
		return string(slices.Concat(runes[:most-1], []rune("…")))
	}
	return text
}
