package github

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci/pipeline"
)

// maxFile is how long a file may be that is read, in bytes.
const maxFile = 1 << 20

func filesEntry() entry {
	return entry{
		service: "workflows", kinds: fileKinds(), calls: []string{graphqlOf, treeOf, blobOf}, repository: collectFiles,
		about: aboutFiles, living: true,
	}
}

func fileKinds() []string {
	var out []string
	for _, k := range pipeline.Kinds() {
		out = append(out, k.Name)
	}
	return append(out, documentsKind)
}

// A file is one of the default branch that is read.
type file struct {
	path, oid string
	// size is in bytes, mode as git has it.
	size, mode int
	repository string // its name
}

// looked says whether a file is looked at. Actions are looked for where people put them: at the root, in its folders, and in those of
// .github/actions. Deeper ones are read where a workflow uses them (local_action.go).
func looked(name string) bool {
	_, known := pipeline.Of(name)
	dir := path.Dir(name)
	return isDocument(name) || known && (!pipeline.IsAction(name) || !strings.Contains(dir, "/") || path.Dir(dir) == ".github/actions")
}

// wantedFile says whether anybody will read the kind that a file is of.
func (v *visit) wantedFile(name string) bool {
	kind, known := pipeline.Of(name)
	return known && v.wants.Kind(kind.Name) || isDocument(name) && v.wants.Kind(documentsKind)
}

// wantedText says whether anybody will read what stands in a file.
func (v *visit) wantedText(name string) bool {
	kind, known := pipeline.Of(name)
	return known && v.wants.Kind(kind.Name) || isRead(name) && v.wants.Kind(documentsKind)
}

// collectFiles reads the files that pipelines are made of, and the documents.
func collectFiles(ctx context.Context, v *visit, r *repository) error {
	defer v.dropClone(r)
	files, err := v.filesOf(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		v.unlisted(r, err, v.wantedKinds(fileKinds())...)
	}
	if v.wants.Kind(documentsKind) && err == nil && !r.empty && !r.hollow {
		if err := v.tellDocuments(ctx, r, files); err != nil {
			return err
		}
	}
	used := actions{}
	for _, f := range files {
		if _, known := pipeline.Of(f.path); !known {
			continue
		}
		text, err := v.text(ctx, r, f)
		if err := v.tellFile(ctx, r, f, told{text, err}, used); err != nil {
			return err
		}
	}
	if err != nil {
		return nil
	}
	return v.deeper(ctx, r, used)
}

// filesOf lists the files, by GraphQL where that answers.
func (v *visit) filesOf(ctx context.Context, r *repository) ([]file, error) {
	if v.whole && !v.options.noGraph && v.sample == nil {
		if g, err := v.graph(ctx, r, partTrees); err == nil {
			if files, ok := g.files(r); ok {
				return slices.DeleteFunc(files, func(f file) bool { return !v.wantedFile(f.path) }), nil
			}
		}
	}
	all, err := v.tree(ctx, r)
	return slices.DeleteFunc(all, func(f file) bool { return !looked(f.path) || !v.wantedFile(f.path) }), err
}

// tree lists all files of a repository that may be read, by git or by REST, once for one that is a target itself.
func (v *visit) tree(ctx context.Context, r *repository) ([]file, error) {
	if r.empty || r.branch == "" || ctx.Err() != nil {
		return nil, ctx.Err()
	}
	all, err := r.tree.get(func() ([]file, error) { return v.askTree(ctx, r) })
	return slices.Clone(all), err
}

func (v *visit) askTree(ctx context.Context, r *repository) ([]file, error) {
	if files, ok := v.cloned(ctx, r); ok {
		return files, nil
	}
	o, err := v.get(ctx, at(treeOf, r.owner, r.name, r.branch).with("recursive", "1"))
	if r.hollow = saysOf(err, 409, "empty"); r.hollow {
		return nil, nil // nothing was ever pushed
	}
	if err != nil {
		return nil, err
	}
	list, ok := o.list("tree")
	if !ok || !o.has("truncated") {
		return nil, &fault{request: o.from, cause: collectors.Failed, detail: "the answer is no tree"}
	}
	var out []file
	for _, entry := range list {
		name := entry.text("path")
		if entry.text("type") == "blob" && listable(name) {
			out = append(out, file{path: name, oid: entry.text("sha"), size: entry.number("size"), mode: octal(entry.text("mode")), repository: r.name})
		}
	}
	if string(o.fields["truncated"]) != "false" {
		err = &fault{request: o.from, cause: collectors.Truncated, detail: "the tree of the repository is too large to be listed whole"}
	}
	return out, err
}

// octal reads the mode of a file, 0 where it is none.
func octal(text string) int {
	n := 0
	for _, digit := range text {
		if digit < '0' || digit > '7' {
			return 0
		}
		n = n*8 + int(digit-'0')
	}
	return n
}

// files are those in the trees of an answer; ok is false where one of the trees could not be read.
func (g *graphed) files(r *repository) (out []file, ok bool) {
	for _, part := range []string{"root", "workflows", "actions"} {
		if _, said := g.object.fields[part]; !said || g.err(part) != nil {
			return nil, false
		}
		tree, there := g.object.in(part)
		switch {
		case !there && g.object.has(part):
			return nil, false
		case !there:
			r.hollow = r.hollow || part == "root"
			continue // there is no such folder
		case tree.text("__typename") != "Tree":
			continue // a file stands where the folder would be
		}
		if out, ok = entries(tree, r, out); !ok {
			return nil, false
		}
	}
	return out, true
}

// entries adds the files of a folder and of those in it, each once.
func entries(tree object, r *repository, out []file) ([]file, bool) {
	list, ok := tree.list("entries")
	if !ok {
		return nil, false
	}
	for _, entry := range list {
		f := file{path: entry.text("path"), oid: entry.text("oid"), size: entry.number("size"), mode: entry.number("mode"), repository: r.name}
		if f.path == "" {
			return nil, false
		}
		inner, there := entry.in("object")
		if there && entry.text("type") == "tree" && inner.has("entries") {
			if out, ok = entries(inner, r, out); !ok {
				return nil, false
			}
		}
		if entry.text("type") == "blob" && looked(f.path) && !has(out, f.path) {
			out = append(out, f)
		}
	}
	return out, true
}

func has(files []file, name string) bool {
	for _, f := range files {
		if f.path == name {
			return true
		}
	}
	return false
}

// tellFile tells of one file of a pipeline with its text, which may not be had, and notes what actions there are and which are used.
func (v *visit) tellFile(ctx context.Context, r *repository, f file, has told, used actions) error {
	kind, _ := pipeline.Of(f.path)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var p partial
	var facts any
	if has.failed != nil {
		facts = kind.Bare(f.path)
		p.lost(has.failed, kind.Lost...)
	} else {
		facts, p.gaps = kind.Parse(f.path, has.text)
		pipeline.Own(facts, r.owner)
		used.note(f.path, facts)
	}
	head := collectors.Head{Kind: kind.Name, ID: f.path, Name: f.path, File: f.path}
	if v.whole {
		head.ID, head.Name = r.id+"/"+f.path, r.full+"/"+f.path
		head.File = head.Name
	}
	return v.emit(head, facts, p)
}
