package main

import "bytes"

// A comparison takes a text as it is written and holds it against the one that it should be, without keeping it.
type comparison struct {
	want []byte
	at   int // how far they are the same
	// differs is set from the first other byte on; rest is what was written from there, as far as it is shown.
	differs bool
	rest    []byte
}

// Write implements io.Writer. It never fails.
func (c *comparison) Write(text []byte) (int, error) {
	left := text
	if !c.differs {
		same := min(len(left), len(c.want)-c.at)
		if !bytes.Equal(left[:same], c.want[c.at:c.at+same]) {
			for same = 0; left[same] == c.want[c.at+same]; same++ {
			}
		}
		c.at += same
		left = left[same:]
		c.differs = len(left) > 0
	}
	if len(left) > 0 && len(c.rest) < maxShown {
		c.rest = append(c.rest, left[:min(len(left), maxShown)]...)
	}
	return len(text), nil
}

// difference is the first line, from 1, in which the texts differ, and that line of each; 0 when they are the same.
func (c *comparison) difference() (line int, wanted, had string) {
	if !c.differs && c.at == len(c.want) {
		return 0, "", ""
	}
	begin := bytes.LastIndexByte(c.want[:c.at], '\n') + 1
	wanted = shortened(firstLine(c.want[begin:]))
	had = shortened(firstLine(append(bytes.Clone(c.want[begin:c.at]), c.rest...)))
	return 1 + bytes.Count(c.want[:begin], []byte("\n")), wanted, had
}

// firstLine is a text up to its first line's end.
func firstLine(text []byte) []byte {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return line
}

// maxShown is how much of a line is shown, in bytes.
const maxShown = 120

func shortened(line []byte) string {
	line = bytes.TrimSpace(line)
	return string(line[:min(len(line), maxShown)])
}
