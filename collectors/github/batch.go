package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
)

// batchSize is how many repositories are asked for together, and heavySize how many one document asks for of which GraphQL has much
// to tell. One that asks for too much is halved, down to single ones.
const (
	batchSize = 50
	heavySize = 25
)

// A batch are neighbours in the list of repositories, which GraphQL is asked for together by whoever needs it first. It may be
// used from several goroutines.
type batch struct {
	parts map[string]*part
	// blobs are the texts of files by the names that git gives them.
	blobs once[map[string][]byte]
}

// A part is what is asked for of each repository of a batch, so many of them in one document.
type part struct {
	fields, what, needs string
	// among, when it is not nil, says by the census of a repository whether it is asked about. What such a part tells REST tells too: a
	// server that does not have it is asked for the others all the same.
	among func(census object) bool
	// pulls are the pull requests that it asks about, by repository; nil for a part that is not about such.
	pulls   map[string][]int
	names   []string
	size    int
	mu      sync.Mutex
	done    bool
	answers map[string]*graphed
}

// The parts.
const (
	partCensus   = "census"
	partChanges  = "changes"
	partReleases = "releases"
	partTrees    = "trees"
	// Of the pull requests that the changes show.
	partReviews = "reviews"
	// Of those of which the census shows that there is some.
	partProtection = "protection"
	partAccess     = "access"
)

// alone is the part where a server may lack it and have the others, else "".
func (p *part) alone() string {
	if p.among == nil && p.pulls == nil {
		return ""
	}
	return p.what
}

// newBatch makes a batch of these repositories; of those that are archived only what there is matters.
func newBatch(all []*repository) *batch {
	var names, living []string
	for _, r := range all {
		if names = append(names, r.name); !r.archived {
			living = append(living, r.name)
		}
	}
	return &batch{parts: map[string]*part{
		partCensus:     {fields: censusFields, what: "what there is", needs: needsAdmin, names: names, size: batchSize},
		partChanges:    {fields: changesFields, what: "how the newest commits came", needs: needsChanges, names: living, size: heavySize},
		partReviews:    {what: "who reviewed the newest changes", needs: needsChanges, names: living, size: heavySize, pulls: map[string][]int{}},
		partReleases:   {fields: releasesFields, what: "the newest releases", needs: needsContents, names: living, size: batchSize},
		partTrees:      {fields: treeFields, what: "the names of files", needs: needsContents, names: living, size: batchSize},
		partProtection: {fields: protectionFields, what: "how branches are protected", needs: needsAdmin, names: living, size: batchSize, among: protectedIn},
		partAccess:     {fields: accessFields, what: "who is named", needs: needsAdmin, names: names, size: batchSize, among: namedIn},
	}}
}

// batches puts the repositories together whose parts are asked for together.
func (v *visit) batches(all []*repository) {
	for chunk := range slices.Chunk(all, batchSize) {
		b := newBatch(chunk)
		for _, r := range chunk {
			v.public[r.name], r.batch = r.public, b
		}
	}
}

// ahead asks for what is in a batch before somebody waits for it. What goes wrong is told to who needs it.
func (v *visit) ahead(ctx context.Context, r *repository, b *batch) {
	if v.sample != nil || v.options.noGraph {
		return
	}
	var group errgroup.Group
	for _, part := range append(v.parts(len(b.parts[partChanges].names) > 0), v.sparing()...) {
		group.Go(func() error {
			_, _ = v.graphIn(ctx, r.name, b, part) // who needs it asks again
			if part == partTrees {
				v.files(ctx, b)
			}
			return nil
		})
	}
	_ = group.Wait() // it never errs
}

// parts are those that are asked for of repositories of which some are living, or none.
func (v *visit) parts(living bool) []string {
	wanted := map[string]bool{}
	for _, e := range v.entries() {
		switch {
		case v.options.noGraph || e.repository == nil || e.living && !living:
		case e.service == "changes":
			wanted[partChanges], wanted[partReviews] = true, true
		case e.service == "releases":
			wanted[partReleases] = true
		case e.service == "workflows":
			wanted[partTrees] = v.whole
		case e.counted:
			wanted[partCensus] = v.whole
		}
	}
	return slices.DeleteFunc([]string{partCensus, partTrees, partChanges, partReviews, partReleases}, func(part string) bool { return !wanted[part] })
}

// sparing are the parts that spare requests by REST where these showed that they can be believed.
func (v *visit) sparing() []string {
	var out []string
	for part, services := range map[string][2]string{partProtection: {"branch protection", rulesetsOf}, partAccess: {"collaborators", collaboratorsOf}} {
		seen := v.saw(services[1], false) || v.saw(services[1], true)
		if v.whole && seen && slices.ContainsFunc(v.entries(), func(e entry) bool { return e.service == services[0] }) {
			out = append(out, part)
		}
	}
	return out
}

// A graphed is what GraphQL says of one repository. Failed is why it says nothing of it.
type graphed struct {
	object object
	errors []graphError // their paths begin below the repository
	needs  string
	failed error
}

// graph asks for a part of what there is to know of a repository, together with its neighbours. Its error says why nothing is
// known; it may be that GraphQL is not to be asked at all.
func (v *visit) graph(ctx context.Context, r *repository, name string) (*graphed, error) {
	return v.graphIn(ctx, r.name, r.batch, name)
}

func (v *visit) graphIn(ctx context.Context, repository string, b *batch, name string) (*graphed, error) {
	if v.options.noGraph {
		return nil, &fault{request: request{endpoint: graphqlOf}, cause: collectors.NotRequested, detail: "the option graphql is false", needs: "the option graphql=true"}
	}
	p := b.parts[name]
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.done {
		p.answers = v.askAll(ctx, b, p)
		p.done = ctx.Err() == nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	g := p.answers[repository]
	if g == nil {
		return nil, &fault{request: request{endpoint: graphqlOf}, cause: collectors.NotRequested, detail: "the repository is archived"}
	}
	return g, g.failed
}

// askAll asks for a part of all its repositories, in several documents at the same time.
func (v *visit) askAll(ctx context.Context, b *batch, p *part) map[string]*graphed {
	chunks := slices.Collect(slices.Chunk(v.among(ctx, b, p), p.size))
	answers := make([][]namedGraph, len(chunks))
	var group errgroup.Group
	for i, names := range chunks {
		group.Go(func() error {
			answers[i] = v.ask(ctx, p, names)
			return nil
		})
	}
	_ = group.Wait() // it never errs
	out := map[string]*graphed{}
	for _, g := range slices.Concat(answers...) {
		out[g.name] = g.graphed
	}
	return out
}

// among are the repositories that a part asks about: all that it has, or those of them of which a census that can be believed shows
// that there is some, or whose changes came by pull requests.
func (v *visit) among(ctx context.Context, b *batch, p *part) []string {
	switch {
	case p.pulls != nil:
		p.pulls = v.pulls(ctx, b)
		return slices.DeleteFunc(slices.Clone(p.names), func(name string) bool { return len(p.pulls[name]) == 0 })
	case p.among == nil:
		return p.names
	}
	return slices.DeleteFunc(slices.Clone(p.names), func(name string) bool {
		g, err := v.graphIn(ctx, name, b, partCensus)
		return err != nil || string(g.object.fields["viewerCanAdminister"]) != "true" || v.public[name] && !v.everywhere || !p.among(g.object)
	})
}

type namedGraph struct {
	name string
	*graphed
}

// ask asks for a part of some repositories, and for half of them where that is too much.
func (v *visit) ask(ctx context.Context, p *part, names []string) []namedGraph {
	ask := request{endpoint: graphqlOf, what: p.what + " in " + v.owner + "/" + names[0]}
	if len(names) > 1 {
		ask.what += fmt.Sprintf(" and %d more", len(names)-1)
	}
	text, variables := document(names, p.fields)
	if p.pulls != nil {
		text, variables = pullsDocument(names, p.pulls)
	}
	variables["owner"] = v.owner
	ask.document = &graphQuery{Query: text, Variables: variables, splits: len(names) > 1}
	err := v.state.graphOff(p.alone())
	var a answer
	if err == nil {
		a, err = v.send(ctx, ask)
	}
	out, again := v.takeApart(a.body, ask, p, names, err)
	if !again || len(names) == 1 || ctx.Err() != nil {
		return out
	}
	half := len(names) / 2
	return append(v.ask(ctx, p, names[:half]), v.ask(ctx, p, names[half:])...)
}

// takeApart gives each repository what an answer says of it. Again is true when less may bring more.
func (v *visit) takeApart(body json.RawMessage, ask request, p *part, names []string, failed error) (out []namedGraph, again bool) {
	var f *fault
	if errors.As(failed, &f) {
		again = f.status >= 500 || f.status == 0 && f.cause != collectors.Throttled && f.cause != collectors.NotRequested
		if f.status >= 400 && f.status < 500 && f.cause != collectors.Throttled {
			v.state.noGraph("", f)
		}
		own := *f // what the state keeps is for all parts: each says what it was about and takes
		own.request, own.needs = ask, orElse(own.needs, p.needs)
		failed = &own
	}
	var whole struct{ Data map[string]json.RawMessage }
	if failed == nil && (json.Unmarshal(body, &whole) != nil) {
		failed, again = &fault{request: ask, cause: collectors.Failed, detail: "the answer is none of GraphQL's", needs: p.needs}, true
	}
	all := errorsOf(body)
	if failed == nil && len(whole.Data) == 0 {
		f := &fault{request: ask, cause: collectors.Failed, detail: "the answer is none of GraphQL's", needs: p.needs}
		if len(all) > 0 {
			f = all[0].fault(ask, p.needs)
			again = all[0].slow()
		}
		if failed = f; f.cause == collectors.Unsupported {
			v.state.noGraph(p.alone(), f)
		}
	}
	for i, name := range names {
		g := &graphed{failed: failed, needs: p.needs}
		if failed == nil {
			again = g.take(whole.Data, all, ask, fmt.Sprintf("r%d", i)) || again
		}
		out = append(out, namedGraph{name, g})
	}
	return out, again
}

// take takes what stands under an alias. Slow is true when something is missing because too much was asked for.
func (g *graphed) take(data map[string]json.RawMessage, all []graphError, ask request, alias string) (slow bool) {
	for _, e := range all {
		if len(e.Path) > 0 && e.Path[0] != alias {
			continue
		}
		slow = slow || e.slow()
		e.Path = e.Path[min(1, len(e.Path)):]
		g.errors = append(g.errors, e)
	}
	g.object = object{from: ask}
	if text := data[alias]; json.Unmarshal(text, &g.object.fields) != nil || g.object.fields == nil {
		g.failed = &fault{request: ask, cause: collectors.Failed, detail: "the answer says nothing of the repository", needs: g.needs}
		if len(g.errors) > 0 {
			g.failed = g.errors[0].fault(ask, g.needs)
		}
	}
	return slow
}

// err is the error at a place of the answer, above it or below it, or nil. An error without a path is everywhere.
func (g *graphed) err(place string) error {
	for _, e := range g.errors {
		at := e.at(0)
		if at == "" || at == place || strings.HasPrefix(at, place+".") || strings.HasPrefix(place, at+".") {
			return e.fault(g.object.from, g.needs)
		}
	}
	return nil
}

// errs says whether there is an error at one of the places.
func (g *graphed) errs(places ...string) bool {
	return slices.ContainsFunc(places, func(place string) bool { return g.err(place) != nil })
}

func orElse(text, other string) string {
	if text != "" {
		return text
	}
	return other
}
