package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/assize/assize/engine"
)

// A findingsReader reads the list of findings within an assessment: line by line as long as they are written as Write writes
// them, and from the first one that is not with encoding/json.
type findingsReader struct {
	source *json.Decoder // which stands before the list, and afterwards behind it
	from   io.Reader     // what source reads of
	known  *repeated
	out    []engine.Finding
	// text is what was read and not used yet, and ended is set where no more comes.
	text  []byte
	space []byte
	ended bool
}

const (
	findingBegins = "\n    {\n"
	findingEnds   = "\n    }"
	findingsEnd   = "\n  ]"
	// behind stands for an assessment up to the end of its findings: two tokens and a value, under a key that is none.
	behind = `{"":0`
)

func (l *findingsReader) read() ([]engine.Finding, error) {
	begin, err := l.source.Token()
	if err != nil || begin == nil {
		return nil, err
	}
	if begin != json.Delim('[') {
		return nil, errors.New("the findings are no list")
	}
	l.out = []engine.Finding{}
	l.from = io.MultiReader(l.source.Buffered(), l.from)
	for more := true; more; {
		if more, err = l.next(); err != nil {
			return nil, err
		}
	}
	if hasPrefix(l.text, findingsEnd) {
		l.resume(behind, l.text[len(findingsEnd):])
		err = l.pass(2)
	} else {
		err = l.others()
	}
	return slices.Clip(l.out), err
}

// next reads a finding by its lines. It is false, and nothing is used up, where there is none that is written like that.
func (l *findingsReader) next() (bool, error) {
	begin := findingBegins
	if len(l.out) > 0 {
		begin = "," + findingBegins
	}
	end := -1
	for searched := len(begin); ; {
		if len(l.text) >= len(begin) && !hasPrefix(l.text, begin) {
			return false, nil
		}
		if len(l.text) > searched {
			if end = bytes.Index(l.text[searched:], []byte(findingEnds)); end >= 0 {
				end += searched
				break
			}
			searched = max(searched, len(l.text)-len(findingEnds))
		}
		if l.ended {
			return false, nil
		}
		if err := l.fill(); err != nil {
			return false, err
		}
	}
	var f engine.Finding
	reader := lines{rest: l.text[len(begin):end], more: true, known: l.known}
	if !reader.finding(&f) {
		return false, nil
	}
	l.out = append(l.out, f)
	l.text = l.text[end+len(findingEnds):]
	return true, nil
}

// fill reads more text behind what is there.
func (l *findingsReader) fill() error {
	const least = 1 << 20
	if cap(l.space) < 2*len(l.text) || l.space == nil {
		l.space = make([]byte, max(least, 4*len(l.text)))
	}
	kept := copy(l.space, l.text) // they may overlap
	n, err := io.ReadAtLeast(l.from, l.space[kept:], 1)
	l.text = l.space[:kept+n]
	if errors.Is(err, io.EOF) {
		l.ended, err = true, nil
	}
	return err
}

// resume has encoding/json read what is left, as if it began with what stands for the text before.
func (l *findingsReader) resume(stands string, left []byte) {
	l.from = io.MultiReader(bytes.NewReader(bytes.Clone(left)), l.from)
	l.source = json.NewDecoder(io.MultiReader(bytes.NewReader([]byte(stands)), l.from))
	l.source.DisallowUnknownFields()
}

// pass reads over so many tokens and the value behind them, which stand for what was read before.
func (l *findingsReader) pass(tokens int) error {
	var value json.RawMessage
	for range tokens {
		if _, err := l.source.Token(); err != nil {
			return err
		}
	}
	return l.source.Decode(&value)
}

// others reads the findings that are left with encoding/json.
func (l *findingsReader) others() error {
	if len(l.out) == 0 {
		l.resume("[", l.text)
		if _, err := l.source.Token(); err != nil {
			return err
		}
	} else {
		l.resume("[0", l.text)
		if err := l.pass(1); err != nil {
			return err
		}
	}
	for l.source.More() {
		var f engine.Finding
		if err := l.source.Decode(&f); err != nil {
			return fmt.Errorf("finding %d: %w", len(l.out)+1, midway(err))
		}
		l.known.share(&f)
		l.out = append(l.out, f)
	}
	if _, err := l.source.Token(); err != nil {
		return err
	}
	left, err := io.ReadAll(l.source.Buffered())
	if err != nil {
		return err
	}
	l.resume(behind, left)
	return l.pass(2)
}
