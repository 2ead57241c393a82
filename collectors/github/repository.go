package github

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/git"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

// A repository is one that is visited. It is for one goroutine.
type repository struct {
	full, owner, name string // as GitHub writes them
	id                string // full in lower case
	branch            string // the default branch; empty when the answer lacks it
	archived, public  bool
	// empty is true when the default branch is not there; branchSeen when it is there for sure.
	empty, branchSeen bool
	from              request // what told of it
	object            object
	rulesets          map[int]*ruleset
	named             *named        // nil before it was read
	environments      *environments // the same
	batch             *batch
	tree              once[[]file] // by git or REST
	clone             *clone       // nil where git brings nothing
	tip               once[object] // the default branch
	// hollow is true when there is no commit whose files could be listed.
	hollow bool
	// held are the rulesets that hold for it; heldWhole is true when that is all of them.
	held      []held
	heldWhole bool
	// ruleless is true when no ruleset holds for it, of whatever level.
	ruleless     bool
	administered bool // it showed what takes Administration: read
}

// repositoryOf takes a repository out of an answer.
func (v *visit) repositoryOf(o object) (*repository, error) {
	r := &repository{full: o.text("full_name"), branch: o.text("default_branch"), from: o.from, object: o, rulesets: map[int]*ruleset{}}
	owner, name, ok := strings.Cut(r.full, "/")
	if !ok || !ownerName.MatchString(owner) || !repositoryName.MatchString(name) || name == "." || name == ".." {
		return nil, &fault{request: o.from, cause: collectors.Failed, detail: "a repository in the answer has no name"}
	}
	maps.DeleteFunc(o.fields, func(key string, _ json.RawMessage) bool { // half of what the list tells, held for each while all are read
		return strings.HasSuffix(key, "_url") && key != "clone_url" && key != "ssh_url"
	})
	var p partial
	r.owner, r.name, r.id = owner, name, strings.ToLower(r.full)
	r.archived = must[bool](o.read(&p), "archived", "archived")
	r.public = o.text("visibility") == "public"
	return r, nil
}

// listed are the repositories of the organisation, listed once in a visit.
func (v *visit) listed(ctx context.Context) ([]*repository, error) {
	return v.state.listed.get(func() ([]*repository, error) { return v.repositories(ctx) })
}

// repositories lists those of the organisation, sorted. A list that breaks off makes a gap on each kind of a repository.
func (v *visit) repositories(ctx context.Context) ([]*repository, error) {
	var out []*repository
	var nameless error
	err := v.each(ctx, at(reposOf, v.owner).with("type", "all"), "", func(o object) error {
		r, err := v.repositoryOf(o)
		if err != nil {
			nameless = err
			return nil
		}
		out = append(out, r)
		return nil
	})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err == nil {
		err = nameless
	}
	if err != nil {
		var kinds []string
		for _, e := range v.entries() {
			if e.repository != nil {
				kinds = append(kinds, v.wantedKinds(e.kinds)...)
			}
		}
		slices.Sort(kinds)
		v.kindGap(err, slices.Compact(kinds)...)
	}
	slices.SortFunc(out, func(a, b *repository) int { return strings.Compare(a.id, b.id) })
	return slices.CompactFunc(out, func(a, b *repository) bool { return a.id == b.id }), nil
}

func repositoryEntry() entry {
	return entry{
		service: "repositories", kinds: []string{"github.repository"},
		calls: []string{
			reposOf, repoOf, orgActionsOf, orgActionReposOf, orgImmutableOf, orgImmutablesOf, actionsOf, selectedOf, workflowOf, accessOf, forkOf, vulnerabilityOf, configurationsOf, configuredOf, reportingOf, immutableOf, setupOf,
			analysesOf, orgBotAlertsOf, orgCodeAlertsOf, orgLeakAlertsOf, botAlertsOf, codeAlertsOf, leakAlertsOf, collaboratorsOf, outsideOf,
		},
		repository: collectRepository, about: aboutRepository, counted: true,
	}
}

func collectRepository(ctx context.Context, v *visit, r *repository) error {
	var p partial
	v.looksForBranch(ctx, r)
	o := r.object.read(&p)
	facts := kinds.Repository{
		FullName: r.full, Places: places(o), Visibility: must[string](o, "visibility", "visibility"), Archived: must[bool](o, "archived", "archived"),
		Fork: must[bool](o, "fork", "fork"), Template: must[bool](o, "template", "is_template"), Empty: r.empty,
		DefaultBranch: must[string](o, "default_branch", "default_branch"), Description: may[string](o, "description", "description"),
		CreatedAt: o.time("created_at", "created_at"), PushedAt: o.timeOrNull("pushed_at", "pushed_at"),
		License: license(o), Topics: must[[]string](o, "topics", "topics"),
		AllowForking:             must[bool](o, "allow_forking", "allow_forking"),
		WebCommitSignoffRequired: must[bool](o, "web_commit_signoff_required", "web_commit_signoff_required"),
		CustomProperties:         customProperties(o),
	}
	v.merging(ctx, r, &facts, &p)
	if !r.empty && !r.branchSeen && o.number("size") == 0 {
		p.lost(v.emptyUnknown(r), "empty")
	}
	facts.Security = security(o, v.options.server())
	for _, read := range []func(context.Context, *repository, *kinds.Repository, *partial){v.features, v.codeScanning, v.alerts, v.repositoryActions, v.access} {
		read(ctx, r, &facts, &p)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	tags := map[string]string{}
	for name, values := range facts.CustomProperties {
		if len(values) == 1 {
			tags[name] = values[0]
		}
	}
	if p.misses("custom_properties") {
		p.gaps = append(p.gaps, gapLike(p, "custom_properties", "tags"))
	}
	return v.emit(collectors.Head{Kind: "github.repository", ID: r.id, Name: r.full, Tags: tags}, facts, p)
}

// places are where git finds a repository.
func places(o object) []string {
	var out []string
	for _, key := range []string{"clone_url", "ssh_url"} {
		place := git.ParseRemote(must[string](o, "places", key)).Place()
		if place == "" {
			if !o.into.misses("places") {
				o.garbled("places", key)
			}
			return nil
		}
		out = append(out, printable(place))
	}
	return sorted(out)
}

// gapLike is the gap of one fact at another.
func gapLike(p partial, from, to string) collectors.Gap {
	for _, g := range p.gaps {
		if g.Path == from {
			g.Path = to
			return g
		}
	}
	return collectors.Gap{Path: to, Cause: collectors.Failed}
}

// license is the SPDX identifier, null where there is no licence.
func license(o object) *string {
	if _, there := o.fields["license"]; !there {
		o.lacks("license", "license")
		return nil
	}
	inner, ok := o.in("license")
	if !ok {
		return nil
	}
	return may[string](inner, "license", "spdx_id")
}

// merging says how changes are merged. A list of repositories does not show the methods, and to who may not change them neither do
// the repositories themselves; GraphQL shows all of it to everybody who may read.
func (v *visit) merging(ctx context.Context, r *repository, facts *kinds.Repository, p *partial) {
	o, names := r.object.read(p), [][2]string{{"merge", "allow_merge_commit"}, {"rebase", "allow_rebase_merge"}, {"squash", "allow_squash_merge"}}
	whole := o.has("delete_branch_on_merge")
	for _, name := range names {
		whole = whole && o.has(name[1])
	}
	branch := "delete_branch_on_merge"
	if !whole && v.counts() && v.sample == nil && v.wantedOf("merge_methods", "delete_branch_on_merge") {
		if g, err := v.graph(ctx, r, partCensus); err == nil && !g.errs("mergeCommitAllowed", "rebaseMergeAllowed", "squashMergeAllowed", "deleteBranchOnMerge") {
			o, branch = g.object.read(p), "deleteBranchOnMerge"
			names = [][2]string{{"merge", "mergeCommitAllowed"}, {"rebase", "rebaseMergeAllowed"}, {"squash", "squashMergeAllowed"}}
		}
	}
	facts.DeleteBranchOnMerge = must[bool](o, "delete_branch_on_merge", branch)
	for _, name := range names {
		if !o.has(name[1]) {
			o.lacks("merge_methods", name[1])
			facts.MergeMethods = nil
			return
		}
		if must[bool](o, "merge_methods", name[1]) {
			facts.MergeMethods = append(facts.MergeMethods, name[0])
		}
	}
}

// customProperties are the values that the organisation gives its repositories. A user's repository has none.
func customProperties(o object) map[string][]string {
	owner, _ := o.in("owner")
	if owner.text("type") == "User" && !o.has("custom_properties") {
		return nil
	}
	inner, ok := o.in("custom_properties")
	if !ok {
		o.lacks("custom_properties", "custom_properties")
		return nil
	}
	out := map[string][]string{}
	for name := range inner.fields {
		if !inner.has(name) {
			continue
		}
		key := printable(name)
		if text := inner.text(name); text != "" {
			out[key] = []string{text}
			continue
		}
		out[key] = must[[]string](inner, "custom_properties", name)
	}
	return out
}

// security is what security_and_analysis tells.
func security(o object, server bool) kinds.RepositorySecurity {
	all, ok := o.in("security_and_analysis")
	on := func(path, key string) bool {
		feature, there := all.in(key)
		if !ok || !there {
			o.lacks("security."+path, "security_and_analysis."+key)
			return false
		}
		return must[string](feature, "security."+path, "status") == "enabled"
	}
	out := kinds.RepositorySecurity{
		SecretScanning:               on("secret_scanning", "secret_scanning"),
		SecretScanningPushProtection: on("secret_scanning_push_protection", "secret_scanning_push_protection"),
		SecretScanningValidityChecks: on("secret_scanning_validity_checks", "secret_scanning_validity_checks"),
		SecretScanningOtherPatterns:  on("secret_scanning_other_patterns", "secret_scanning_non_provider_patterns"),
		DependabotSecurityUpdates:    on("dependabot_security_updates", "dependabot_security_updates"),
	}
	if o.text("visibility") == "public" && !server {
		out.AdvancedSecurity = true
	} else {
		out.AdvancedSecurity = on("advanced_security", "advanced_security")
	}
	return out
}
