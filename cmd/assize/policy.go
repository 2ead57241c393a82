package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/catalog"
	"github.com/assize/assize/engine/opa"
)

func (a *app) policyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "List, explain, check and test policies",
		Args:  noSuchCommand,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.policyListCommand(), a.policyShowCommand(), a.policyCheckCommand(), a.policyTestCommand(), a.policyNewCommand(), a.policyEvalCommand())
	return cmd
}

func (a *app) policyListCommand() *cobra.Command {
	var flags policyFlags
	var kinds bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the policies, one line each",
		Long:  "Lists the policies that the flags and the profile select.\n\nExit codes: 0 done · 2 usage, configuration or policies.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			selected, err := flags.load(cmd.Context(), c)
			if err != nil {
				return err
			}
			if kinds {
				return a.listKinds(selected.set)
			}
			table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(table, "POLICY\tSEVERITY\tKIND\tTITLE")
			for _, p := range selected.set.Policies() {
				fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.ID, p.Severity, p.Kind, terminalSafe(p.Title))
			}
			if err := table.Flush(); err != nil {
				return err
			}
			if !a.quiet {
				fmt.Fprintln(a.stderr, counted(len(selected.set.Policies()), "policy", "policies"))
			}
			return nil
		},
	}
	flags.register(cmd)
	cmd.Flags().BoolVar(&kinds, "kinds", false, "list the kinds of resource that policies judge instead")
	return cmd
}

// listKinds prints every kind with how many of the policies judge it.
func (a *app) listKinds(set *opa.Set) error {
	kinds, err := set.Kinds()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KIND\tPOLICIES\tWHAT IT IS")
	for _, k := range kinds {
		fmt.Fprintf(table, "%s\t%d\t%s\n", k.Name, k.Policies, terminalSafe(k.Title))
	}
	return table.Flush()
}

func (a *app) policyShowCommand() *cobra.Command {
	var flags policyFlags
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Explain one policy: what it reads, its controls and parameters, what to do",
		Long:  "Explains one policy.\n\nExit codes: 0 done · 2 usage, configuration or policies.",
		Args:  exactly(1, "the policy's id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			options, known, err := flags.loadOptions(c)
			if err != nil {
				return err
			}
			set, err := opa.Load(cmd.Context(), options) // all of them: what a profile leaves out can be explained, too
			if err != nil {
				return err
			}
			all := set.Policies()
			i := slices.IndexFunc(all, func(p engine.Policy) bool { return p.ID == args[0] })
			if i < 0 {
				return &collectors.UsageError{Err: fmt.Errorf("no policy %q", args[0]), Hint: nearest(args[0], all)}
			}
			reads, err := set.Reads(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(a.stdout, describe(all[i], reads, known))
			return err
		},
	}
	flags.registerSources(cmd)
	return cmd
}

// nearest is the hint for an id that does not exist: those that begin like it, best first.
func nearest(id string, all []engine.Policy) string {
	ids := make([]string, 0, len(all))
	for _, p := range all {
		ids = append(ids, p.ID)
	}
	slices.SortStableFunc(ids, func(a, b string) int { return commonPrefix(b, id) - commonPrefix(a, id) })
	if len(ids) == 0 || commonPrefix(ids[0], id) == 0 {
		return "\"assize policy list\" shows the ids"
	}
	return "did you mean " + strings.Join(ids[:min(3, len(ids))], ", ") + "? \"assize policy list\" shows all"
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// describe is a policy for a person to read.
func describe(p engine.Policy, reads []string, known *catalog.Catalog) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n  %s\n\n", p.ID, p.Title)
	for _, line := range wrap(p.Description, 92) {
		fmt.Fprintf(&b, "  %s\n", line)
	}
	fmt.Fprintf(&b, "\n  Severity     %s\n  Judges       %s\n", p.Severity, p.Kind)
	if joins := append(slices.Clone(p.Joins), p.Records...); len(joins) > 0 {
		fmt.Fprintf(&b, "  Looks up     %s\n", strings.Join(joins, ", "))
	}
	for i, path := range reads {
		fmt.Fprintf(&b, "  %-12s %s\n", first(i, "Reads"), path)
	}
	for i, line := range controlLines(p, known) {
		fmt.Fprintf(&b, "  %-12s %s\n", first(i, "Controls"), line)
	}
	if len(p.Tags) > 0 {
		fmt.Fprintf(&b, "  Tags         %s\n", strings.Join(p.Tags, ", "))
	}
	for i, param := range p.Params {
		fmt.Fprintf(&b, "  %-12s %s (%s, default %s): %s\n", first(i, "Parameters"), param.Name, param.Type, param.Default, param.Description)
	}
	b.WriteString("\n  What to do\n")
	for _, line := range wrap(p.Remediation, 90) {
		fmt.Fprintf(&b, "    %s\n", line)
	}
	for i, reference := range p.References {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "  %-12s %s\n", first(i, "See"), reference)
	}
	fmt.Fprintf(&b, "  %-12s %s %s:%d\n", "Source", p.Source, p.File, p.Line)
	return b.String()
}

// controlLines are the controls that a policy tests, with their titles.
func controlLines(p engine.Policy, known *catalog.Catalog) []string {
	var out []string
	for _, f := range known.Frameworks() {
		for _, control := range f.Controls {
			if slices.Contains(p.Controls[f.ID], control.ID) {
				out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s  %s", f.ID, control.ID, terminalSafe(control.Title))))
			}
		}
	}
	return out
}

func first(i int, label string) string {
	if i == 0 {
		return label
	}
	return ""
}

// wrap breaks a text at spaces into lines of at most width characters; a longer word gets a line of its own.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(terminalSafe(strings.ReplaceAll(text, "\n", " "))) {
		switch {
		case line == "":
			line = word
		case len([]rune(line))+1+len([]rune(word)) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
