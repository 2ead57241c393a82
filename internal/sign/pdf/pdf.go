// Package pdf reads the PDFs that assize writes, strictly, and survives all others: it is what stands between a
// file from a stranger and the verifier. It knows the plain cross-reference table and revisions that are appended
// (ISO 32000-1 §7.5.4 and §7.5.6), and where each value begins and ends, because a seal is about bytes. It never
// repairs, guesses or runs anything: what it does not know is an error, and so is everything that two readers could
// understand differently, such as a key that stands twice in a dictionary. Nothing in a file makes it use more memory
// or time than its limits allow, and nothing makes it panic.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// What is wrong with a file; every error of this package is one of them.
var (
	// ErrBroken says that the file breaks the rules of PDF, or one of our limits.
	ErrBroken = errors.New("broken PDF")
	// ErrForeign says that the file may be a sound PDF, in a form that assize never writes.
	ErrForeign = errors.New("not a PDF of assize")
)

const (
	// maxDepth is how deeply values may nest.
	maxDepth = 40
	// maxValues is how many values a file may hold outside of its streams. A report of 60 pages has about 20,000.
	maxValues = 2_000_000
	// maxRevisions is how many revisions a file may have.
	maxRevisions = 32
)

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrBroken, fmt.Errorf(format, args...))
}

func foreign(format string, args ...any) error {
	return fmt.Errorf("%w: %w", ErrForeign, fmt.Errorf(format, args...))
}

// A File is a PDF whose cross-reference tables were read. It does not copy the bytes: the caller leaves them alone. It
// may not be used concurrently.
type File struct {
	data      []byte
	revisions []Revision // oldest first
	table     map[int]int
	budget    *int
}

// A Revision is what one save wrote.
type Revision struct {
	// From and To are the bytes of it; To is after its "%%EOF" and line end.
	From, To int
	// Trailer is its trailer dictionary.
	Trailer Value

	xref    int
	entries map[int]int // object number to offset; 0 for an object that was removed
}

// Open reads the cross-reference tables. Bytes after the last "%%EOF" are no error here: the last revision's To tells.
func Open(data []byte) (*File, error) {
	budget := maxValues
	f := &File{data: data, budget: &budget}
	switch {
	case len(data) == 0:
		return nil, broken("the file is empty")
	case !bytes.HasPrefix(data, []byte("%PDF-")):
		return nil, broken("it does not begin with %%PDF-")
	}
	end := bytes.LastIndex(data, []byte("%%EOF"))
	if end < 0 {
		return nil, broken("it has no end: it was cut short")
	}
	at, err := f.startXref(end)
	if err != nil {
		return nil, err
	}
	for {
		r, previous, err := f.revision(at, end)
		if err != nil {
			return nil, err
		}
		f.revisions = append(f.revisions, r)
		if previous < 0 {
			break
		}
		if previous >= at {
			return nil, foreign("it is linearized")
		}
		if len(f.revisions) == maxRevisions {
			return nil, broken("more than %d revisions", maxRevisions)
		}
		at = previous
		if end = f.endAfter(at); end < 0 {
			return nil, broken("a revision has no end")
		}
	}
	slices.Reverse(f.revisions)
	if err := f.bounds(); err != nil {
		return nil, err
	}
	f.table = merge(f.revisions)
	return f, nil
}

// startXref reads the number before the "%%EOF" at end.
func (f *File) startXref(end int) (int, error) {
	from := max(0, end-40)
	i := bytes.LastIndex(f.data[from:end], []byte("startxref"))
	if i < 0 {
		return 0, broken("no startxref before its end")
	}
	text := bytes.TrimSpace(f.data[from+i+len("startxref") : end])
	at, err := strconv.Atoi(string(text))
	if err != nil || at <= 0 || at >= from+i {
		return 0, broken("startxref leads nowhere")
	}
	return at, nil
}

// endAfter returns where the first "%%EOF" after a cross-reference table stands, or -1.
func (f *File) endAfter(at int) int {
	if i := bytes.Index(f.data[at:], []byte("%%EOF")); i >= 0 {
		return at + i
	}
	return -1
}

// revision reads the table at offset at, whose "%%EOF" stands at end. Previous is -1 for the first revision.
func (f *File) revision(at, end int) (r Revision, previous int, err error) {
	p := &parser{data: f.data[:end], at: at, budget: f.budget}
	if !p.keyword("xref") {
		if at < end && f.data[at] >= '0' && f.data[at] <= '9' {
			return r, 0, foreign("it keeps its objects in streams")
		}
		return r, 0, broken("no cross-reference table where there should be one")
	}
	r = Revision{xref: at, To: end + len("%%EOF"), entries: map[int]int{}}
	for !p.keyword("trailer") {
		if err := r.section(p); err != nil {
			return r, 0, err
		}
	}
	if r.Trailer, err = p.value(0); err != nil {
		return r, 0, err
	}
	if r.Trailer.Kind != Dict {
		return r, 0, broken("the trailer is no dictionary")
	}
	if err := f.afterTrailer(p, at, end); err != nil {
		return r, 0, err
	}
	for _, lineEnd := range []string{"\r\n", "\n"} {
		if bytes.HasPrefix(f.data[r.To:], []byte(lineEnd)) {
			r.To += len(lineEnd)
			break
		}
	}
	previous, err = r.previous(end)
	return r, previous, err
}

// previous returns where the table of the revision before stands, or -1.
func (r *Revision) previous(end int) (int, error) {
	if _, encrypted := r.Trailer.Get("Encrypt"); encrypted {
		return 0, foreign("it is encrypted")
	}
	if _, hybrid := r.Trailer.Get("XRefStm"); hybrid {
		return 0, foreign("it keeps its objects in streams")
	}
	before, has := r.Trailer.Get("Prev")
	switch {
	case !has:
		return -1, nil
	case before.Kind != Integer || before.Int <= 0 || before.Int >= int64(end):
		return 0, broken("the trailer's /Prev leads nowhere")
	}
	return int(before.Int), nil
}

// afterTrailer wants nothing but startxref, this table's own offset, and the end.
func (f *File) afterTrailer(p *parser, at, end int) error {
	if !p.keyword("startxref") {
		return broken("no startxref after the trailer")
	}
	v, err := p.value(0)
	if err != nil {
		return err
	}
	p.space()
	if v.Kind != Integer || p.at != end || v.Int != int64(at) {
		// A linearized file's first table has a startxref of 0.
		if v.Kind == Integer && v.Int == 0 {
			return foreign("it is linearized")
		}
		return broken("startxref does not lead to its own table")
	}
	return nil
}

// section reads a subsection of a table: "first count", then 20 bytes for each object.
func (r *Revision) section(p *parser) error {
	first, err := p.value(0)
	if err != nil {
		return err
	}
	count, err := p.value(0)
	if err != nil {
		return err
	}
	left := len(p.data) - p.at
	if first.Kind != Integer || count.Kind != Integer || first.Int < 0 || count.Int < 0 || count.Int > int64(left/20) || first.Int > maxValues {
		return broken("the cross-reference table is cut short")
	}
	p.space()
	for n := int(first.Int); n < int(first.Int+count.Int); n++ {
		if len(p.data)-p.at < 20 {
			return broken("the cross-reference table is cut short")
		}
		offset, err := entry(n, p.data[p.at:p.at+20])
		if err != nil {
			return err
		}
		p.at += 20
		if _, twice := r.entries[n]; twice {
			return broken("object %d stands twice in one cross-reference table", n)
		}
		r.entries[n] = offset
	}
	return nil
}

// entry reads the line of object n: its offset, or 0 for one that was removed.
func entry(n int, line []byte) (int, error) {
	offset, err := strconv.Atoi(string(line[:10]))
	if err != nil || offset < 0 || line[10] != ' ' || line[16] != ' ' || !entryEnd(line[18:]) {
		return 0, broken("the cross-reference table's entry of object %d", n)
	}
	switch {
	case line[17] == 'f':
		return 0, nil
	case line[17] != 'n' || offset == 0:
		return 0, broken("the cross-reference table's entry of object %d", n)
	case string(line[11:16]) != "00000":
		return 0, foreign("objects of other generations than 0")
	}
	return offset, nil
}

// entryEnd knows the three ends of a line that has 20 bytes.
func entryEnd(two []byte) bool {
	s := string(two)
	return s == " \n" || s == "\r\n" || s == " \r"
}

// bounds wants each revision's objects within what that revision wrote.
func (f *File) bounds() error {
	from := 0
	for i := range f.revisions {
		r := &f.revisions[i]
		r.From = from
		for n, offset := range r.entries {
			if offset != 0 && (offset < from || offset >= r.xref) {
				return broken("object %d lies outside of its revision", n)
			}
		}
		from = r.To
	}
	return nil
}

func merge(revisions []Revision) map[int]int {
	table := map[int]int{}
	for _, r := range revisions {
		for n, offset := range r.entries {
			if offset == 0 {
				delete(table, n)
			} else {
				table[n] = offset
			}
		}
	}
	return table
}

// Revisions returns the revisions, oldest first; there is at least one.
func (f *File) Revisions() []Revision { return f.revisions }

// As returns the file as it was after its first count revisions.
func (f *File) As(count int) *File {
	older := *f
	older.revisions = f.revisions[:count:count]
	older.table = merge(older.revisions)
	return &older
}

// Has says whether there is an object of that number.
func (f *File) Has(n int) bool {
	_, has := f.table[n]
	return has
}

// Numbers returns the numbers of the objects that the revision wrote or removed, sorted, without 0.
func (r Revision) Numbers() []int {
	out := slices.Sorted(maps.Keys(r.entries))
	return slices.DeleteFunc(out, func(n int) bool { return n == 0 })
}

// Bytes returns the bytes from and to which a value's positions refer. They belong to the caller of Open.
func (f *File) Bytes() []byte { return f.data }

// Trailer returns the newest trailer.
func (f *File) Trailer() Value { return f.revisions[len(f.revisions)-1].Trailer }

// Numbers returns the numbers of all objects, sorted.
func (f *File) Numbers() []int {
	out := make([]int, 0, len(f.table))
	for n := range f.table {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}
