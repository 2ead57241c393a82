package archive

// The sizes of segments. Between the least and the most, a segment ends where the hash of the last 64 bytes is smallest
// of those that are met once, so that an insertion moves one border or two and not all that come after it, even in text that repeats itself.
const (
	leastSegment = 512 << 10
	mostSegment  = 2 << 20
)

// A splitter cuts a stream into segments whose borders depend on the content alone: a gear hash (as in FastCDC, Xia et
// al., USENIX ATC 2016) rolls over the bytes, and the smallest in reach that is met once is the border.
type splitter struct {
	gear [256]uint64
	held []byte
	emit func(segment []byte) error // the segment is good until emit returns
}

func newSplitter(emit func([]byte) error) *splitter {
	s := &splitter{emit: emit}
	x := uint64(0x617373697a65) // any seed, the same for ever
	for i := range s.gear {     // splitmix64
		x += 0x9e3779b97f4a7c15
		z := (x ^ x>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		s.gear[i] = z ^ z>>31
	}
	return s
}

// Write takes the next bytes.
func (s *splitter) Write(p []byte) (int, error) {
	s.held = append(s.held, p...)
	from := 0
	for len(s.held)-from > mostSegment {
		end := from + s.border(s.held[from:from+mostSegment])
		if err := s.emit(s.held[from:end]); err != nil {
			return 0, err
		}
		from = end
	}
	s.held = s.held[:copy(s.held, s.held[from:])]
	return len(p), nil
}

// border is where the first segment of a full window ends.
func (s *splitter) border(window []byte) int {
	hash, small := uint64(0), smallest{}
	for _, b := range window[leastSegment-64 : leastSegment] {
		hash = hash<<1 + s.gear[b]
	}
	for i, b := range window[leastSegment:] {
		hash = hash<<1 + s.gear[b]
		if small.n < len(small.list) || hash <= small.list[small.n-1].hash {
			small.note(hash, leastSegment+i+1)
		}
	}
	return small.border()
}

// smallest are the smallest hashes of a window, in order, with the place where each was met last.
type smallest struct {
	n    int
	list [16]struct {
		hash  uint64
		at    int
		again bool
	}
}

func (s *smallest) note(hash uint64, at int) {
	i := s.n
	for i > 0 && s.list[i-1].hash >= hash {
		i--
	}
	if i < s.n && s.list[i].hash == hash {
		s.list[i].again = true
		return
	}
	s.n = min(s.n+1, len(s.list))
	copy(s.list[i+1:s.n], s.list[i:])
	s.list[i].hash, s.list[i].at, s.list[i].again = hash, at, false
}

// border is the place of the smallest hash that was met once: text that is met again and again is nowhere in particular.
func (s *smallest) border() int {
	for _, one := range s.list[:s.n] {
		if !one.again {
			return one.at
		}
	}
	return s.list[0].at
}

// Close ends the last segment.
func (s *splitter) Close() error {
	if len(s.held) == 0 {
		return nil
	}
	held := s.held
	s.held = nil
	return s.emit(held)
}
