package github

import (
	"context"
	"crypto/sha1" // what git names its objects by
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
)

// maxBlobs is how many files one document asks for, and maxBlobBytes how long they are together.
const (
	maxBlobs     = 100
	maxBlobBytes = 4 << 20
)

// named says whether a text is the one that git gives a name to.
func namedBy(oid string, text []byte) bool {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(text)) // a hash never errs
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil)) == oid
}

// text reads a file: as it was kept, by GraphQL together with those of its neighbours, or by REST. Git's name of it tells whether it
// is whole and as it was committed.
func (v *visit) text(ctx context.Context, r *repository, f file) ([]byte, error) {
	from := request{endpoint: graphqlOf, what: "the file " + r.full + "/" + f.path}
	switch {
	case f.mode&0o170000 == 0o120000:
		return nil, &fault{request: from, cause: collectors.Unsupported, detail: "it is a symbolic link, which is not followed", needs: "an audit of a checkout: git:PATH"}
	case f.size > maxFile:
		return nil, tooLong(from, f.size)
	}
	if text, there := r.clone.text(f.oid); there {
		return text, nil
	}
	if text, kept := v.gate.kept.blob(f.oid); kept && namedBy(f.oid, text) {
		return text, nil
	}
	if v.whole && !v.options.noGraph && v.sample == nil {
		if text, there := v.files(ctx, r.batch)[f.oid]; there {
			return text, nil
		}
	}
	return v.blobByREST(ctx, r, f)
}

// tooLong is why a file is not read.
func tooLong(from request, size int) error {
	return &fault{request: from, cause: collectors.Truncated, detail: fmt.Sprintf("it has %d bytes, of which none are read", size), needs: "an audit of a checkout: git:PATH"}
}

// files are the texts of a batch by their names in git, asked for once.
func (v *visit) files(ctx context.Context, b *batch) map[string][]byte {
	out, _ := b.blobs.get(func() (map[string][]byte, error) { return v.blobs(ctx, b), nil }) // it never errs
	return out
}

// blobByREST reads a file by REST, which has the very bytes.
func (v *visit) blobByREST(ctx context.Context, r *repository, f file) ([]byte, error) {
	o, err := v.get(ctx, at(blobOf, r.owner, r.name, f.oid))
	if err != nil {
		return nil, err
	}
	if size := o.number("size"); size > maxFile { // git has shown its name alone
		return nil, tooLong(o.from, size)
	}
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(o.text("content"), " ", ""))
	if err != nil || o.text("encoding") != "base64" || len(f.oid) == 40 && !namedBy(f.oid, text) {
		return nil, &fault{request: o.from, cause: collectors.Failed, detail: "the answer is not the file"}
	}
	v.gate.kept.keepBlob(f.oid, text)
	return text, nil
}

// blobs asks for the files of all repositories of a batch that were not kept. What is missing from what it returns is asked for by
// REST.
func (v *visit) blobs(ctx context.Context, b *batch) map[string][]byte {
	out := map[string][]byte{}
	var ask []file
	bytes := 0
	flush := func() {
		v.askBlobs(ctx, ask, out)
		ask, bytes = nil, 0
	}
	for _, name := range b.parts[partTrees].names {
		g := b.parts[partTrees].answer(name)
		if g == nil || g.failed != nil {
			continue
		}
		files, _ := g.files(&repository{name: name})
		for _, f := range files {
			if _, kept := v.gate.kept.blob(f.oid); kept || !v.wantedText(f.path) || f.size > maxFile || slices.ContainsFunc(ask, func(a file) bool { return a.oid == f.oid }) {
				continue
			}
			if ask, bytes = append(ask, f), bytes+f.size; len(ask) >= maxBlobs || bytes >= maxBlobBytes {
				flush()
			}
		}
	}
	flush()
	return out
}

// answer is what a part says of a repository, nil when it was not asked for.
func (p *part) answer(name string) *graphed {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.answers[name]
}

// askBlobs asks for files, and for half of them where that is too much.
func (v *visit) askBlobs(ctx context.Context, files []file, out map[string][]byte) {
	if len(files) == 0 || ctx.Err() != nil || v.state.graphOff("") != nil {
		return
	}
	variables := map[string]any{"owner": v.owner}
	var head, body strings.Builder
	for i, f := range files {
		variables[fmt.Sprintf("n%d", i)], variables[fmt.Sprintf("o%d", i)] = f.repository, f.oid
		fmt.Fprintf(&head, ", $n%d: String!, $o%d: GitObjectID!", i, i)
		fmt.Fprintf(&body, "  r%d: repository(owner: $owner, name: $n%d, followRenames: false) { object(oid: $o%d) { %s } }\n", i, i, i, blobFields)
	}
	r := request{endpoint: graphqlOf, what: fmt.Sprintf("%d files of %s/%s and others", len(files), v.owner, files[0].repository), document: &graphQuery{
		Query: fmt.Sprintf("query($owner: String!%s) {\n%s}\n", head.String(), body.String()), Variables: variables, splits: len(files) > 1,
	}}
	a, err := v.send(ctx, r)
	var f *fault
	if errors.As(err, &f) && f.cause != collectors.Throttled && len(files) > 1 {
		v.askBlobs(ctx, files[:len(files)/2], out)
		v.askBlobs(ctx, files[len(files)/2:], out)
		return
	}
	if err != nil {
		return
	}
	whole, _ := decoded(a.body, r, nil)
	data, _ := whole.in("data")
	for i, f := range files {
		repository, _ := data.in(fmt.Sprintf("r%d", i))
		blob, _ := repository.in("object")
		text := must[string](blob, "", "text")
		if blob.has("text") && namedBy(f.oid, []byte(text)) {
			out[f.oid] = []byte(text)
			v.gate.kept.keepBlob(f.oid, []byte(text))
		}
	}
}
