package host

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// limits bound what is taken from a target, whatever it sends.
type limits struct {
	total   int64 // bytes of the whole session
	section int   // bytes of one section or file
	line    int   // bytes of one line
	items   int   // sections, files, folders and entries together
}

func defaultLimits() limits {
	return limits{total: 64 << 20, section: 24 << 20, line: 4 << 20, items: 200_000}
}

// errFlood says that the target sent more than the limit.
var errFlood = errors.New("the target sent more than the limit")

// frames reads the script's output into a reading. Every marker line begins with the session's nonce, which
// the target's files cannot know, so that nothing that a file holds is taken for a marker.
type frames struct {
	mark    string
	limits  limits
	reading *reading
	began   func(section string)

	section *section
	file    *file
	at      string // the name whose real place the next line tells
	into    *strings.Builder
	taken   int64
	items   int
}

// readFrames reads until the end, the limit or an error of in. What was read until then is in the reading,
// which says of itself whether it is complete. began is called for each section as it starts.
func readFrames(in io.Reader, nonce string, limits limits, began func(section string)) (*reading, error) {
	f := &frames{mark: "@@" + nonce, limits: limits, reading: newReading(), began: began}
	lines := bufio.NewReaderSize(in, 1<<16)
	var err error
	for err == nil && !f.reading.complete {
		err = f.line(lines)
	}
	f.closeText("truncated")
	if f.section != nil && f.section.state == "" {
		f.section.state = "truncated"
	}
	if err == io.EOF {
		err = nil
	}
	return f.reading, err
}

// line takes one line. A line that is longer than the limit is cut and marks its text as truncated.
func (f *frames) line(in *bufio.Reader) error {
	var line []byte
	cut := false
	for {
		part, err := in.ReadSlice('\n')
		f.taken += int64(len(part))
		if f.taken > f.limits.total {
			return errFlood
		}
		if len(line)+len(part) <= f.limits.line {
			line = append(line, part...)
		} else {
			cut = true
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF { // half a line is no line: it may be half a value
			if len(line) > 0 {
				f.text(line, true)
			}
			return err
		}
		if err != nil {
			return err
		}
		break
	}
	if rest, marked := strings.CutPrefix(string(line), f.mark+" "); marked && !cut {
		f.items++
		if f.items > f.limits.items {
			return errFlood
		}
		f.marker(strings.TrimSuffix(rest, "\n"))
		return nil
	}
	f.text(line, cut)
	return nil
}

// text adds a line to what is open; before the first marker it is a banner and dropped.
func (f *frames) text(line []byte, cut bool) {
	switch {
	case f.at != "":
		if text := strings.TrimSuffix(string(line), "\n"); text != "" {
			f.section.real[text] = f.at
		}
	case f.into == nil:
	case cut || f.into.Len()+len(line) > f.limits.section:
		if f.file != nil {
			f.file.state = "truncated"
		} else if f.section != nil {
			f.section.truncated = true
		}
	default:
		f.into.Write(line)
	}
}

// closeText ends the text that is open. The script puts one line end before each marker; it is not the text's.
func (f *frames) closeText(state string) {
	f.at = ""
	if f.into == nil {
		return
	}
	text, marred := clean(strings.TrimSuffix(f.into.String(), "\n"))
	if f.file != nil {
		f.file.text, f.file.marred = text, marred
		if f.file.state == "" {
			f.file.state = state
		}
		f.file = nil
	} else if f.section != nil {
		f.section.text += text
		f.section.marred = f.section.marred || marred
	}
	f.into = nil
}

func (f *frames) marker(text string) {
	if text == "end" {
		f.closeText("ok")
		f.reading.complete = true
		return
	}
	verb, rest, _ := strings.Cut(text, " ")
	rest, _ = clean(rest)
	state, name, _ := strings.Cut(rest, " ")
	switch verb {
	case "B":
		f.closeText("truncated")
		f.section = &section{name: rest, absentees: map[string]string{}, real: map[string]string{}}
		f.reading.sections[rest] = f.section
		f.into = &strings.Builder{}
		f.began(rest)
	case "E":
		f.closeText("truncated")
		if f.section != nil && f.section.name == state && f.section.state == "" {
			f.section.state = name
		}
	case "F":
		f.closeText("truncated")
		f.file = &file{path: rest}
		f.add(f.file)
		f.into = &strings.Builder{}
	case "f":
		f.closeText(state)
		f.into = &strings.Builder{}
	case "X":
		f.closeText("truncated")
		f.add(&file{path: name, state: state})
		f.into = &strings.Builder{}
	case "D":
		f.closeText("truncated")
		f.reading.folders[name] = state
		f.into = &strings.Builder{}
	case "S":
		f.closeText("truncated")
		f.entry(state, name)
	}
}

func (f *frames) entry(state, name string) {
	if f.section == nil {
		return
	}
	switch state {
	case "at":
		f.at = name
	case "list":
		f.into = &strings.Builder{}
	default:
		f.section.absentees[name] = state
		f.into = &strings.Builder{}
	}
}

func (f *frames) add(added *file) {
	if f.section != nil {
		f.section.files = append(f.section.files, added)
	}
	if _, twice := f.reading.files[added.path]; !twice {
		f.reading.files[added.path] = added
	}
}
