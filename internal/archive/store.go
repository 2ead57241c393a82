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
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/klauspost/compress/zstd"
)

// A store is a folder of objects.
type store struct {
	dir     string
	objects map[string]*object // trailers that were read
	frames  int                // how many frames are held
	zip     *zstd.Decoder
	recent  map[spot][]byte // segments that were read last, at most recentBytes of them
	order   []spot
	size    int
}

// recentBytes is how much is remembered of what was read: about one run, so that the next one, which is stored as a
// difference to it, costs one step and not all of the chain.
const recentBytes = 128 << 20

// remember keeps a segment, and forgets the oldest for it.
func (s *store) remember(at spot, text []byte) {
	if _, there := s.recent[at]; there {
		return
	}
	for s.size+len(text) > recentBytes && len(s.order) > 0 {
		s.size -= len(s.recent[s.order[0]])
		delete(s.recent, s.order[0])
		s.order = s.order[1:]
	}
	s.recent[at] = text
	s.order = append(s.order, at)
	s.size += len(text)
}

// heldFrames is how many unpacked frames are kept: as many as a chain of differences has objects.
const heldFrames = 2 * mostHops

// An object is one that can be read.
type object struct {
	trailer
	digest string
	path   string
	frame  int // the one that is held, -1 for none
	held   []byte
}

// A DamageError says which object cannot be read and why.
type DamageError struct {
	Object string // "sha256:…"
	Err    error
}

func (e *DamageError) Error() string { return fmt.Sprintf("object %s: %v", e.Object, e.Err) }

func (e *DamageError) Unwrap() error { return e.Err }

var (
	errMissing = errors.New("it is missing")
	errChanged = errors.New("its content is not what its name says")
	errForm    = errors.New("it is damaged")
)

func newStore(dir string) *store {
	return &store{dir: dir, objects: map[string]*object{}, recent: map[spot][]byte{}}
}

func (s *store) path(digest string) string { return filepath.Join(s.dir, digest[:2], digest[2:]) }

func (s *store) has(digest string) bool {
	info, err := os.Stat(s.path(digest))
	return err == nil && info.Mode().IsRegular()
}

// forget drops what is held of files, so that those which another process put in their place are read. What their
// segments are does not change.
func (s *store) forget() { s.objects, s.frames = map[string]*object{}, 0 }

func damage(digest string, err error) error {
	var known *DamageError
	if errors.As(err, &known) {
		return err
	}
	return &DamageError{Object: "sha256:" + digest, Err: err}
}

// open reads an object's trailer.
func (s *store) open(digest string) (*object, error) {
	if o := s.objects[digest]; o != nil {
		return o, nil
	}
	if !isDigest(digest) {
		return nil, damage(digest, errForm)
	}
	o := &object{digest: digest, path: s.path(digest), frame: -1}
	if err := o.load(s.unpack); err != nil {
		return nil, damage(digest, err)
	}
	s.objects[digest] = o
	return o, nil
}

func isDigest(digest string) bool {
	sum, err := hex.DecodeString(digest)
	return err == nil && len(sum) == sha256.Size
}

func (o *object) load(unpack func([]byte) ([]byte, error)) error {
	file, err := os.Open(o.path)
	if errors.Is(err, fs.ErrNotExist) {
		return errMissing
	}
	if err != nil {
		return plain(err)
	}
	defer file.Close() // it is only read
	info, err := file.Stat()
	if err != nil {
		return plain(err)
	}
	least := int64(len(magic) + 8)
	head := make([]byte, len(magic))
	if info.Size() < least {
		return errForm
	}
	if _, err := file.ReadAt(head, 0); err != nil || string(head) != magic {
		return errForm
	}
	var length [8]byte
	if _, err := file.ReadAt(length[:], info.Size()-8); err != nil {
		return plain(err)
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > uint64(min(info.Size()-least, mostTrailer)) {
		return errForm
	}
	packed := make([]byte, n)
	if _, err := file.ReadAt(packed, info.Size()-8-int64(n)); err != nil {
		return plain(err)
	}
	text, err := unpack(packed)
	if err != nil {
		return errForm
	}
	if err := json.Unmarshal(text, &o.trailer); err != nil || !o.sound(info.Size()-8-int64(n)) {
		return errForm
	}
	return nil
}

// sound says whether everything in the trailer points somewhere; the frames end before end.
func (o *object) sound(end int64) bool {
	for _, f := range o.Frames {
		if min(f.At, int64(f.Length), int64(f.Size)) < 0 || f.At > end || int64(f.Length) > min(end-f.At, mostFrame) || f.Size > mostFrame {
			return false
		}
	}
	total := int64(0)
	for _, seg := range o.Segments {
		total += int64(seg.Size)
		if !o.points(seg) || seg.Size < 0 || seg.Size > mostSegment || !isDigest(seg.Sum) {
			return false
		}
	}
	return total == o.Size && !slices.ContainsFunc(o.Objects, func(name string) bool { return !isDigest(name) })
}

// points says whether a segment is where its kind has it.
func (o *object) points(seg segment) bool {
	if min(seg.Frame, seg.Offset, seg.Length, seg.Object, seg.Index, seg.Hops) < 0 || seg.Hops > mostHops {
		return false
	}
	refers := seg.Object < len(o.Objects)
	stored := seg.Frame < len(o.Frames) && seg.Offset <= o.Frames[seg.Frame].Size && seg.Length <= o.Frames[seg.Frame].Size-seg.Offset
	switch seg.Kind {
	case whole:
		return stored
	case differ:
		return stored && refers && seg.Hops > 0
	case same:
		return refers
	}
	return false
}

// unpack takes no more memory than the largest trailer may need, whatever the bytes claim.
func (s *store) unpack(packed []byte) ([]byte, error) {
	if s.zip == nil {
		reader, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(mostTrailer))
		if err != nil {
			return nil, err
		}
		s.zip = reader
	}
	return s.zip.DecodeAll(packed, nil)
}

// segment returns a segment's content, checked against its sum. It is shared: nobody changes it.
func (s *store) segment(o *object, i int) ([]byte, error) { return s.trace(o, i, 2*mostHops) }

// trace follows a segment to where it is stored, at most so many steps.
func (s *store) trace(o *object, i, steps int) ([]byte, error) {
	if i >= len(o.Segments) || steps < 0 {
		return nil, damage(o.digest, errForm)
	}
	seg, at := o.Segments[i], spot{object: o.digest, index: i}
	if text, there := s.recent[at]; there {
		return text, nil
	}
	var text []byte
	if seg.Kind != same {
		stored, err := s.stored(o, seg)
		if err != nil {
			return nil, damage(o.digest, err)
		}
		text = stored
	}
	if seg.Kind != whole {
		other, err := s.open(o.Objects[seg.Object])
		if err != nil {
			return nil, err
		}
		base, err := s.trace(other, seg.Index, steps-1)
		if err != nil {
			return nil, err
		}
		if seg.Kind == same {
			text = base
		} else if text, err = applyDelta(base, text, seg.Size); err != nil {
			return nil, damage(o.digest, err)
		}
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != seg.Sum {
		return nil, damage(o.digest, errChanged)
	}
	if seg.Kind != same {
		s.remember(at, text)
	}
	return text, nil
}

// stored returns what the object's own file holds of a segment. It is good until the next call.
func (s *store) stored(o *object, seg segment) ([]byte, error) {
	if o.frame != seg.Frame {
		text, err := o.read(o.Frames[seg.Frame], s.unpack)
		if err != nil {
			return nil, err
		}
		if o.frame < 0 {
			s.frames++
		}
		if s.frames > heldFrames {
			s.release()
		}
		o.frame, o.held = seg.Frame, text
	}
	return o.held[seg.Offset : seg.Offset+seg.Length], nil
}

// release drops the frames that are held.
func (s *store) release() {
	for _, o := range s.objects {
		o.frame, o.held = -1, nil
	}
	s.frames = 1
}

// read unpacks one frame.
func (o *object) read(f frame, unpack func([]byte) ([]byte, error)) ([]byte, error) {
	file, err := os.Open(o.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errMissing
	}
	if err != nil {
		return nil, plain(err)
	}
	defer file.Close() // it is only read
	packed := make([]byte, f.Length)
	if _, err := file.ReadAt(packed, f.At); err != nil {
		return nil, errForm
	}
	text, err := unpack(packed)
	if err != nil || len(text) != f.Size {
		return nil, errForm
	}
	return text, nil
}

// copy writes an object's content. Its SHA-256 is checked: on an error, what was written must not be used.
func (s *store) copy(w io.Writer, digest string) error {
	o, err := s.open(digest)
	if err != nil {
		return err
	}
	sum := sha256.New()
	for i := range o.Segments {
		text, err := s.segment(o, i)
		if err != nil {
			return err
		}
		sum.Write(text) // a hash never fails to write
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	if hex.EncodeToString(sum.Sum(nil)) != digest {
		return damage(digest, errChanged)
	}
	return nil
}

// content returns a whole object that is small.
func (s *store) content(digest string) ([]byte, error) {
	var b bytes.Buffer
	err := s.copy(&b, digest)
	return b.Bytes(), err
}
