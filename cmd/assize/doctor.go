package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os/user"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/config"
)

func (a *app) doctorCommand() *cobra.Command {
	var targets targetFlags
	var policy bool
	var output string
	cmd := &cobra.Command{
		Use:   "doctor [TARGET…]",
		Short: "Say what cannot be read as this user, what that costs, and what would allow it",
		Long: "Visits the targets as audit would, judges what was found, and lists for each thing that could not be read how many\n" +
			"policies cannot be decided without it, and the permission that would close the gap. It changes nothing.\n\n" +
			"An AWS account is not read through: each permission is tried in each region, on the first few things found there.\n" +
			"So is what a token may read of GitHub: \"assize doctor github:ORG\".\n" +
			"\"aws\" alone stands for aws:default. With --policy nothing is visited: the IAM policy that lets an identity read the\n" +
			"account (or what the options only and skip leave of it) is printed, and nothing else. With -o json stdout is one document\n" +
			"with the schema diagnosis.v1.json, whatever the exit code.\n\n" +
			schemesHelp(newRegistry()) + "\nExit codes: 0 everything can be read · 2 usage or configuration · 3 something cannot be read · 130 interrupted.",
		RunE: func(cmd *cobra.Command, args []string) error {
			args = bareSchemes(args, newRegistry())
			if output != "text" && output != "json" {
				return &collectors.UsageError{Err: fmt.Errorf("-o %s: it is text or json", output), Hint: "redirect stdout to write a file"}
			}
			if policy {
				return a.printPermissions(args, targets)
			}
			return a.doctor(cmd, args, targets, output == "json")
		},
	}
	targets.register(cmd)
	cmd.Flags().StringVarP(&output, "output", "o", "text", "write `FORMAT` to stdout: text or json")
	cmd.Flags().BoolVar(&policy, "policy", false, "print the policy that lets an identity read the target, and visit nothing")
	return cmd
}

func (a *app) doctor(cmd *cobra.Command, args []string, targets targetFlags, asJSON bool) error {
	ctx := cmd.Context()
	v, err := a.visit(args, targets)
	if err != nil {
		return err
	}
	registry := v.registry
	var probes *probeResults
	v.registry, probes = probingRegistry(registry)
	selected, err := (&policyFlags{}).load(ctx, v.config)
	if err != nil {
		return err
	}
	v.wants = func(_ context.Context, kinds []string) (*collectors.Wants, error) { return selected.set.Wants(kinds) }
	log := a.progress()
	defer log.Close()
	snapshot, failed, err := v.collect(ctx, a, log)
	if err != nil {
		return err
	}
	a.printTargetErrors(log, failed)
	log.Stage("policies", "finding what hangs on the gaps")
	params, err := paramsByID(v.config, selected.profile, snapshot)
	if err != nil {
		return err
	}
	findings, err := selected.set.Evaluate(ctx, snapshot, engine.Options{
		Now: snapshot.Header.Ended, Params: func(target string) engine.Params { return params[target] },
	})
	if err != nil {
		return err
	}
	log.Close()
	if asJSON {
		return a.writeDiagnosis(snapshot, findings, probes, failed)
	}
	open := len(failed) > 0
	for _, t := range snapshot.Targets {
		if t.Error != "" {
			continue
		}
		diagnosis, tried := diagnose(t, snapshot, findings), probes.of(t.Ref)
		open = open || diagnosis.open(tried)
		if len(tried) > 0 {
			err = diagnosis.printProbes(a.stdout, tried)
		} else {
			err = diagnosis.print(a.stdout, sudoersLine(registry, t))
		}
		if err != nil {
			return err
		}
	}
	if open {
		return &exitError{code: exitIncomplete}
	}
	return nil
}

// paramsByID returns the parameters of each target by the target's id, as an audit would use them.
func paramsByID(c *config.Config, profile string, s *collectors.Snapshot) (map[string]engine.Params, error) {
	out := map[string]engine.Params{}
	for _, t := range s.Targets {
		params, err := c.ParamsOf(profile, t.Ref)
		if err != nil {
			return nil, err
		}
		out[t.ID] = params
	}
	return out, nil
}

// A diagnosis is what cannot be read in one target.
type diagnosis struct {
	target  collectors.TargetInfo
	rows    []diagnosisRow
	decided int // findings that are certain
	unknown int // findings that are not
}

// A diagnosisRow is one call that failed and what hangs on it.
type diagnosisRow struct {
	call, detail, needs string
	cause               collectors.Cause
	places              []string
	policies            []string
}

func diagnose(t collectors.TargetInfo, s *collectors.Snapshot, findings []engine.Finding) diagnosis {
	d := diagnosis{target: t}
	rows := map[string]*diagnosisRow{}
	row := func(g collectors.Gap) *diagnosisRow {
		key := strings.Join([]string{g.Needs, string(g.Cause), g.Call, g.Kind}, "\x00")
		if rows[key] == nil {
			rows[key] = &diagnosisRow{call: g.Call, detail: g.Detail, needs: g.Needs, cause: g.Cause}
		}
		return rows[key]
	}
	for _, g := range s.Gaps {
		if g.Target == t.ID && g.Cause != collectors.Unwanted { // what no policy reads costs nothing
			r := row(g)
			r.places = append(r.places, g.Place())
		}
	}
	for _, f := range findings {
		switch {
		case f.Target != t.ID:
		case f.Verdict == engine.Unknown:
			d.unknown++
			for _, g := range f.Gaps {
				r := row(g)
				if !slices.Contains(r.policies, f.Policy) {
					r.policies = append(r.policies, f.Policy)
				}
			}
		default:
			d.decided++
		}
	}
	for _, r := range rows {
		d.rows = append(d.rows, *r)
	}
	slices.SortFunc(d.rows, func(a, b diagnosisRow) int {
		return cmp.Or(cmp.Compare(len(b.policies), len(a.policies)), cmp.Compare(a.needs, b.needs), cmp.Compare(a.call, b.call), slices.Compare(a.places, b.places))
	})
	return d
}

func (d diagnosis) print(w io.Writer, sudoers string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", terminalSafe(d.target.Ref), terminalSafe(d.target.Name))
	if len(d.rows) == 0 {
		b.WriteString("  everything can be read\n")
		_, err := io.WriteString(w, b.String())
		return err
	}
	fmt.Fprintf(&b, "  %d verdicts are certain, %d cannot be decided because something could not be read:\n\n", d.decided, d.unknown)
	d.describeRows(&b)
	root := slices.ContainsFunc(d.rows, func(r diagnosisRow) bool { return strings.HasPrefix(r.needs, "root") })
	if root && sudoers != "" {
		fmt.Fprintf(&b, "\n  To read as root, put this line into /etc/sudoers.d/assize (visudo -f) and add --sudo:\n\n      %s\n\n"+
			"  It is a root shell for that user: a collector that reads everything can do everything. Without it the\n"+
			"  verdicts above stay unknown, and none of the others is less certain.\n", terminalSafe(sudoers))
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func costs(policies int) string {
	switch policies {
	case 0:
		return "no policy hangs on it"
	case 1:
		return "1 policy cannot be decided"
	}
	return fmt.Sprintf("%d policies cannot be decided", policies)
}

// some lists the first of many.
func some(list []string, most int) string {
	slices.Sort(list)
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

// clip shortens a text to width characters, with a mark.
func clip(text string, width int) string {
	runes := []rune(text)
	if len(runes) <= width {
		return text
	}
	return string(runes[:width-1]) + "…"
}

// plainCause says a gap's cause in words.
func plainCause(c collectors.Cause) string {
	return strings.ReplaceAll(string(c), "_", " ")
}

// sudoersLine is the line that lets the target's user read as root, or "" where that makes no sense.
func sudoersLine(registry *collectors.Registry, info collectors.TargetInfo) string {
	target, err := collectors.ParseTarget(info.Ref)
	if err != nil {
		return ""
	}
	collector, err := registry.Lookup(target)
	if err != nil {
		return ""
	}
	helper, ok := collector.(interface{ SudoersLine(user string) string })
	if !ok {
		return ""
	}
	name, _, remote := strings.Cut(target.Address, "@")
	if !remote {
		name = "USER"
		if current, err := user.Current(); err == nil {
			name = current.Username
		}
	}
	return helper.SudoersLine(name)
}
