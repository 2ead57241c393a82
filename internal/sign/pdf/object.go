package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"slices"
)

// An Object is an indirect object.
type Object struct {
	// Number is its number.
	Number int
	Value
	// Raw is the body as it stands in the file, without "n 0 obj" and "endobj".
	Raw []byte
	// Stream are the bytes of a stream as they stand in the file, nil for other objects.
	Stream []byte

	start, end int // with "n 0 obj" and "endobj"
}

// Object reads an object. An object that does not exist is null (ISO 32000-1 §7.3.10).
func (f *File) Object(n int) (Object, error) {
	at, has := f.table[n]
	if !has {
		return Object{Number: n}, nil
	}
	o, err := f.object(n, at, true)
	if err != nil {
		return o, fmt.Errorf("object %d: %w", n, err)
	}
	return o, nil
}

// limit is where the body of the revision ends that wrote what stands at offset at.
func (f *File) limit(at int) int {
	for _, r := range f.revisions {
		if at < r.To {
			return min(r.xref, len(f.data))
		}
	}
	return len(f.data)
}

func (f *File) object(n, at int, streams bool) (o Object, err error) {
	p := &parser{data: f.data[:f.limit(at)], at: at, budget: f.budget}
	head := fmt.Appendf(nil, "%d 0 obj", n)
	if at > len(p.data) || !bytes.HasPrefix(p.data[at:], head) {
		return o, broken("it is not where it should be")
	}
	p.at += len(head)
	p.space()
	body := p.at
	if o.Value, err = p.value(0); err != nil {
		return o, err
	}
	o.Number, o.start = n, at
	end := p.at
	if p.keyword("stream") {
		if !streams {
			return o, broken("a stream where a number should be")
		}
		if o.Stream, err = f.stream(p, o.Value); err != nil {
			return o, err
		}
		end = p.at
	}
	o.Raw = f.data[body:end]
	if !p.keyword("endobj") {
		return o, broken("it has no end")
	}
	o.end = p.at
	return o, nil
}

// stream reads a stream's bytes after its keyword.
func (f *File) stream(p *parser, dict Value) ([]byte, error) {
	if bytes.HasPrefix(p.data[p.at:], []byte("\r\n")) {
		p.at++
	}
	if p.at >= len(p.data) || p.data[p.at] != '\n' {
		return nil, broken("no line end after the word stream")
	}
	p.at++
	length, _ := dict.Get("Length")
	if length.Kind == Reference {
		at, has := f.table[int(length.Int)]
		if !has {
			return nil, broken("a stream without a length")
		}
		o, err := f.object(int(length.Int), at, false)
		if err != nil {
			return nil, err
		}
		length = o.Value
	}
	if length.Kind != Integer || length.Int < 0 || length.Int > int64(len(p.data)-p.at) {
		return nil, broken("a stream without a length")
	}
	out := p.data[p.at : p.at+int(length.Int)]
	p.at += len(out)
	if !p.keyword("endstream") {
		return nil, broken("a stream is longer than its length")
	}
	return out, nil
}

// Resolve follows a reference; other values are returned as they are.
func (f *File) Resolve(v Value) (Value, error) {
	if v.Kind != Reference {
		return v, nil
	}
	o, err := f.Object(int(v.Int))
	if err != nil {
		return Value{}, err
	}
	if o.Kind == Reference {
		return Value{}, broken("object %d is nothing but a reference", o.Number)
	}
	return o.Value, nil
}

// Lookup returns the value of a key of a dictionary, with its reference followed; Null when it is absent.
func (f *File) Lookup(dict Value, key string) (Value, error) {
	v, _ := dict.Get(key)
	return f.Resolve(v)
}

// Catalog returns the document's catalog.
func (f *File) Catalog() (Object, error) {
	root, _ := f.Trailer().Get("Root")
	if root.Kind != Reference {
		return Object{}, broken("the trailer has no /Root")
	}
	o, err := f.Object(int(root.Int))
	if err != nil {
		return o, err
	}
	kind, _ := o.Get("Type")
	if !kind.IsName("Catalog") {
		return o, broken("there is no catalog")
	}
	return o, nil
}

// Walk calls visit with every object in the order in which they stand in the file, and wants the file to consist of
// them: between header, objects and cross-reference tables there must be nothing but line ends.
func (f *File) Walk(visit func(Object) error) error {
	for i := range f.revisions {
		r := &f.revisions[i]
		places := make([][2]int, 0, len(r.entries))
		for n, at := range r.entries {
			if at != 0 {
				places = append(places, [2]int{at, n})
			}
		}
		slices.SortFunc(places, func(a, b [2]int) int { return a[0] - b[0] })
		from := r.From
		if i == 0 {
			from = f.header()
		}
		for _, place := range places {
			if !blank(f.data[min(from, place[0]):place[0]]) || place[0] < from {
				return broken("something that belongs to nothing lies before object %d", place[1])
			}
			o, err := f.object(place[1], place[0], true)
			if err != nil {
				return fmt.Errorf("object %d: %w", place[1], err)
			}
			if err := visit(o); err != nil {
				return err
			}
			from = o.end
		}
		if !blank(f.data[min(from, r.xref):r.xref]) {
			return broken("something that belongs to nothing lies before a cross-reference table")
		}
	}
	return nil
}

func blank(between []byte) bool { return len(bytes.Trim(between, "\r\n")) == 0 }

// header returns where the header ends: the line of the version, and a comment of four bytes that are not ASCII.
func (f *File) header() int {
	line := bytes.IndexByte(f.data, '\n') + 1
	rest := f.data[line:]
	if len(rest) > 6 && rest[0] == '%' && rest[5] == '\n' && rest[1] > 127 && rest[2] > 127 && rest[3] > 127 && rest[4] > 127 {
		return line + 6
	}
	return line
}

// ErrTooLarge says that something unpacked is larger than the limit; it is ErrBroken as well.
var ErrTooLarge = fmt.Errorf("%w: larger than allowed when unpacked", ErrBroken)

// Unpack returns what a stream holds, at most limit bytes. It knows streams that are not packed and those packed once
// with FlateDecode without a predictor.
func (o Object) Unpack(limit int64) ([]byte, error) {
	filter, packed := o.Get("Filter")
	if filter.Kind == Array && len(filter.Items) == 1 {
		filter = filter.Items[0]
	}
	_, parms := o.Get("DecodeParms")
	switch {
	case o.Stream == nil:
		return nil, broken("object %d is no stream", o.Number)
	case !packed:
		if int64(len(o.Stream)) > limit {
			return nil, ErrTooLarge
		}
		return o.Stream, nil
	case !filter.IsName("FlateDecode") || parms:
		return nil, foreign("object %d is packed in another way than FlateDecode", o.Number)
	}
	source := bytes.NewReader(o.Stream)
	z, err := zlib.NewReader(source)
	if err != nil {
		return nil, broken("unpack object %d: %w", o.Number, err)
	}
	// Not bytes.Buffer.Grow, which clears what it makes, at one go, while the collector of garbage waits for it.
	out, err := readAll(make([]byte, 0, o.said(limit)), io.LimitReader(z, limit+1))
	if err != nil {
		return nil, broken("unpack object %d: %w", o.Number, err)
	}
	if int64(len(out)) > limit {
		return nil, ErrTooLarge
	}
	if source.Len() > 0 && !blank(o.Stream[len(o.Stream)-source.Len():]) {
		return nil, broken("object %d holds more than what is packed in it", o.Number)
	}
	return out, nil
}

// readAll appends all that r has.
func readAll(out []byte, r io.Reader) ([]byte, error) {
	for {
		out = slices.Grow(out, bytes.MinRead)
		n, err := r.Read(out[len(out):cap(out)])
		out = out[:len(out)+n]
		switch {
		case err == io.EOF:
			return out, nil
		case err != nil:
			return nil, err
		}
	}
}

// said is how large an embedded file says that it is when unpacked, as far as that can be: zlib packs to no less than a
// thousandth. It is where reading begins, and no promise.
func (o Object) said(limit int64) int {
	parameters, _ := o.Get("Params")
	size, _ := parameters.Get("Size")
	return int(max(0, min(size.Int, limit, 1000*int64(len(o.Stream))))) + 2*bytes.MinRead
}
