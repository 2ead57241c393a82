package github

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func changesEntry() entry {
	return entry{
		service: "changes", kinds: []string{"github.change_sample"}, calls: []string{graphqlOf}, repository: collectChanges, living: true,
	}
}

// sampledChanges is how many commits of the first line are looked at.
const sampledChanges = 30

// collectChanges reads how the newest commits came to the default branch. REST would take several requests for each of them.
func collectChanges(ctx context.Context, v *visit, r *repository) error {
	g, err := v.graph(ctx, r, partChanges)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		v.unlisted(r, err, "github.change_sample")
		return nil
	}
	ref, there := g.object.in("defaultBranchRef")
	switch _, said := g.object.fields["defaultBranchRef"]; {
	case !there && g.err("defaultBranchRef") != nil:
		v.unlisted(r, g.err("defaultBranchRef"), "github.change_sample")
		return nil
	case !said || !there && g.object.has("defaultBranchRef"):
		v.unlisted(r, &fault{request: g.object.from, cause: collectors.Failed, detail: "the answer has no default branch"}, "github.change_sample")
		return nil
	case !there:
		return nil // nothing was ever pushed
	}
	s := &sample{graphed: g, r: r, branch: ref.text("name")}
	s.reviewed, s.unreviewed = v.graph(ctx, r, partReviews)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.read(ref)
	facts := kinds.ChangeSample{Repository: r.full, Branch: s.branch, Changes: s.changes}
	id := r.id + "@" + s.branch
	return v.emit(collectors.Head{Kind: "github.change_sample", ID: id, Name: r.full + "@" + s.branch}, facts, s.partial)
}

// A sample is one as it is read.
type sample struct {
	partial
	*graphed
	r      *repository
	branch string
	// reviewed is what is said of the pull requests, unreviewed why that is not known: also where no change
	// came by one.
	reviewed   *graphed
	unreviewed error
	changes    []kinds.Change
}

// lose makes the whole list a gap: at its place in the answer there is an error, or what the text says.
func (s *sample) lose(place, text string) {
	s.changes, s.gaps = nil, nil
	s.lost(s.errOr(place, text), "changes")
}

// A commit is one as GitHub tells of it, and where in the answer.
type commit struct {
	object
	place, oid string
}

// read takes the commits of the first line in, the newest first.
func (s *sample) read(ref object) {
	const at = "defaultBranchRef.target"
	commits, failed := s.line(ref, at+".history.nodes")
	if failed != "" {
		s.lose(at, failed)
		return
	}
	seen := map[int]bool{}
	for _, c := range commits {
		change, gaps, failed := s.change(c)
		if failed != "" {
			s.lose(c.place+".associatedPullRequests", failed)
			return
		}
		if change.PullRequest != nil {
			if seen[*change.PullRequest] {
				continue
			}
			seen[*change.PullRequest] = true
		}
		for _, g := range gaps {
			g.Path = fmt.Sprintf("changes[%d].%s", len(s.changes), g.Path)
			s.gaps = append(s.gaps, g)
		}
		s.changes = append(s.changes, change)
	}
}

// errOr is the error at a place, or one with a text.
func (s *sample) errOr(place, text string) error {
	if err := s.err(place); err != nil {
		return err
	}
	return &fault{request: s.object.from, cause: collectors.Failed, detail: text, needs: s.needs}
}

// line are the commits of the first line: GitHub's history has those of merged branches among them. Failed says what in the answer
// is not what it should be.
func (s *sample) line(ref object, at string) (out []commit, failed string) {
	head, _ := ref.in("target")
	history, _ := head.in("history")
	nodes, ok := history.list("nodes")
	if !ok || len(nodes) == 0 {
		return nil, "the answer has no commits"
	}
	byName := map[string]commit{}
	next := nodes[0].text("oid")
	for i, node := range nodes {
		c := commit{object: node, place: fmt.Sprintf("%s.%d", at, i), oid: node.text("oid")}
		if c.oid == "" {
			return nil, "a commit in the answer has no name"
		}
		byName[c.oid] = c
	}
	for next != "" && len(out) < sampledChanges {
		c, there := byName[next]
		if !there {
			break
		}
		delete(byName, next)
		out = append(out, c)
		parents, _ := c.in("parents")
		list, ok := parents.list("nodes")
		if !ok || len(list) > 0 && list[0].text("oid") == "" {
			return nil, "a commit in the answer does not say what came before it"
		}
		if next = ""; len(list) > 0 {
			next = list[0].text("oid")
		}
	}
	return out, ""
}

// change says how a commit came. What of it could not be read has a gap with a path below it; when it is not even known whether
// by a pull request, failed says why.
func (s *sample) change(c commit) (change kinds.Change, gaps []collectors.Gap, failed string) {
	pulls, _ := c.in("associatedPullRequests")
	list, ok := pulls.list("nodes")
	if !ok {
		return change, nil, "a commit in the answer does not say how it came"
	}
	pull, place, unsure := s.pullOf(c, list)
	switch n := pulls.number("totalCount"); {
	case place == "" && unsure:
		return change, nil, "a pull request in the answer does not say where it was merged"
	case place == "" && n > len(list):
		return change, nil, fmt.Sprintf("commit %.12s has %d pull requests, of which %d are looked at", c.oid, n, len(list))
	}
	var p partial
	o := c.read(&p)
	change = kinds.Change{SHA: c.oid, CommittedAt: o.time("committed_at", "committedDate")}
	if signature, there := o.in("signature"); there {
		change.Signed = must[bool](signature, "signed", "isValid")
	} else if s.silent(o, c.place, "signature") {
		p.lost(s.errOr(c.place+".signature", "the answer has no signature"), "signed")
	}
	if place == "" {
		change.Author = s.login(o, "author.user", c.place, "author", &p)
		change.Checks = s.checks(o, c.place, &p)
	} else {
		s.merged(pull.read(&p), place, &change, &p)
	}
	return change, p.gaps, ""
}

// silent says whether a field that may be null says nothing: it has an error, or is not there, or is not what it should be.
func (s *sample) silent(o object, place, key string) bool {
	_, said := o.fields[key]
	return !said || o.has(key) || s.err(place+"."+key) != nil
}

// pullOf is the pull request that brought a commit to the branch, the one whose merge it is before others. Place is where it
// stands in the answer, empty when there is none; unsure is true when one of the others may be it.
func (s *sample) pullOf(c commit, list []object) (found object, place string, unsure bool) {
	for i, pull := range list {
		base, ok := pull.in("baseRepository")
		if !ok || !pull.has("baseRefName") || !pull.has("merged") {
			unsure = true
			continue
		}
		merge, _ := pull.in("mergeCommit")
		if pull.text("baseRefName") != s.branch || string(pull.fields["merged"]) != "true" || !strings.EqualFold(base.text("nameWithOwner"), s.r.full) {
			continue
		}
		if exact := merge.text("oid") == c.oid; exact || place == "" {
			found, place = pull, fmt.Sprintf("%s.associatedPullRequests.nodes.%d", c.place, i)
			if exact {
				break
			}
		}
	}
	return found, place, unsure
}

// merged is what a pull request brought.
func (s *sample) merged(pull object, place string, change *kinds.Change, p *partial) {
	number := must[int](pull, "pull_request", "number")
	change.PullRequest = &number
	change.Author = s.login(pull, "author", place, "author", p)
	change.MergedBy = s.login(pull, "mergedBy", place, "merged_by", p)
	if author, there := pull.in("author"); there {
		change.AuthorIsBot = author.text("__typename") == "Bot"
	} else if p.misses("author") {
		p.gaps = append(p.gaps, gapLike(*p, "author", "author_is_bot"))
	}
	merged := pull.time("approved_by", "mergedAt")
	lost := func(err error) {
		if p.lost(err, "checks"); !p.misses("approved_by") {
			p.lost(err, "approved_by")
		}
	}
	switch {
	case number < 1:
		lost(s.errOr(place+".number", "the answer has no number of the pull request"))
		return
	case s.unreviewed != nil:
		lost(s.unreviewed)
		return
	}
	of := &sample{graphed: s.reviewed, r: s.r, branch: s.branch}
	place = fmt.Sprintf("p%d", number)
	pull, there := s.reviewed.object.in(place)
	if !there {
		lost(of.errOr(place, "the answer has no pull request"))
		return
	}
	of.approvals(pull.read(p), place, merged, change, p)
	commits, _ := pull.in("commits")
	heads, ok := commits.list("nodes")
	if !ok || len(heads) == 0 {
		p.lost(of.errOr(place+".commits", "the answer has no commit of the pull request"), "checks")
		return
	}
	head, ok := heads[0].in("commit")
	if !ok {
		p.lost(of.errOr(place+".commits", "the answer has no commit of the pull request"), "checks")
		return
	}
	change.Checks = of.checks(head, place+".commits.nodes.0.commit", p)
}

// pulls are the pull requests that brought the changes of the repositories of a batch, by repository.
func (v *visit) pulls(ctx context.Context, b *batch) map[string][]int {
	out := map[string][]int{}
	for _, name := range b.parts[partChanges].names {
		g, err := v.graphIn(ctx, name, b, partChanges)
		if err != nil {
			continue
		}
		ref, _ := g.object.in("defaultBranchRef")
		s := &sample{graphed: g, r: &repository{full: v.owner + "/" + name}, branch: ref.text("name")}
		commits, _ := s.line(ref, "")
		for _, c := range commits {
			list, _ := c.in("associatedPullRequests")
			nodes, _ := list.list("nodes")
			if pull, place, _ := s.pullOf(c, nodes); place != "" && pull.number("number") > 0 && !slices.Contains(out[name], pull.number("number")) {
				out[name] = append(out[name], pull.number("number"))
			}
		}
	}
	return out
}

// login is who is in a field, which may lead over others; null where GitHub does not know.
func (s *sample) login(o object, field, place, path string, p *partial) *string {
	for _, key := range strings.Split(field, ".") {
		place += "." + key
		inner, there := o.in(key)
		if !there {
			if s.silent(o, strings.TrimSuffix(place, "."+key), key) {
				p.lost(s.errOr(place, "the answer has no "+key), path)
			}
			return nil
		}
		o = inner
	}
	login := must[string](o.read(p), path, "login")
	return &login
}

// approvals are those who approved before it was merged, and said nothing else afterwards until then.
func (s *sample) approvals(pull object, place, merged string, change *kinds.Change, p *partial) {
	const path = "approved_by"
	reviews, _ := pull.in("reviews")
	list, ok := reviews.list("nodes")
	if err := s.err(place + ".reviews"); err != nil || !ok || merged == "" {
		if !p.misses(path) {
			p.lost(s.errOr(place+".reviews", "the answer has no reviews"), path)
		}
		return
	}
	if p.misses("author") { // who the others are is not known
		p.gaps = append(p.gaps, gapLike(*p, "author", path))
		return
	}
	last := map[string][2]string{} // by login in lower case: when, and what
	for _, review := range list {
		author, _ := review.in("author")
		at, login := review.read(p).time(path, "submittedAt"), strings.ToLower(author.text("login"))
		if login == "" || at > merged || change.Author != nil && strings.EqualFold(login, *change.Author) {
			continue
		}
		if at >= last[login][0] {
			last[login] = [2]string{at, review.text("state") + " " + author.text("login")}
		}
	}
	for _, word := range last {
		if login, approved := strings.CutPrefix(word[1], "APPROVED "); approved {
			change.ApprovedBy = append(change.ApprovedBy, login)
		}
	}
	change.ApprovedBy = sorted(change.ApprovedBy)
	if n := reviews.number("totalCount"); n > len(list) && !p.misses(path) {
		p.lost(&fault{request: s.object.from, cause: collectors.Truncated, detail: fmt.Sprintf("%d of %d reviews are looked at", len(list), n), needs: s.needs}, path)
	}
}

// checks are what the checks of a commit came to, null when it had none.
func (s *sample) checks(o object, place string, p *partial) *string {
	roll, there := o.in("statusCheckRollup")
	if !there {
		if s.silent(o, place, "statusCheckRollup") {
			p.lost(s.errOr(place+".statusCheckRollup", "the answer has no checks"), "checks")
		}
		return nil
	}
	words := map[string]string{"SUCCESS": "success", "FAILURE": "failure", "ERROR": "failure", "PENDING": "pending", "EXPECTED": "pending"}
	var state string
	if json.Unmarshal(roll.fields["state"], &state) != nil || words[state] == "" {
		p.lost(s.errOr(place+".statusCheckRollup.state", "the state of the checks is none that is known"), "checks")
		return nil
	}
	out := words[state]
	return &out
}
