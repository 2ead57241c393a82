package collectors

import (
	"io"
	"strings"
	"testing"
)

func TestCappedKeepsTheFirstBytes(t *testing.T) {
	for name, c := range map[string]struct {
		limit  int
		writes []string
		kept   string
		full   int
	}{
		"less":        {5, []string{"ab", "c"}, "abc", 0},
		"exactly":     {3, []string{"ab", "c"}, "abc", 0},
		"more":        {3, []string{"ab", "cd", "ef"}, "abc", 1},
		"all at once": {2, []string{"abcdef"}, "ab", 1},
		"nothing":     {0, []string{"", "a"}, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			full := 0
			w := &Capped{Limit: c.limit, Full: func() { full++ }}
			for _, text := range c.writes {
				// io.Copy would go past the limit if the buffer beneath could be read into.
				if n, err := io.Copy(w, struct{ io.Reader }{strings.NewReader(text)}); int(n) != len(text) || err != nil {
					t.Errorf("took %d of %q, %v", n, text, err)
				}
			}
			if w.String() != c.kept || string(w.Bytes()) != c.kept || full != c.full || w.Cut() != (c.full > 0) {
				t.Errorf("kept %q, full %d times, cut %v", w.String(), full, w.Cut())
			}
		})
	}
}
