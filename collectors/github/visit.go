package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
)

// A visit is one reading of one target. It may be used from several goroutines.
type visit struct {
	*client
	sink    collectors.Sink
	options options
	wants   *collectors.Wants
	address address
	owner   string // as GitHub writes it
	// whole is true for an organisation, false for a single repository.
	whole bool
	// deep is true when each repository is asked for what no list tells; a probe tries that, too.
	deep  bool
	org   object // the organisation itself
	state *state
	// cloner is nil where git is not asked for files.
	cloner *cloner

	mu    sync.Mutex
	told  map[[2]string]bool // the resources that were told, by kind and id
	lists map[string][]unlisted
	// inherited are rulesets of levels above the repositories, by number.
	inherited map[int]*inherited
	tried     map[string]int // in how many repositories a kind was looked for
}

// visit reads one target. Sample is nil for an audit.
func (c *Collector) visit(ctx context.Context, t collectors.Target, sink collectors.Sink, sample *sampler) (*visit, error) {
	a, err := parseAddress(t.Address)
	if err != nil {
		return nil, err
	}
	if len(a.repositories) > 1 {
		return nil, usage(fmt.Errorf("target %q names several repositories", t.Ref), "name one, or audit them with \"assize audit\", which makes a target of each")
	}
	chosen, err := c.parseOptions(t.Options)
	if err != nil {
		return nil, err
	}
	sink.Progress("credentials")
	who, err := c.credential(chosen)
	if err != nil {
		return nil, err
	}
	id := targetID(chosen.host, append([]string{a.owner}, a.repositories...)...)
	kept := openStore(c.config.CacheDir, who, id)
	v := &visit{
		client: c.client(chosen, who, kept), sink: sink, options: chosen, wants: t.Wants, address: a, whole: len(a.repositories) == 0,
		state: newState(), told: map[[2]string]bool{}, lists: map[string][]unlisted{}, tried: map[string]int{}, inherited: map[int]*inherited{},
	}
	v.sample, v.deep = sample, chosen.isDeep(v.whole)
	if v.asksTips() {
		v.cloner = c.cloner(chosen, v.gate)
	}
	if who.app != nil {
		who.app.path = "orgs/" + a.owner + "/installation"
		if !v.whole {
			who.app.path = "repos/" + a.owner + "/" + a.repositories[0] + "/installation"
		}
	}
	first, err := v.enter(ctx, who)
	if err != nil {
		return nil, err
	}
	sink.Identify(v.identity(first), name(v.whole, first))
	if chosen.custom {
		sink.Option("endpoint", chosen.base.String())
	}
	err = v.run(ctx, first)
	for _, n := range v.coverage() {
		sink.Cover(n)
	}
	v.gate.mu.Lock()
	sent, unmodified := v.gate.sent, v.gate.unmod
	broken := v.gate.limit > 0 && v.gate.spent >= v.gate.limit
	v.gate.mu.Unlock()
	sink.Progress(fmt.Sprintf("%d requests, %d of them found nothing changed", sent, unmodified))
	if kept := kept.close(err == nil && !broken && sample == nil); err == nil && kept != nil {
		sink.Progress(kept.Error())
	}
	return v, err
}

// identity is the target's id: by the name that GitHub gives it, which is another than the one that was typed after it was renamed.
func (v *visit) identity(first object) string {
	if v.whole {
		return targetID(v.options.host, v.owner)
	}
	owner, repository, ok := strings.Cut(first.text("full_name"), "/")
	if !ok {
		owner, repository = v.address.owner, v.address.repositories[0]
	}
	return targetID(v.options.host, owner, repository)
}

func name(whole bool, first object) string {
	if whole {
		return "GitHub organisation " + first.text("login")
	}
	return "GitHub repository " + first.text("full_name")
}

// enter asks for the target itself. Without it there is no audit.
func (v *visit) enter(ctx context.Context, who credential) (object, error) {
	ask := at(orgOf, v.address.owner)
	what := "the organisation " + v.address.owner
	if !v.whole {
		ask = at(repoOf, v.address.owner, v.address.repositories[0])
		what = "the repository " + v.address.owner + "/" + v.address.repositories[0]
	}
	first, err := v.get(ctx, ask)
	if ctx.Err() != nil {
		return object{}, ctx.Err()
	}
	if err == nil && v.whole {
		v.org, v.owner = first, first.text("login")
	} else if err == nil {
		owner, _ := first.in("owner")
		v.owner = owner.text("login")
	}
	if err == nil && v.owner == "" {
		err = &fault{request: ask, cause: collectors.Failed, detail: "the answer names no owner"}
	}
	if err == nil {
		return first, nil
	}
	var f *fault
	hint := fmt.Sprintf("is %s reachable from here? HTTPS_PROXY and the option base_url decide where it is asked", v.options.host)
	if errors.As(err, &f) {
		switch {
		case f.status == http.StatusUnauthorized:
			hint = "GitHub does not take the token of " + who.origin + ": it may have expired"
		case f.blocked():
			hint = "GitHub itself has blocked it, and shows it to nobody: its owner can ask GitHub's support"
		case f.cause == collectors.NotFoundAmbiguous && v.whole:
			hint = "is the name right, is it an organisation (a user's repositories are named: github:USER/REPO), and may the token of " + who.origin + " see it?"
		case f.cause == collectors.NotFoundAmbiguous:
			hint = "is the name right, and may the token of " + who.origin + " see it?"
		case f.needs != "":
			hint = "it takes " + f.needs
		}
		err = errors.New(f.detail)
	}
	return object{}, usage(fmt.Errorf("ask for %s: %w", what, err), hint)
}

// entries are those of the table that somebody asked for.
func (v *visit) entries() []entry {
	return slices.DeleteFunc(table(), func(e entry) bool { return !v.options.wants(e) || len(v.wantedKinds(e.kinds)) == 0 })
}

// leaveOut says of what nobody asked for that it was not read.
func (v *visit) leaveOut() {
	for _, e := range table() {
		gap := collectors.Gap{Cause: collectors.NotRequested}
		switch {
		case !v.options.wants(e):
			gap.Detail, gap.Needs, gap.Call = "the service "+e.service+" was left out", "the service in the options only and skip", "options only, skip"
		case !v.whole && e.repository == nil:
			gap.Detail, gap.Needs, gap.Call = "a single repository was audited", "an audit of the organisation: github:"+v.owner, "target"
		default:
			gap = unwanted().gap()
		}
		for _, kind := range e.kinds {
			if gap.Kind = kind; gap.Cause != collectors.Unwanted || !v.wants.Kind(kind) {
				v.sink.Gap(gap)
			}
		}
	}
}

// run reads every entry of the table.
func (v *visit) run(ctx context.Context, first object) error {
	v.leaveOut()
	repositories := []*repository{}
	if v.whole {
		var err error
		if repositories, err = v.organisation(ctx); err != nil {
			return err
		}
	} else {
		r, err := v.repositoryOf(first)
		if err != nil {
			return err
		}
		repositories = append(repositories, r)
	}
	estimate := v.announced(ctx, repositories)
	if v.sink.Progress(estimate); v.sample != nil {
		v.sink.Option("requests", estimate)
		v.deep = true
	}
	v.batches(repositories)
	pioneers, others := v.pioneers(repositories)
	for _, some := range [][]*repository{pioneers, others} {
		if err := v.readAll(ctx, some); err != nil {
			return err
		}
	}
	v.tellLists()
	return v.tellInherited()
}

// organisation reads what the organisation has once, and lists its repositories.
func (v *visit) organisation(ctx context.Context) ([]*repository, error) {
	var repositories []*repository
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(v.config.Workers)
	entries := v.entries()
	if slices.ContainsFunc(entries, func(e entry) bool { return e.repository != nil }) {
		group.Go(func() error {
			v.sink.Progress("repositories")
			var err error
			repositories, err = v.listed(groupCtx)
			return err
		})
	}
	for _, e := range entries {
		if e.organization == nil {
			continue
		}
		group.Go(func() error {
			v.sink.Progress(e.service)
			return e.organization(groupCtx, v)
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return repositories, ctx.Err()
}

// repository reads one repository.
func (v *visit) repository(ctx context.Context, r *repository) error {
	defer func() { r.batch, r.object.fields = nil, nil }() // what was read is told
	for _, e := range v.entries() {
		if e.repository == nil || e.living && r.archived {
			continue
		}
		v.mu.Lock()
		for _, kind := range e.kinds {
			v.tried[kind]++
		}
		v.mu.Unlock()
		if err := e.repository(ctx, v, r); err != nil {
			return err
		}
	}
	return nil
}

// coverage are the counts, sorted.
func (c *client) coverage() []collectors.Coverage {
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []collectors.Coverage
	for _, service := range sortedKeys(c.counts) {
		out = append(out, *c.counts[service])
	}
	return out
}

// emit tells one resource, once: a list that changes while it is read can bring the same one twice.
func (v *visit) emit(head collectors.Head, facts any, p partial) error {
	head.ID, head.Name = printable(head.ID), printable(head.Name)
	head.Account = v.owner
	v.mu.Lock()
	key := [2]string{head.Kind, head.ID}
	again := v.told[key]
	v.told[key] = true
	v.mu.Unlock()
	if again {
		return nil
	}
	return v.sink.Resource(head, facts, p.gaps...)
}
