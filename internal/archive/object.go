package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// An object's file is: magic, frames (zstd), the trailer (JSON, zstd), the trailer's length in 8 bytes. Its name is the
// SHA-256 of the content, whatever the form. The content is cut into segments; a segment is stored whole, as a
// difference to a segment of another object, or by naming the equal segment of another object.
const magic = "assize.object/v1\n"

// The kinds of segments.
const (
	whole  = "whole"
	differ = "delta"
	same   = "same"
)

const (
	// mostHops is how many differences may stand between a segment and a whole one. More makes reading slow and
	// a damaged object dear, fewer cost space.
	mostHops = 24
	// frameBytes is how much is compressed together.
	frameBytes = 1 << 20
	// mostTrailer bounds what a hostile file makes us allocate for its trailer, and mostFrame for a frame.
	mostTrailer = 64 << 20
	mostFrame   = frameBytes + mostSegment + 1<<16
)

// A segment of an object.
type segment struct {
	Kind string `json:"kind"`
	Sum  string `json:"sum"` // SHA-256, hex
	Size int    `json:"size"`
	// Head and Tail are hashes of its first and last bytes, by which a changed segment is found again.
	Head uint32 `json:"head"`
	Tail uint32 `json:"tail"`
	// Frame, Offset and Length say where it is in this file.
	Frame  int `json:"frame,omitempty"`
	Offset int `json:"offset,omitempty"`
	Length int `json:"length,omitempty"`
	// Object is the place in the trailer's list, and Index the segment there, that it is equal to or differs from.
	Object int `json:"object,omitempty"`
	Index  int `json:"index,omitempty"`
	Hops   int `json:"hops,omitempty"`
}

type frame struct {
	At     int64 `json:"at"`
	Length int   `json:"length"`
	Size   int   `json:"size"`
}

type trailer struct {
	Size     int64     `json:"size"`
	Objects  []string  `json:"objects,omitempty"` // hex digests of the objects that this one needs
	Frames   []frame   `json:"frames"`
	Segments []segment `json:"segments"`
}

// An objectWriter makes an object's file of the content that is written to it.
type objectWriter struct {
	store   *store
	file    *os.File
	at      int64
	base    *object // may be nil
	bySum   map[string]int
	cursor  int // the segment of base after the one that was met last
	split   *splitter
	hash    interface{ Sum([]byte) []byte }
	out     io.Writer // splitter and hash
	zip     *zstd.Encoder
	pending []byte // the frame that is being filled
	known   map[string]int
	trailer trailer
}

// newObjectWriter writes to a temporary file; base is a similar object or nil. Exactly one of finish and drop ends it.
func (s *store) newObjectWriter(file *os.File, base *object) (*objectWriter, error) {
	zip, err := newEncoder()
	if err != nil {
		return nil, err
	}
	sum := sha256.New()
	w := &objectWriter{store: s, file: file, base: base, hash: sum, zip: zip, known: map[string]int{}, bySum: map[string]int{}}
	w.trailer = trailer{Frames: []frame{}, Segments: []segment{}}
	w.split = newSplitter(w.segment)
	w.out = io.MultiWriter(sum, w.split)
	if base != nil {
		for i, seg := range base.Segments {
			w.bySum[seg.Sum] = i
		}
	}
	return w, w.raw([]byte(magic))
}

func newEncoder() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(8<<20))
}

func (w *objectWriter) raw(p []byte) error {
	n, err := w.file.Write(p)
	w.at += int64(n)
	return err
}

// Write takes the next bytes of the content.
func (w *objectWriter) Write(p []byte) (int, error) {
	w.trailer.Size += int64(len(p))
	return w.out.Write(p)
}

// segment stores one segment in the cheapest way.
func (w *objectWriter) segment(text []byte) error {
	sum := sha256.Sum256(text)
	seg := segment{Kind: whole, Sum: hex.EncodeToString(sum[:]), Size: len(text), Head: edge(text, false), Tail: edge(text, true)}
	if i, there := w.bySum[seg.Sum]; there {
		w.cursor = i + 1
		w.refer(&seg, same, i)
		w.trailer.Segments = append(w.trailer.Segments, seg)
		return nil
	}
	stored := text
	if i := w.alike(seg); i >= 0 && w.base.Segments[i].Hops < mostHops {
		if delta := w.differenceTo(i, text); delta != nil {
			w.cursor = i + 1
			w.refer(&seg, differ, i)
			seg.Hops = w.base.Segments[i].Hops + 1
			stored = delta
		}
	}
	return w.keep(seg, stored)
}

// keep stores bytes for a segment in this file.
func (w *objectWriter) keep(seg segment, stored []byte) error {
	seg.Frame, seg.Offset, seg.Length = len(w.trailer.Frames), len(w.pending), len(stored)
	w.trailer.Segments = append(w.trailer.Segments, seg)
	w.pending = append(w.pending, stored...)
	if len(w.pending) >= frameBytes {
		return w.flush()
	}
	return nil
}

// differenceTo is the text as a difference to a segment of the base, nil if that is no gain or the base is damaged. It
// is tried out: what is stored can be read.
func (w *objectWriter) differenceTo(i int, text []byte) []byte {
	base, err := w.store.segment(w.base, i)
	if err != nil {
		return nil
	}
	delta := newDeltaMaker(base).delta(text)
	if delta == nil {
		return nil
	}
	if back, err := applyDelta(base, delta, len(text)); err != nil || !bytes.Equal(back, text) {
		return nil
	}
	return delta
}

// refer points a segment to the place where segment i of the base is stored: never to one that only names another.
func (w *objectWriter) refer(seg *segment, kind string, i int) {
	at := w.base.Segments[i]
	if at.Kind == same {
		w.point(seg, kind, w.base.Objects[at.Object], at.Index, at.Hops)
		return
	}
	w.point(seg, kind, w.base.digest, i, at.Hops)
}

// point has a segment refer to one of another object.
func (w *objectWriter) point(seg *segment, kind, object string, index, hops int) {
	if _, there := w.known[object]; !there {
		w.known[object] = len(w.trailer.Objects)
		w.trailer.Objects = append(w.trailer.Objects, object)
	}
	seg.Kind, seg.Object, seg.Index, seg.Hops = kind, w.known[object], index, hops
}

// alike is the segment of the base that one which is new was most likely made from, or -1.
func (w *objectWriter) alike(seg segment) int {
	if w.base == nil || len(w.base.Segments) == 0 {
		return -1
	}
	best := min(w.cursor, len(w.base.Segments)-1)
	distance := len(w.base.Segments)
	for i, other := range w.base.Segments {
		if d := max(i-w.cursor, w.cursor-i); d < distance && (other.Tail == seg.Tail || other.Head == seg.Head) {
			best, distance = i, d
		}
	}
	return best
}

// edge hashes the first or last bytes of a segment.
func edge(text []byte, last bool) uint32 {
	const size = 64
	if last {
		text = text[max(0, len(text)-size):]
	}
	sum := sha256.Sum256(text[:min(size, len(text))])
	return binary.LittleEndian.Uint32(sum[:])
}

// flush compresses what is pending.
func (w *objectWriter) flush() error {
	if len(w.pending) == 0 {
		return nil
	}
	packed := w.zip.EncodeAll(w.pending, nil)
	w.trailer.Frames = append(w.trailer.Frames, frame{At: w.at, Length: len(packed), Size: len(w.pending)})
	w.pending = w.pending[:0]
	return w.raw(packed)
}

// finish ends the file and returns the content's digest in hex. The file is not synced yet.
func (w *objectWriter) finish() (digest string, size int64, err error) {
	if err := w.split.Close(); err != nil {
		return "", 0, err
	}
	if err := w.flush(); err != nil {
		return "", 0, err
	}
	if err := w.end(); err != nil {
		return "", 0, err
	}
	return hex.EncodeToString(w.hash.Sum(nil)), w.trailer.Size, nil
}

func (w *objectWriter) end() error {
	text, err := json.Marshal(w.trailer)
	if err != nil {
		return err
	}
	packed := w.zip.EncodeAll(text, nil)
	return w.raw(binary.LittleEndian.AppendUint64(packed, uint64(len(packed))))
}

// put stores the content that write writes, and returns its digest in hex and its size. Base is the digest of a similar
// object, or "". An object that is there already costs nothing.
func (s *store) put(temp, base string, write func(io.Writer) error) (digest string, size int64, err error) {
	var like *object
	if base != "" {
		like, _ = s.open(base) // a damaged one is of no help, and check names it
	}
	file, err := os.CreateTemp(temp, "object-*")
	if err != nil {
		return "", 0, plain(err)
	}
	digest, size, err = s.fill(file, like, write)
	if err == nil && s.has(digest) {
		return digest, size, drop(file)
	}
	if err == nil {
		err = s.place(file, digest)
	}
	if err != nil {
		return "", 0, errors.Join(plain(err), drop(file))
	}
	return digest, size, nil
}

func (s *store) fill(file *os.File, base *object, write func(io.Writer) error) (string, int64, error) {
	w, err := s.newObjectWriter(file, base)
	if err != nil {
		return "", 0, err
	}
	if err := write(w); err != nil {
		return "", 0, err
	}
	return w.finish()
}

// place gives a finished temporary file its name.
func (s *store) place(file *os.File, digest string) error {
	dir := filepath.Dir(s.path(digest))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := settle(file, dir, filepath.Base(s.path(digest))); err != nil {
		return err
	}
	delete(s.objects, digest)
	if err := syncDir(s.dir); err != nil {
		return fmt.Errorf("sync %s: %w", s.dir, err)
	}
	return nil
}
