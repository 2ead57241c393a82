package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// spot is where a segment is stored.
type spot struct {
	object      string
	index, hops int
}

// A repacker has the objects of kept runs stand on their own: where one refers to an object that goes, it gets the
// segment itself, or refers to an older kept object that has the same.
type repacker struct {
	store *store
	temp  string
	kept  map[string]bool
	bySum map[string]spot
}

// repack writes the objects of kept runs anew that refer to others, oldest first. Each is replaced by a file that was
// read back and has the same content.
func (a *Archive) repack(runs []Run) error {
	r := &repacker{store: a.store, temp: filepath.Join(a.dir, tempDir), kept: named(runs), bySum: map[string]spot{}}
	done := map[string]bool{}
	for _, run := range runs {
		if run.Pruned != nil {
			continue
		}
		for _, o := range run.Objects {
			if digest := hexOf(o.Digest); !done[digest] {
				done[digest] = true
				if err := r.one(digest); err != nil {
					return fmt.Errorf("run %s: %w", run.Run, err)
				}
			}
		}
	}
	return nil
}

func (r *repacker) one(digest string) error {
	o, err := r.store.open(digest)
	if err != nil {
		return err
	}
	stands := true
	for _, other := range o.Objects {
		stands = stands && r.kept[other]
	}
	if !stands {
		if err := r.rewrite(o); err != nil {
			return err
		}
		if o, err = r.store.open(digest); err != nil {
			return err
		}
	}
	for i, seg := range o.Segments {
		if _, there := r.bySum[seg.Sum]; !there && seg.Kind != same {
			r.bySum[seg.Sum] = spot{digest, i, seg.Hops}
		}
	}
	return nil
}

func (r *repacker) rewrite(o *object) error {
	file, err := os.CreateTemp(r.temp, "object-*")
	if err != nil {
		return plain(err)
	}
	w, err := r.store.newObjectWriter(file, nil)
	if err == nil {
		w.trailer.Size = o.Size
		for i := range o.Segments {
			if err = r.segment(w, o, i); err != nil {
				break
			}
		}
	}
	if err == nil {
		err = errors.Join(w.flush(), w.end())
	}
	if err == nil {
		err = r.store.proves(file.Name(), o.digest)
	}
	if err == nil {
		err = r.store.place(file, o.digest)
	}
	if err != nil {
		return errors.Join(plain(err), drop(file))
	}
	return nil
}

// segment takes one segment over.
func (r *repacker) segment(w *objectWriter, o *object, i int) error {
	seg := o.Segments[i]
	fresh := segment{Kind: whole, Sum: seg.Sum, Size: seg.Size, Head: seg.Head, Tail: seg.Tail}
	var to spot
	if seg.Kind != whole {
		to = spot{o.Objects[seg.Object], seg.Index, seg.Hops}
		if !r.kept[to.object] {
			to = r.instead(to)
		}
	}
	switch {
	case seg.Kind == same && to.object != "":
		w.point(&fresh, same, to.object, to.index, to.hops)
		w.trailer.Segments = append(w.trailer.Segments, fresh)
		return nil
	case seg.Kind == whole, seg.Kind == differ && to.object != "" && to.hops < mostHops:
		stored, err := r.store.stored(o, seg)
		if err != nil {
			return damage(o.digest, err)
		}
		if seg.Kind == differ {
			hops := to.hops + 1
			if r.kept[o.Objects[seg.Object]] {
				hops = seg.Hops
			}
			w.point(&fresh, differ, to.object, to.index, hops)
		}
		return w.keep(fresh, stored)
	}
	text, err := r.store.segment(o, i)
	if err != nil {
		return err
	}
	return w.keep(fresh, bytes.Clone(text))
}

// instead is where a kept object has the segment that is at a spot which goes; empty when none has.
func (r *repacker) instead(gone spot) spot {
	o, err := r.store.open(gone.object)
	if err != nil || gone.index >= len(o.Segments) {
		return spot{}
	}
	return r.bySum[o.Segments[gone.index].Sum]
}

// proves reads a file that is to become an object, and says whether it has that content.
func (s *store) proves(path, digest string) error {
	probe := newStore(s.dir)
	o := &object{digest: digest, path: path, frame: -1}
	if err := o.load(probe.unpack); err != nil {
		return damage(digest, err)
	}
	probe.objects[digest] = o
	return probe.copy(io.Discard, digest)
}
