package github

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// An estimate is about how many requests something takes of one repository.
type estimate func(ctx context.Context, v *visit, r *repository) int

// flat is so many whatever the repository.
func flat(n int) estimate { return func(context.Context, *visit, *repository) int { return n } }

// uncounted is so many where GraphQL does not count first what there is.
func uncounted(n int) estimate {
	return func(_ context.Context, v *visit, _ *repository) int {
		if v.counts() {
			return 0
		}
		return n
	}
}

// deepened is so many where each repository is asked for all.
func deepened(n int) estimate {
	return func(_ context.Context, v *visit, _ *repository) int {
		if !v.deep {
			return 0
		}
		return n
	}
}

// counts says whether GraphQL is asked what there is in many repositories at once.
func (v *visit) counts() bool { return v.whole && !v.options.noGraph }

// announced is what is said of the requests before they are sent: also of those that would be sent on request.
func (v *visit) announced(ctx context.Context, repositories []*repository) string {
	out := fmt.Sprintf("%d repositories, about %d requests", len(repositories), v.estimate(ctx, repositories))
	if len(repositories) == 1 {
		out = strings.Replace(out, "repositories", "repository", 1)
	}
	if v.deep {
		return out
	}
	v.deep = true
	defer func() { v.deep = false }()
	return out + fmt.Sprintf(" (%d with --deep)", v.estimate(ctx, repositories))
}

// estimate is about how many requests the repositories take. What the organisation has set for all of them it asks for, as
// the visit does.
func (v *visit) estimate(ctx context.Context, repositories []*repository) int {
	out := 0
	for _, r := range repositories {
		for _, e := range v.entries() {
			if e.about != nil && (!e.living || !r.archived) {
				out += e.about(ctx, v, r)
			}
		}
	}
	if !v.whole && len(v.options.only) == 0 {
		out += ownAnswers
	}
	documents := v.parts(true)
	if slices.Contains(documents, partTrees) {
		documents = append(documents, "files")
	}
	for _, part := range documents {
		size := batchSize
		if part == partChanges || part == partReviews {
			size = heavySize
		}
		out += (len(repositories) + size - 1) / size
	}
	return out
}

// someFiles is how many files a repository is taken to have that are read, and ownAnswers what a single one is asked for besides: itself,
// who is no member, the rulesets that hold for it, and which actions it may use.
const someFiles, ownAnswers = 5, 5

// aboutFiles is none where git brings the files of the commit that the protection of the branch names.
func aboutFiles(ctx context.Context, v *visit, r *repository) int {
	switch {
	case !v.whole:
		return 1 + someFiles
	case v.cloner == nil:
		return uncounted(2)(ctx, v, r)
	case v.reads("github.branch_protection"):
		return 0
	}
	return 1
}

// reads says whether a kind is read.
func (v *visit) reads(kind string) bool {
	return slices.ContainsFunc(v.entries(), func(e entry) bool { return slices.Contains(e.kinds, kind) })
}

// aboutProtection is one for the branch or its protection, or by GraphQL for what that does not tell of some; and one for the rules in
// force where nobody reads the rulesets that they are of.
func aboutProtection(ctx context.Context, v *visit, r *repository) int {
	if v.reads("github.ruleset") {
		return 1
	}
	return 1 + uncounted(1)(ctx, v, r)
}

// aboutDeployments is one for the environments where nobody else reads them, and by REST alone one for deployments to some.
func aboutDeployments(ctx context.Context, v *visit, r *repository) int {
	out := 0
	if !v.reads("github.environment") {
		out = uncounted(1)(ctx, v, r)
	}
	if v.options.noGraph && v.deep {
		out++
	}
	return out
}

// aboutKeys is none where the organisation takes none.
func aboutKeys(ctx context.Context, v *visit, r *repository) int {
	if v.keyless() {
		return 0
	}
	return uncounted(1)(ctx, v, r)
}

// aboutRunners is none where the organisation lets the repository have none.
func aboutRunners(ctx context.Context, v *visit, r *repository) int {
	if v.whole && !v.ownRunners(ctx, r) {
		return 0
	}
	return 1
}

// keyless says whether the organisation takes no deploy keys.
func (v *visit) keyless() bool {
	var enabled bool
	text, there := v.org.fields["deploy_keys_enabled_for_repositories"]
	return there && json.Unmarshal(text, &enabled) == nil && !enabled
}

// aboutRepository is what the facts of a repository take that its list does not tell.
func aboutRepository(ctx context.Context, v *visit, r *repository) int {
	var p partial
	security := security(r.object.read(&p), v.options.server())
	out := 0
	add := func(sent bool, paths ...string) {
		if sent && v.wantedOf(paths...) {
			out++
		}
	}
	if alerts := []string{"security.vulnerability_alerts", "alerts.dependabot"}; v.wantedOf(alerts...) && !security.DependabotSecurityUpdates && v.deep {
		_, known := v.configured(ctx, r)
		add(!known && !v.counts(), alerts...)
	}
	add(r.public && !v.idle(r), "security.private_vulnerability_reporting")
	if path := "security.immutable_releases"; v.wantedOf(path) && v.deep {
		add(!v.madeImmutable(ctx, r), path)
	}
	scanned := v.deep && !unscanned(r, security, &p)
	add(scanned, "code_scanning.default_setup", "code_scanning.languages")
	add(scanned, "code_scanning.last_analysis", "alerts.code_scanning")
	for _, s := range alertSources() {
		add(!v.whole, s.path)
	}
	add(!v.counts() && !v.reads("github.collaborator"), "access")
	if r.archived || !v.wantedOf("actions") || v.inactive(ctx, r) {
		return out
	}
	add(true, "actions")
	if paths := workflowPaths(); v.wantedOf(paths...) {
		_, given := v.ceiling(ctx)
		add(!given, paths...)
	}
	add(r.public, "actions.fork_pr_approval")
	add(!r.public, "actions.access_level")
	return out
}
