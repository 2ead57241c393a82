package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// block is how many bytes must agree for a delta to take them from the base: shorter matches are hardly worth it.
const block = 32

var errDelta = errors.New("the difference does not fit its base")

// place is where a block with that hash begins in the base.
type place struct {
	hash uint32
	at   int32
}

// A deltaMaker finds what a text has in common with a base. Of several places that agree it takes the nearest to where
// it would go on, because the texts are lists of records that look much alike.
type deltaMaker struct {
	base   []byte
	places []place // by hash, then by place
	seen   []uint64
}

const seenBits = 19 // of the filter that says for most blocks at once that they do not occur

func newDeltaMaker(base []byte) *deltaMaker {
	d := &deltaMaker{base: base, seen: make([]uint64, 1<<seenBits/64)}
	for at := 0; at+block <= len(base); at += block {
		h := blockHash(base[at:])
		d.places = append(d.places, place{h, int32(at)})
		d.seen[h>>(32-seenBits)/64] |= 1 << (h >> (32 - seenBits) % 64)
	}
	slices.SortFunc(d.places, comparePlaces)
	return d
}

func comparePlaces(a, b place) int {
	if a.hash != b.hash {
		if a.hash < b.hash {
			return -1
		}
		return 1
	}
	return int(a.at) - int(b.at)
}

func blockHash(p []byte) uint32 {
	const k = 0x9e3779b97f4a7c15
	h := binary.LittleEndian.Uint64(p) * k
	h = (h ^ h>>29 ^ binary.LittleEndian.Uint64(p[8:])) * k
	h = (h ^ h>>29 ^ binary.LittleEndian.Uint64(p[16:])) * k
	h = (h ^ h>>29 ^ binary.LittleEndian.Uint64(p[24:])) * k
	return uint32(h >> 32)
}

// find returns where in the base the most of text agrees, near to where it is expected, and how far. Zero is nowhere.
func (d *deltaMaker) find(text []byte, expected int) (at, length int) {
	h := blockHash(text)
	if d.seen[h>>(32-seenBits)/64]&(1<<(h>>(32-seenBits)%64)) == 0 {
		return 0, 0
	}
	i, _ := slices.BinarySearchFunc(d.places, place{h, int32(expected)}, comparePlaces)
	for _, j := range [...]int{i, i - 1} {
		if j < 0 || j >= len(d.places) || d.places[j].hash != h {
			continue
		}
		from := int(d.places[j].at)
		if n := agree(d.base[from:], text); n >= block && n > length {
			at, length = from, n
		}
	}
	return at, length
}

// agree is how many bytes two texts have in common from their beginning.
func agree(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	for n+8 <= most && binary.LittleEndian.Uint64(a[n:]) == binary.LittleEndian.Uint64(b[n:]) {
		n += 8
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}

// delta describes target by the base: pairs of how many bytes are new and how many are taken from where, then the new
// bytes. It gives up (nil) when there is little in common.
func (d *deltaMaker) delta(target []byte) []byte {
	var moves, fresh []byte
	begin, expected := 0, 0 // of the new bytes; where the base would go on
	put := func(end, at, length int) {
		moves = binary.AppendUvarint(moves, uint64(end-begin))
		moves = binary.AppendUvarint(moves, uint64(length))
		moves = binary.AppendVarint(moves, int64(at-expected))
		fresh = append(fresh, target[begin:end]...)
	}
	for at := 0; at < len(target); {
		from, length := expected, 0
		if expected < len(d.base) {
			length = agree(d.base[expected:], target[at:])
		}
		if length < block && at+block <= len(target) {
			from, length = d.find(target[at:], expected)
		}
		if length < block {
			at++
			if at-begin+len(fresh) > len(target)/2+block {
				return nil
			}
			continue
		}
		for at > begin && from > 0 && d.base[from-1] == target[at-1] {
			at, from, length = at-1, from-1, length+1
		}
		put(at, from, length)
		at += length
		begin, expected = at, from+length
	}
	put(len(target), expected, 0)
	return append(append(binary.AppendUvarint(nil, uint64(len(moves))), moves...), fresh...)
}

// applyDelta makes the target of its base.
func applyDelta(base, delta []byte, size int) ([]byte, error) {
	n, used := binary.Uvarint(delta)
	if used <= 0 || n > uint64(len(delta)-used) {
		return nil, errDelta
	}
	moves, fresh := bytes.NewReader(delta[used:used+int(n)]), delta[used+int(n):]
	out := make([]byte, 0, size)
	expected := 0
	for moves.Len() > 0 {
		added, err1 := binary.ReadUvarint(moves)
		length, err2 := binary.ReadUvarint(moves)
		moved, err3 := binary.ReadVarint(moves)
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, errDelta
		}
		from := int64(expected) + moved
		if added > uint64(len(fresh)) || from < 0 || from > int64(len(base)) || length > uint64(len(base))-uint64(from) || uint64(len(out))+added+length > uint64(size) {
			return nil, errDelta
		}
		out = append(out, fresh[:added]...)
		fresh = fresh[added:]
		out = append(out, base[from:from+int64(length)]...)
		expected = int(from) + int(length)
	}
	if len(out) != size || len(fresh) > 0 {
		return nil, errDelta
	}
	return out, nil
}
