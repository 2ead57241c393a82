package github

import (
	"context"
	"net/http"

	"github.com/assize/assize/collectors"
)

// tipOf asks for the default branch of a repository, once: which commit it stands at, and whether anything protects it. Both are
// shown to everybody who may read, and the answer has a tag, so that the next audit has it for nothing. Source: GitHub Docs, Get a
// branch.
func (v *visit) tipOf(ctx context.Context, r *repository) (object, error) {
	return r.tip.get(func() (object, error) {
		o, err := v.get(ctx, at(branchOf, r.owner, r.name, r.branch))
		if err == nil && o.text("name") != r.branch { // it was renamed meanwhile
			err = &fault{request: o.from, cause: collectors.Failed, detail: "the answer is another branch"}
		}
		return o, err
	})
}

// asksTips says whether the default branches are asked for: where REST alone is asked about a whole organisation. GraphQL tells the
// same of many repositories at once.
func (v *visit) asksTips() bool { return v.whole && v.options.noGraph }

// bare says whether no classic protection holds for the default branch: one that rulesets alone protect says that it is protected, and
// that its protection is not enabled (source: issue 2062 of hub4j/github-api, and the answers of public repositories). The classic
// protection of such a branch is "not found", which has no tag and is billed each time; so the branch itself is asked for first, and its
// protection only where there may be some. A probe asks for both. The error is that there is no such branch.
func (v *visit) bare(ctx context.Context, r *repository) (bool, error) {
	if !v.asksTips() {
		return false, nil
	}
	o, err := v.tipOf(ctx, r)
	if saysOf(err, http.StatusNotFound, "Branch not found") {
		return false, err
	}
	classic, _ := o.in("protection")
	none := string(o.fields["protected"]) == "false" || string(classic.fields["enabled"]) == "false"
	return err == nil && v.sample == nil && none, nil
}
