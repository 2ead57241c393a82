package github

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/gob"
	"fmt"
	"io"
	"net/http"
)

// cloned lists the files of a repository by git, and has it bring those that somebody will read. It is not ok where git does not, or is
// not asked: only of a whole organisation, where GraphQL is not. What was read of a commit before is not fetched again.
func (v *visit) cloned(ctx context.Context, r *repository) (files []file, ok bool) {
	if !v.asksTips() || v.sample != nil || !v.cloner.usable() {
		return nil, false
	}
	tip, err := v.tipOf(ctx, r)
	if r.hollow = saysOf(err, http.StatusNotFound, "Branch not found"); r.hollow {
		return nil, true
	}
	head, _ := tip.in("commit")
	commit := head.text("sha")
	if err != nil || !objectName.MatchString(commit) {
		return nil, false
	}
	r.clone = v.cloner.open(r.owner, r.name, commit)
	if files, ok = v.gate.kept.listing(commit); ok {
		for _, f := range files {
			f.repository = r.name
			if r.clone.files = append(r.clone.files, f); f.size != unsized {
				r.clone.sizes[f.oid] = f.size
			}
		}
	} else {
		err = r.clone.list(ctx, r.name)
	}
	if err == nil {
		var wanted []file
		for _, f := range r.clone.files {
			if looked(f.path) && v.wantedText(f.path) {
				wanted = append(wanted, f)
			}
		}
		err = r.clone.bring(ctx, wanted, v.gate.kept)
	}
	if v.noteClone(ctx, r, err); err != nil {
		r.clone.files = nil
		v.dropClone(r)
		return nil, false
	}
	return r.clone.sized(), true
}

// bring has git bring files of a repository that it has listed. What it does not bring is asked for by REST.
func (v *visit) bring(ctx context.Context, r *repository, files []file) {
	if r.clone != nil {
		v.noteClone(ctx, r, r.clone.bring(ctx, files, v.gate.kept))
	}
}

// noteClone notes what became of a fetch, if there was one.
func (v *visit) noteClone(ctx context.Context, r *repository, err error) {
	if !r.clone.tried || ctx.Err() != nil {
		return
	}
	r.clone.tried = false
	if v.cloner.note(err) {
		v.sink.Progress("git brings no files, and they are asked for one by one: " + oneLine(err.Error()))
	}
	if err == nil {
		v.count(at(treeOf, r.owner, r.name, r.clone.commit), nil)
	}
}

// dropClone keeps what is known of the files of a commit, and removes the rest.
func (v *visit) dropClone(r *repository) {
	if r.clone == nil {
		return
	}
	if len(r.clone.files) > 0 {
		v.gate.kept.keepListing(r.clone.commit, r.clone.sized())
	}
	if err := r.clone.close(); err != nil {
		v.sink.Progress("what git fetched is left behind: " + oneLine(err.Error()))
	}
	r.clone = nil
}

// sized are the files with what is known of their length.
func (c *clone) sized() []file {
	var out []file
	for _, f := range c.files {
		if size, known := c.sizes[f.oid]; known {
			f.size = size
		}
		out = append(out, f)
	}
	return out
}

// A keptFile is one as it is kept. Its fields are exported for gob.
type keptFile struct {
	Path, OID  string
	Size, Mode int
}

// listingForm says which files the kept lists hold: it is raised when listable takes in others, or a newer program would look for them
// in the lists of an older one. TestListingForm notices.
const listingForm = 1

// listingKey is under what the list of a commit's files is kept: a commit never changes.
func listingKey(commit string) string { return fmt.Sprintf("files:%d:%s", listingForm, commit) }

// listing returns the files of a commit that were kept.
func (s *store) listing(commit string) ([]file, bool) {
	if s == nil {
		return nil, false
	}
	s.mu.Lock()
	k, known := s.old[listingKey(commit)]
	if known {
		s.now[listingKey(commit)] = k
	}
	s.mu.Unlock()
	if !known {
		return nil, false
	}
	var all []keptFile
	if gob.NewDecoder(io.LimitReader(flate.NewReader(bytes.NewReader(k.Body)), maxAnswer)).Decode(&all) != nil {
		return nil, false
	}
	var out []file
	for _, l := range all {
		out = append(out, file{path: l.Path, oid: l.OID, size: l.Size, mode: l.Mode})
	}
	return out, true
}

// keepListing keeps the files of a commit.
func (s *store) keepListing(commit string, files []file) {
	if s == nil {
		return
	}
	all := make([]keptFile, 0, len(files))
	for _, f := range files {
		all = append(all, keptFile{f.path, f.oid, f.size, f.mode})
	}
	var plain bytes.Buffer
	if gob.NewEncoder(&plain).Encode(all) != nil || plain.Len() > maxAnswer {
		return
	}
	body, ok := s.deflated(plain.Bytes())
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now[listingKey(commit)] = kept{Body: body}
}
