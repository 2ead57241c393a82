package github

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci"
)

// maxLocal is how many actions are looked for that lie deeper than others, and maxFloors how often those that use more of them are
// followed.
const (
	maxLocal  = 50
	maxFloors = 5
)

// actions are the folders of a repository's own actions: true for one that was read, false for one that something uses.
type actions map[string]bool

// note takes in a file that was read.
func (a actions) note(name string, facts any) {
	var uses []ci.Use
	switch f := facts.(type) {
	case ci.Workflow:
		uses = f.Uses
	case ci.Action:
		uses = f.Uses
		a[path.Dir(name)] = true
	}
	for _, use := range uses {
		folder := path.Clean(use.Action)
		ending := path.Ext(folder)
		if use.RefKind == "local" && !strings.HasPrefix(folder, "..") && ending != ".yml" && ending != ".yaml" { // those are workflows
			a[folder] = a[folder]
		}
	}
}

// missing are the folders of actions that are used and were not read, sorted.
func (a actions) missing() []string {
	var out []string
	for folder, read := range a {
		if !read {
			out = append(out, folder)
		}
	}
	slices.Sort(out)
	return out
}

// deeper reads the actions that are used and lie deeper than those that are looked for. One that is not in the repository comes there
// while the workflow runs.
func (v *visit) deeper(ctx context.Context, r *repository, used actions) error {
	if !v.wants.Kind("ci.action") {
		return nil
	}
	for range maxFloors {
		folders := used.missing()
		if len(folders) == 0 {
			return nil
		}
		lost := error(nil)
		if len(folders) > maxLocal {
			lost = &fault{request: at(treeOf, r.owner, r.name, r.branch), cause: collectors.Truncated, detail: fmt.Sprintf("%d of %d deeper actions are read", maxLocal, len(folders))}
			folders = folders[:maxLocal]
		}
		files, texts, err := v.filesIn(ctx, r, folders)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			lost = err
		}
		if lost != nil {
			var f *fault
			if errors.As(lost, &f) {
				own := *f
				own.detail = "the action " + folders[0] + " that a workflow uses was not read: " + f.detail
				lost = &own
			}
			v.unlisted(r, lost, "ci.action")
			return nil
		}
		for _, folder := range folders {
			used[folder] = true // read, or not there
		}
		for i, f := range files {
			if err := v.tellFile(ctx, r, f, texts[i], used); err != nil {
				return err
			}
		}
	}
	return nil
}

// A told is the text of a file, or why it cannot be had.
type told struct {
	text   []byte
	failed error
}

// filesIn reads the descriptions of actions in folders of a repository: by one document of GraphQL, or, where that does not answer, by
// REST's tree of all files.
func (v *visit) filesIn(ctx context.Context, r *repository, folders []string) ([]file, []told, error) {
	if v.options.noGraph || v.state.graphOff("") != nil || v.sample != nil {
		return v.filesInTree(ctx, r, folders)
	}
	variables := map[string]any{"owner": r.owner, "name": r.name}
	var head, body strings.Builder
	var names []string
	for _, folder := range folders {
		for _, base := range []string{"action.yml", "action.yaml"} {
			i := len(names)
			names = append(names, path.Join(folder, base))
			variables[fmt.Sprintf("e%d", i)] = "HEAD:" + names[i]
			fmt.Fprintf(&head, ", $e%d: String!", i)
			fmt.Fprintf(&body, "    f%d: object(expression: $e%d) { __typename %s }\n", i, i, blobFields)
		}
	}
	ask := request{endpoint: graphqlOf, what: "actions in " + r.full, document: &graphQuery{
		Query:     fmt.Sprintf("query($owner: String!, $name: String!%s) {\n  repository(owner: $owner, name: $name, followRenames: false) {\n%s  }\n}\n", head.String(), body.String()),
		Variables: variables,
	}}
	a, err := v.send(ctx, ask)
	if err != nil {
		return nil, nil, err
	}
	whole, _ := decoded(a.body, ask, nil)
	data, _ := whole.in("data")
	repository, there := data.in("repository")
	if all := errorsOf(a.body); len(all) > 0 || !there {
		if len(all) > 0 {
			return nil, nil, all[0].fault(ask, needsContents)
		}
		return nil, nil, &fault{request: ask, cause: collectors.Failed, detail: "the answer is none of GraphQL's"}
	}
	var files []file
	var texts []told
	for i, name := range names {
		key := fmt.Sprintf("f%d", i)
		if _, said := repository.fields[key]; !said {
			return nil, nil, &fault{request: ask, cause: collectors.Failed, detail: "the answer does not say whether " + name + " is there"}
		}
		blob, there := repository.in(key)
		if !there || blob.text("__typename") != "Blob" {
			continue
		}
		f := file{path: name, oid: blob.text("oid"), size: blob.number("byteSize"), mode: 0o100644, repository: r.name}
		text := must[string](blob, "", "text")
		if !blob.has("text") || !namedBy(f.oid, []byte(text)) {
			text, err := v.text(ctx, r, f)
			files, texts = append(files, f), append(texts, told{text, err})
			continue
		}
		files, texts = append(files, f), append(texts, told{text: []byte(text)})
	}
	return files, texts, nil
}

// filesInTree is filesIn by git or REST.
func (v *visit) filesInTree(ctx context.Context, r *repository, folders []string) ([]file, []told, error) {
	all, err := v.tree(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	files := slices.DeleteFunc(all, func(f file) bool {
		base := path.Base(f.path)
		return !slices.Contains(folders, path.Dir(f.path)) || base != "action.yml" && base != "action.yaml"
	})
	v.bring(ctx, r, files)
	var texts []told
	for _, f := range files {
		text, err := v.text(ctx, r, f)
		texts = append(texts, told{text, err})
	}
	return files, texts, nil
}
