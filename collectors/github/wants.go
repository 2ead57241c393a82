package github

import (
	"context"
	"net/http"
	"slices"

	"github.com/assize/assize/collectors"
)

// unwanted is why something was not asked for that none of the policies reads.
func unwanted() *fault {
	return &fault{cause: collectors.Unwanted, detail: "none of the selected policies reads it", needs: "an audit with policies that read it"}
}

// wanted says whether anybody will read one of the facts of a kind.
func (v *visit) wanted(kind string, paths ...string) bool {
	return slices.ContainsFunc(paths, func(path string) bool { return v.wants.Fact(kind, path) })
}

// wantedOf says the same of a repository's facts.
func (v *visit) wantedOf(paths ...string) bool { return v.wanted("github.repository", paths...) }

// wantedKinds are those of the kinds that anybody will read.
func (v *visit) wantedKinds(kinds []string) []string {
	return slices.DeleteFunc(slices.Clone(kinds), func(kind string) bool { return !v.wants.Kind(kind) })
}

// looksForBranch finds out whether anything was ever pushed to a repository of which the list does not tell that, where nobody
// wants the protection of its branch, which would have told.
func (v *visit) looksForBranch(ctx context.Context, r *repository) {
	if r.archived || r.branch == "" || r.object.number("size") > 0 || v.wants.Kind("github.branch_protection") || !v.wantedOf("empty") {
		return
	}
	_, err := v.classic(ctx, r)
	r.empty = saysOf(err, http.StatusNotFound, "Branch not found")
	r.branchSeen = err == nil || absentIn(err)
}

// selectedIf is selected, where anybody will read what it says of a resource of a kind.
func (v *visit) selectedIf(kind string, selected func(context.Context) (object, error)) func(context.Context) (object, error) {
	if v.wanted(kind, "actions.allowed.github_owned", "actions.allowed.verified", "actions.allowed.patterns") {
		return selected
	}
	return func(context.Context) (object, error) { return object{}, unwanted() }
}

// emptyUnknown is why it is not known whether anything was ever pushed.
func (v *visit) emptyUnknown(r *repository) error {
	if !v.wantedOf("empty") {
		return unwanted()
	}
	return &fault{request: r.from, cause: collectors.NotFoundAmbiguous, detail: "whether anything was ever pushed is not known", needs: needsAdmin}
}
