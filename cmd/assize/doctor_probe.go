package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/assize/assize/collectors"
)

// probing stands in for a collector that can probe: it visits a target by probing it, and keeps what became of each
// permission. It may be used for several targets at the same time.
type probing struct {
	collectors.Prober
	found *probeResults
}

// probeResults are what became of the permissions, by the target's ref.
type probeResults struct {
	mu    sync.Mutex
	byRef map[string][]collectors.Probe
}

func (p *probeResults) of(ref string) []collectors.Probe {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.byRef[ref]
}

// Collect implements collectors.Collector.
func (p probing) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	probes, err := p.Probe(ctx, t, sink)
	p.found.mu.Lock()
	defer p.found.mu.Unlock()
	p.found.byRef[t.Ref] = probes
	return err
}

// Expand implements collectors.Expander.
func (p probing) Expand(ctx context.Context, t collectors.Target) ([]collectors.Target, error) {
	if e, ok := p.Prober.(collectors.Expander); ok {
		return e.Expand(ctx, t)
	}
	return []collectors.Target{t}, nil
}

// probingRegistry is a registry whose collectors probe where they can, and what they will have found.
func probingRegistry(registry *collectors.Registry) (*collectors.Registry, *probeResults) {
	found := &probeResults{byRef: map[string][]collectors.Probe{}}
	var all []collectors.Collector
	for _, c := range registry.All() {
		if p, ok := c.(collectors.Prober); ok {
			c = probing{p, found}
		}
		all = append(all, c)
	}
	return collectors.NewRegistry(all...), found
}

// bareSchemes completes a scheme that stands alone, such as aws, where it means the credentials of the surroundings.
func bareSchemes(args []string, registry *collectors.Registry) []string {
	out := slices.Clone(args)
	for i, arg := range out {
		if c, err := registry.Lookup(collectors.Target{Scheme: strings.TrimSuffix(arg, ":"), Address: "default"}); err == nil {
			if _, ok := c.(collectors.Prober); ok {
				out[i] = strings.TrimSuffix(arg, ":") + ":default"
			}
		}
	}
	return out
}

// printPermissions prints what lets an identity read the one target that is named, and touches nothing.
func (a *app) printPermissions(args []string, targets targetFlags) error {
	offline := a.offline
	a.offline = false // it is the target that needs a network, and it is not visited
	v, err := a.visit(args, targets)
	a.offline = offline
	if err != nil {
		return err
	}
	hint := "for example \"assize doctor aws --policy\""
	if len(args) != 1 || len(v.targets) != 1 {
		return &collectors.UsageError{Err: fmt.Errorf("--policy wants one target"), Hint: hint}
	}
	c, err := v.registry.Lookup(v.targets[0])
	if err != nil {
		return err
	}
	p, ok := c.(collectors.Prober)
	if !ok {
		return &collectors.UsageError{Err: fmt.Errorf("there is no policy that would let an identity read %s: targets", v.targets[0].Scheme), Hint: hint}
	}
	text, err := p.Permissions(v.targets[0])
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(text)
	return err
}

// A probeRow is one line of the table: a service in those of its regions in which all went the same way.
type probeRow struct {
	service  string
	regions  []string
	counts   [4]int // by outcome
	hindered []string
}

// The outcomes of a probe, and what the table calls them.
const (
	readable = iota
	denied
	unanswered
	untried
)

var outcomeWords = [...]string{"readable", "denied", "not answered", "untried"}

func outcome(p collectors.Probe) int {
	switch p.Cause {
	case "":
		return readable
	case collectors.NotRequested:
		return untried
	case collectors.Denied:
		return denied
	}
	return unanswered
}

// hinders says whether a probe found something that cannot be read.
func hinders(p collectors.Probe) bool { o := outcome(p); return o == denied || o == unanswered }

// probeRows sums probes up, in their order.
func probeRows(probes []collectors.Probe) []*probeRow {
	places := map[[2]string]*probeRow{}
	var order [][2]string
	for _, p := range probes {
		key := [2]string{p.Service, p.Region}
		if places[key] == nil {
			places[key] = &probeRow{service: p.Service}
			order = append(order, key)
		}
		row := places[key]
		row.counts[outcome(p)]++
		if hinders(p) {
			row.hindered = append(row.hindered, p.Needs)
		}
	}
	var out []*probeRow
	for _, key := range order {
		row := places[key]
		i := slices.IndexFunc(out, func(o *probeRow) bool {
			return o.service == row.service && o.counts == row.counts && slices.Equal(o.hindered, row.hindered)
		})
		if i < 0 {
			i = len(out)
			out = append(out, row)
		}
		out[i].regions = append(out[i].regions, key[1])
	}
	return out
}

// where says in which places a row is; all are those of its service.
func (r *probeRow) where(all int) string {
	switch {
	case slices.Equal(r.regions, []string{""}):
		return "the account"
	case len(r.regions) == all && all > 3:
		return fmt.Sprintf("all %d regions", all)
	}
	return some(r.regions, 3)
}

func (r *probeRow) actions() string {
	var out []string
	for o, n := range r.counts {
		if n > 0 {
			out = append(out, fmt.Sprintf("%d %s", n, outcomeWords[o]))
		}
	}
	return strings.Join(out, ", ")
}

// open says whether something that was tried cannot be read, or anything at all where nothing was tried for itself.
func (d diagnosis) open(tried []collectors.Probe) bool {
	if len(tried) > 0 {
		return slices.ContainsFunc(tried, hinders)
	}
	return len(d.rows) > 0
}

// hindering are the rows but for what was merely not tried.
func (d diagnosis) hindering() []diagnosisRow {
	return slices.DeleteFunc(slices.Clone(d.rows), func(r diagnosisRow) bool { return r.cause == collectors.NotRequested })
}

// printProbes prints the table of what can be read, and then, as for every target, each thing that cannot.
func (d diagnosis) printProbes(w io.Writer, probes []collectors.Probe) error {
	d.rows = d.hindering()
	rows := probeRows(probes)
	regions := map[string]int{}
	var sum [4]int
	for _, r := range rows {
		regions[r.service] += len(r.regions)
		for o, n := range r.counts {
			sum[o] += n * len(r.regions)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n\n", terminalSafe(d.target.Ref), terminalSafe(d.target.Name))
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "  SERVICE\tWHERE\tPERMISSIONS\tPOLICIES")
	for _, r := range rows {
		cost := ""
		if len(r.hindered) > 0 {
			cost = "\t" + costs(d.lost(r.hindered))
		}
		fmt.Fprintf(table, "  %s\t%s\t%s%s\n", terminalSafe(r.service), terminalSafe(r.where(regions[r.service])), r.actions(), cost)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if slices.ContainsFunc(probes, func(p collectors.Probe) bool { return p.Region != "" }) {
		b.WriteString("\n  Each permission was tried in each region, on the first few things found there.\n")
	} else {
		b.WriteString("\n  Each permission was tried on the first few things found.\n")
	}
	if requests := d.target.Options["requests"]; requests != "" {
		fmt.Fprintf(&b, "  An audit reads %s.\n", terminalSafe(requests))
	}
	if sum[untried] > 0 {
		b.WriteString("  Untried is what there was nothing to try on: an audit that finds something may be denied it.\n")
	}
	if sum[denied]+sum[unanswered] == 0 {
		b.WriteString("  All that was tried can be read.\n\n")
	} else {
		b.WriteString("\n")
		d.describeRows(&b)
		if sum[denied] > 0 {
			fmt.Fprintf(&b, "\n  The policy that allows all of it: assize doctor %s --policy\n", terminalSafe(d.target.Ref))
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// lost is how many policies cannot be decided without the permissions in needs.
func (d diagnosis) lost(needs []string) int {
	policies := map[string]bool{}
	for _, r := range d.rows {
		if slices.Contains(needs, r.needs) {
			for _, id := range r.policies {
				policies[id] = true
			}
		}
	}
	return len(policies)
}

// describeRows writes what cannot be read, the costliest first.
func (d diagnosis) describeRows(b *strings.Builder) {
	for _, r := range d.rows {
		fmt.Fprintf(b, "  %-44s %s\n", clip(terminalSafe(cmp.Or(r.call, r.needs)), 44), costs(len(r.policies)))
		for _, line := range wrap(fmt.Sprintf("%s: %s", plainCause(r.cause), r.detail), 90) {
			fmt.Fprintf(b, "      %s\n", line)
		}
		if r.needs != "" {
			fmt.Fprintf(b, "      needs %s\n", terminalSafe(r.needs))
		}
		for _, line := range wrap("hides "+some(r.places, 3), 90) {
			fmt.Fprintf(b, "      %s\n", line)
		}
	}
}
