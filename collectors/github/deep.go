package github

import "github.com/assize/assize/collectors"

// Some facts neither GraphQL nor any list of an organisation has: each takes a request of its own in each repository. Of an
// organisation they are asked for on request, so that an audit of a thousand repositories stays within what GitHub allows in an
// hour. Single repositories are asked for all.

// deeply says what takes such requests.
const deeply = "secrets, code scanning and immutable releases"

// isDeep says whether they are asked for: as a user chose, and else of single repositories alone.
func (o options) isDeep(whole bool) bool {
	if o.deep != nil {
		return *o.deep
	}
	return !whole
}

// onRequest is why something was not asked for that takes them: a user's choice, or that nobody made one, which no gate forgives.
func (v *visit) onRequest() *fault {
	out := &fault{cause: collectors.NotRequested, detail: "it takes requests of its own in each repository, and an organisation is asked for it on request", needs: "--deep, or the option deep=true"}
	if v.options.deep == nil {
		out.cause = collectors.Spared
	}
	return out
}

// idle says whether a repository is asked for nothing that matters only while somebody works on it: it is archived.
func (v *visit) idle(r *repository) bool { return r.archived && !v.deep }
