package githubtest

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Commit is one of the first line of a repository's default branch. Fields are as in GitHub's GraphQL.
type Commit struct {
	SHA, At, Author string // Author is a login, "" for one that GitHub does not know
	Signed          bool
	Checks          string // "" for none
	PullRequest     *PullRequest
	// Side is true for a commit that a merge brought along: it is not of the first line.
	Side bool
}

// A PullRequest is one that was merged.
type PullRequest struct {
	Number                      int
	Author, MergedBy, MergedAt  string
	Merge, Base, From, AuthorIs string // AuthorIs is a type, User where it is empty
	Checks                      string
	Reviews                     []Review
}

// A Review is one of a pull request.
type Review struct{ State, At, By string }

// Commits sets the commits of a repository, the newest first.
func (s *Server) Commits(full string, commits ...Commit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commits[full] = commits
}

// A File is one of a repository; Mode 0 is that of a plain file, and Binary has GraphQL give no text. One that is shorter than Size
// ends with so many empty lines, which only git and REST show.
type File struct {
	Text   string
	Mode   int
	Binary bool
	Size   int
}

// oid is what git names a text by.
func oid(text string) string { return hex.EncodeToString(object("blob", text)) }

func (f File) size() int { return max(f.Size, len(f.Text)) }

// content is the text, with lines without anything up to the size.
func (f File) content() string { return f.Text + strings.Repeat("\n", f.size()-len(f.Text)) }

// link is the mode of what stands for a commit of another repository, of which Text is the name.
const link = 0o160000

func (f File) oid() string {
	if f.Mode == link {
		return f.Text
	}
	return oid(f.content())
}

func (f File) kind() string {
	if f.Mode == link {
		return "commit"
	}
	return "blob"
}

// Files sets the files of a repository's default branch, which both REST and GraphQL show.
func (s *Server) Files(full string, files map[string]File) {
	var entries []any
	folders := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		for dir := name; strings.Contains(dir, "/"); {
			dir = dir[:strings.LastIndex(dir, "/")]
			if !folders[dir] {
				folders[dir] = true
				entries = append(entries, Object{"path": dir, "mode": "040000", "type": "tree", "sha": oid(dir)})
			}
		}
		f := files[name]
		entries = append(entries, Object{"path": name, "mode": fmt.Sprintf("%06o", f.mode()), "type": f.kind(), "size": f.size(), "sha": f.oid()})
		s.Set("/repos/"+full+"/git/blobs/"+f.oid(), Object{
			"sha": f.oid(), "size": f.size(), "encoding": "base64", "content": base64.StdEncoding.EncodeToString([]byte(f.content())),
		})
	}
	s.Set("/repos/"+full+"/git/trees/main", Object{"sha": oid(full), "truncated": false, "tree": entries})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files[full] = files
	delete(s.bares, full)
}

func (f File) mode() int {
	if f.Mode == 0 {
		return 0o100644
	}
	return f.Mode
}

// root is what the graph begins with.
func (s *Server) root() Object {
	return Object{"__typename": "Query", "organization": resolver(func(Object) any {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.organizationGraph()
	}), "viewer": Object{"__typename": "User", "login": "ada", "enterprises": s.enterprises}, "repository": resolver(func(a Object) any {
		full := fmt.Sprintf("%v/%v", a["owner"], a["name"])
		s.mu.Lock()
		defer s.mu.Unlock()
		_, there := s.bodies["/repos/"+full+"/hooks"]
		if _, refused := s.statuses["/repos/"+full+"/hooks"]; !there && !refused {
			return GraphError{"NOT_FOUND", fmt.Sprintf("Could not resolve to a Repository with the name '%s'.", full)}
		}
		if strings.Contains(s.statuses["/repos/"+full+"/hooks"].Body, "access blocked") {
			return GraphError{"FORBIDDEN", "Repository access blocked"}
		}
		return s.repositoryGraph(full)
	})}
}

// listOf is a list that was set for REST. The lock is held.
func (s *Server) listOf(path, key string) connection {
	if s.Blind {
		return connection{}
	}
	body := s.bodies[path]
	if key != "" {
		body, _ = body.(Object)[key].([]any)
	}
	list, _ := body.([]any)
	return make(connection, len(list))
}

// repositoryGraph is one repository, made of what was set for REST. The lock is held.
func (s *Server) repositoryGraph(full string) Object {
	at := "/repos/" + full
	_, alerts := s.bodies[at+"/vulnerability-alerts"]
	refusal := s.statuses[at+"/branches/main/protection"]
	admin := !s.Reader && !strings.Contains(refusal.Body, "Not Found") && !strings.Contains(refusal.Body, "not accessible")
	out := Object{
		"__typename": "Repository", "nameWithOwner": full, "viewerCanAdminister": admin, "hasVulnerabilityAlertsEnabled": alerts && admin && !s.Blind,
		"deleteBranchOnMerge": true, "mergeCommitAllowed": false, "rebaseMergeAllowed": true, "squashMergeAllowed": true,
		"deployKeys": s.listOf(at+"/keys", ""), "environments": s.listOf(at+"/environments", "environments"),
		"releases":      s.releaseNodes(full),
		"collaborators": edgesOf(s.bodies[at+"/collaborators"]),
		"deployments":   resolver(func(a Object) any { return paged(s.deployments(at, a["environments"]), a) }),
		"rulesets": resolver(func(a Object) any {
			own, _ := s.bodies[at+"/rulesets"].([]any)
			if a["includeParents"] != false && !s.Blind {
				own, _ = s.withParents(own, at+"/rulesets", nil).([]any)
			}
			return paged(rulesetNodes(own), a)
		}),
		"pullRequest":      resolver(func(a Object) any { return s.pull(full, a["number"]) }),
		"object":           resolver(func(a Object) any { return s.object(full, a) }),
		"defaultBranchRef": nil,
	}
	if s.Blind {
		out["collaborators"] = connection{}
	}
	if strings.Contains(refusal.Body, "Branch not found") {
		return out
	}
	ref := Object{"__typename": "Ref", "name": "main", "branchProtectionRule": nil, "refUpdateRule": nil, "target": s.history(full), "rules": connection{}}
	out["defaultBranchRef"] = ref
	if s.Blind {
		return out
	}
	ref["rules"] = rulesGraph(s.bodies[at+"/rules/branches/main"])
	if classic, is := s.bodies[at+"/branches/main/protection"].(Object); is {
		ref["refUpdateRule"] = Object{"__typename": "RefUpdateRule", "pattern": "main"}
		if admin { // GitHub shows the rule to administrators alone
			ref["branchProtectionRule"] = classicRule(classic)
		}
	}
	return out
}

// rulesetNodes are rulesets as GraphQL has them.
func rulesetNodes(all []any) connection {
	out := connection{}
	for _, ruleset := range all {
		ruleset := ruleset.(Object)
		if ruleset["graphql hidden"] != nil {
			continue
		}
		out = append(out, Object{
			"__typename": "RepositoryRuleset", "databaseId": ruleset["id"], "enforcement": strings.ToUpper(fmt.Sprint(ruleset["enforcement"])),
			"target": strings.ToUpper(fmt.Sprint(ruleset["target"])), "source": Object{"__typename": ruleset["source_type"]},
		})
	}
	return out
}

// object is a folder by its path or a file by its name in git. The lock is not needed: files do not change while they are read.
func (s *Server) object(full string, a Object) any {
	files := s.files[full]
	if id, is := a["oid"].(string); is {
		for _, f := range files {
			if f.oid() == id {
				return f.graph()
			}
		}
		return nil
	}
	folder := strings.TrimPrefix(fmt.Sprint(a["expression"]), "HEAD:")
	if f, is := files[folder]; is {
		return f.graph()
	}
	return tree(files, folder)
}

func (f File) graph() Object {
	out := Object{"__typename": "Blob", "oid": f.oid(), "byteSize": f.size(), "isBinary": f.Binary, "isTruncated": false, "text": f.Text}
	if f.Binary {
		out["text"] = nil
	}
	return out
}

// tree is a folder, with those in it.
func tree(files map[string]File, folder string) any {
	prefix := folder + "/"
	if folder == "" {
		prefix = ""
	}
	var entries []any
	seen := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		rest, inside := strings.CutPrefix(name, prefix)
		if !inside {
			continue
		}
		head, _, deeper := strings.Cut(rest, "/")
		if seen[head] {
			continue
		}
		seen[head] = true
		f := files[name]
		entry := Object{"__typename": "TreeEntry", "path": prefix + head, "type": f.kind(), "mode": f.mode(), "size": f.size(), "oid": f.oid(), "object": f.graph()}
		if deeper {
			entry["type"], entry["mode"], entry["size"], entry["oid"] = "tree", 0o40000, 0, oid(prefix+head)
			entry["object"] = resolver(func(Object) any { return tree(files, prefix+head) })
		}
		entries = append(entries, entry)
	}
	if len(entries) == 0 {
		return nil
	}
	return Object{"__typename": "Tree", "oid": oid(folder), "entries": entries}
}

// history is the head of the default branch with what is behind it. The lock is held.
func (s *Server) history(full string) Object {
	commits := s.commits[full]
	var nodes connection
	for i, c := range commits {
		parents := connection{}
		for _, next := range commits[i+1:] {
			if !next.Side {
				parents = append(parents, Object{"__typename": "Commit", "oid": next.SHA})
				break
			}
		}
		pulls := connection{}
		if c.PullRequest != nil {
			pulls = append(pulls, c.PullRequest.graph(full))
		}
		nodes = append(nodes, Object{
			"__typename": "Commit", "oid": c.SHA, "committedDate": c.At, "parents": parents, "associatedPullRequests": pulls,
			"author":    Object{"__typename": "GitActor", "user": actor("User", c.Author)},
			"signature": signature(c.Signed), "statusCheckRollup": rollup(c.Checks),
		})
	}
	return Object{"__typename": "Commit", "oid": "head", "history": nodes}
}

// pull is a pull request by its number. The lock is held.
func (s *Server) pull(full string, number any) any {
	for _, c := range s.commits[full] {
		if c.PullRequest != nil && fmt.Sprint(c.PullRequest.Number) == fmt.Sprint(number) {
			return c.PullRequest.graph(full)
		}
	}
	return GraphError{"NOT_FOUND", fmt.Sprintf("Could not resolve to a PullRequest with the number of %v.", number)}
}

func (p *PullRequest) graph(full string) Object {
	reviews := connection{}
	for _, r := range p.Reviews {
		reviews = append(reviews, Object{"__typename": "PullRequestReview", "state": r.State, "submittedAt": r.At, "author": actor("User", r.By)})
	}
	kind, base, from := "User", "main", full
	if p.AuthorIs != "" {
		kind = p.AuthorIs
	}
	if p.Base != "" {
		base = p.Base
	}
	if p.From != "" {
		from = p.From
	}
	head := Object{"__typename": "PullRequestCommit", "commit": Object{"__typename": "Commit", "statusCheckRollup": rollup(p.Checks)}}
	return Object{
		"__typename": "PullRequest", "number": p.Number, "merged": true, "mergedAt": p.MergedAt, "baseRefName": base,
		"baseRepository": Object{"__typename": "Repository", "nameWithOwner": from}, "mergeCommit": Object{"__typename": "Commit", "oid": p.Merge},
		"author": actor(kind, p.Author), "mergedBy": actor("User", p.MergedBy), "reviews": reviews, "commits": connection{head},
	}
}

func actor(kind, login string) any {
	if login == "" {
		return nil
	}
	return Object{"__typename": kind, "login": login}
}

func rollup(state string) any {
	if state == "" {
		return nil
	}
	return Object{"__typename": "StatusCheckRollup", "state": state}
}

func signature(valid bool) any {
	if !valid {
		return nil
	}
	return Object{"__typename": "GpgSignature", "isValid": true}
}
