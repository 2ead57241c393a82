package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// A Pair holds the values of two files against each other as a reader of them would: references are followed and streams
// unpacked, so that neither an object's number nor how a stream is packed makes a difference. Pages are compared by their
// place in the document where something refers to them. An embedded file's bytes are left out.
type Pair struct {
	a, b  *File
	pages [2]map[int]int // object number of a page to its place
	// met are the objects of a with those of b that they were found to stand for, and the other way round. One stands
	// for one, so that no chain of references in a is longer than what b has.
	met [2]map[int]int
	// instead are values that stand in for what objects of a hold.
	instead map[int]Value
}

// NewPair wants both files to have the same number of pages.
func NewPair(a, b *File) (*Pair, error) {
	p := &Pair{a: a, b: b, met: [2]map[int]int{{}, {}}}
	for i, f := range []*File{a, b} {
		pages, err := f.Pages()
		if err != nil {
			return nil, err
		}
		p.pages[i] = make(map[int]int, len(pages))
		for place, n := range pages {
			p.pages[i][n] = place
		}
	}
	if len(p.pages[0]) != len(p.pages[1]) {
		return nil, fmt.Errorf("it has %d pages and not %d", len(p.pages[0]), len(p.pages[1]))
	}
	return p, nil
}

// Instead has an object of the first file compared as if it held v.
func (p *Pair) Instead(object int, v Value) {
	if p.instead == nil {
		p.instead = map[int]Value{}
	}
	p.instead[object] = v
}

// Same compares a value of the first file with one of the second. The error begins with the keys that lead to the
// difference.
func (p *Pair) Same(a, b Value) error {
	if a.Kind != b.Kind {
		return errors.New(" is of another kind")
	}
	switch a.Kind {
	case Reference:
		return p.objects(int(a.Int), int(b.Int))
	case Array:
		if len(a.Items) != len(b.Items) {
			return fmt.Errorf(" has %d parts and not %d", len(a.Items), len(b.Items))
		}
		for i := range a.Items {
			if err := p.Same(a.Items[i], b.Items[i]); err != nil {
				return err
			}
		}
		return nil
	case Dict:
		return p.dicts(a, b)
	}
	if a.Int != b.Int || a.Text != b.Text {
		return errors.New(" is another")
	}
	return nil
}

func (p *Pair) dicts(a, b Value) error {
	for i, key := range a.Keys {
		other, has := b.Get(key)
		if !has {
			return fmt.Errorf("/%.40s should not be there", key)
		}
		if err := p.Same(a.Items[i], other); err != nil {
			return fmt.Errorf("/%.40s%w", key, err)
		}
	}
	for _, key := range b.Keys {
		if _, has := a.Get(key); !has {
			return fmt.Errorf("/%.40s is missing", key)
		}
	}
	return nil
}

func (p *Pair) objects(n, m int) error {
	place, isPage := p.pages[0][n]
	other, shouldBe := p.pages[1][m]
	if isPage || shouldBe {
		if isPage != shouldBe || place != other {
			return errors.New(" leads to another page")
		}
		return nil
	}
	before, met := p.met[0][n]
	after, taken := p.met[1][m]
	switch {
	case met && taken && before == m && after == n:
		return nil
	case met || taken:
		return errors.New(" leads elsewhere")
	}
	p.met[0][n], p.met[1][m] = m, n
	a, err := p.a.Object(n)
	if err != nil {
		return fmt.Errorf(" cannot be read: %w", err)
	}
	b, err := p.b.Object(m)
	if err != nil {
		return fmt.Errorf(" cannot be drawn again: %w", err)
	}
	if v, stands := p.instead[n]; stands {
		a.Value = v
	}
	return p.bodies(a, b)
}

func (p *Pair) bodies(a, b Object) error {
	switch {
	case (a.Stream == nil) != (b.Stream == nil):
		return errors.New(" is of another kind")
	case a.Stream == nil:
		return p.Same(a.Value, b.Value)
	}
	kind, _ := a.Get("Type")
	other, _ := b.Get("Type")
	if kind.IsName("EmbeddedFile") && other.IsName("EmbeddedFile") {
		return nil
	}
	if err := p.Same(a.Without("Length", "Filter"), b.Without("Length", "Filter")); err != nil {
		return err
	}
	how, _ := a.Get("Filter")
	should, _ := b.Get("Filter")
	if bytes.Equal(a.Stream, b.Stream) && how.IsName("FlateDecode") == should.IsName("FlateDecode") && how.Kind == should.Kind && how.Kind != Array {
		return nil
	}
	want, err := b.Unpack(maxSame)
	if err != nil {
		return fmt.Errorf(" cannot be drawn again: %w", err)
	}
	got, err := a.Unpack(int64(len(want)))
	if err != nil || !bytes.Equal(got, want) {
		return errors.New(" is another") // what is larger differs, too
	}
	return nil
}

// maxSame bounds one unpacked stream of a file that this program drew, in bytes.
const maxSame = 256 << 20

// Without returns a dictionary without some of its keys.
func (v Value) Without(keys ...string) Value {
	out := Value{Kind: v.Kind, From: v.From, To: v.To}
	for i, key := range v.Keys {
		if !slices.Contains(keys, key) {
			out.Keys, out.Items = append(out.Keys, key), append(out.Items, v.Items[i])
		}
	}
	return out
}

// Equal says whether two values are the same, wherever they stand. References are not followed.
func (v Value) Equal(other Value) bool {
	if v.Kind != other.Kind || v.Int != other.Int || v.Text != other.Text || len(v.Items) != len(other.Items) || !slices.Equal(v.Keys, other.Keys) {
		return false
	}
	for i := range v.Items {
		if !v.Items[i].Equal(other.Items[i]) {
			return false
		}
	}
	return true
}

// Plain says whether a value holds no references.
func (v Value) Plain() bool {
	return v.Kind != Reference && !slices.ContainsFunc(v.Items, func(item Value) bool { return !item.Plain() })
}

// References calls visit with the number of every object that a value refers to.
func (v Value) References(visit func(n int)) {
	if v.Kind == Reference {
		visit(int(v.Int))
	}
	for _, item := range v.Items {
		item.References(visit)
	}
}
