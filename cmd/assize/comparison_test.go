package main

import (
	"strings"
	"testing"
)

// TestComparison writes texts in pieces of every size.
func TestComparison(t *testing.T) {
	const want = "one\ntwo\nthree\n"
	for _, c := range []struct {
		got           string
		line          int
		wanted, isNow string
	}{
		{want, 0, "", ""},
		{"one\ntwo\nthree", 3, "three", "three"},
		{"one\ntwo\nthree\nfour\n", 4, "", "four"},
		{"one\ntwice\nthree\n", 2, "two", "twice"},
		{"ine\ntwo\nthree\n", 1, "one", "ine"},
		{"one\n\ntwo\nthree\n", 2, "two", ""},
		{"one\n" + strings.Repeat("x", 300), 2, "two", strings.Repeat("x", maxShown)},
		{"", 1, "one", ""},
	} {
		for size := 1; size <= len(c.got)+1; size++ {
			text := &comparison{want: []byte(want)}
			for rest := c.got; rest != ""; {
				n := min(size, len(rest))
				if _, err := text.Write([]byte(rest[:n])); err != nil {
					t.Fatal(err)
				}
				rest = rest[n:]
			}
			if line, wanted, isNow := text.difference(); line != c.line || wanted != c.wanted || isNow != c.isNow {
				t.Fatalf("%q in pieces of %d: line %d, %q, %q; want line %d, %q, %q", c.got, size, line, wanted, isNow, c.line, c.wanted, c.isNow)
			}
		}
	}
}
