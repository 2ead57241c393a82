package git

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The modes of an index entry.
const (
	modeFile       = "100644"
	modeExecutable = "100755"
	modeSymlink    = "120000"
	modeSubmodule  = "160000"
)

// An entry is one tracked path.
type entry struct {
	path   string // as git has it: any bytes
	text   string // what is told of it: see pathText
	mode   string
	object string
}

// regular says whether the entry is a file with content of its own, and neither a link nor another repository.
func (e entry) regular() bool { return e.mode == modeFile || e.mode == modeExecutable }

func (e entry) base() string { return path.Base(e.path) }

// index reads the tracked paths, sorted. A path in conflict appears once, as our side has it.
func (r *runner) index(ctx context.Context) ([]entry, error) {
	out, err := r.output(ctx, nil, "ls-files", "--stage", "-z")
	if err != nil {
		return nil, err
	}
	return parseIndex(out)
}

var errIndex = errors.New("unexpected line from git ls-files")

// parseIndex reads the output of "git ls-files --stage -z": mode, object, stage, a tab, the path, a NUL.
func parseIndex(out []byte) ([]entry, error) {
	var entries []entry
	seen := map[string]bool{}
	for record := range bytes.SplitSeq(bytes.TrimSuffix(out, []byte{0}), []byte{0}) {
		if len(record) == 0 {
			continue
		}
		head, name, ok := bytes.Cut(record, []byte{'\t'})
		fields := strings.Fields(string(head))
		if !ok || len(fields) != 3 || len(name) == 0 {
			return nil, fmt.Errorf("%w: %q", errIndex, record)
		}
		if seen[string(name)] { // the other sides of a conflict come after ours
			continue
		}
		seen[string(name)] = true
		entries = append(entries, entry{path: string(name), text: pathText(name), mode: fields[0], object: fields[1]})
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.path, b.path) })
	return entries, nil
}

// pathText writes a path as text. Git's paths are bytes; one that is not UTF-8 or has control characters is
// quoted as in Go, so that two different paths stay different, and so is one that itself looks like a quoted one.
func pathText(name []byte) string {
	text := string(name)
	if utf8.ValidString(text) && !strings.HasPrefix(text, `"`) && !strings.ContainsFunc(text, unicode.IsControl) {
		return text
	}
	return strconv.QuoteToASCII(text)
}

// An index by path.
type files struct {
	entries []entry
	byPath  map[string]entry
}

func newFiles(entries []entry) *files {
	f := &files{entries: entries, byPath: make(map[string]entry, len(entries))}
	for _, e := range entries {
		f.byPath[e.path] = e
	}
	return f
}

// first returns the first of the given paths that is a regular tracked file, whatever its case.
func (f *files) first(paths ...string) (entry, bool) {
	for _, want := range paths {
		if e, ok := f.byPath[want]; ok && e.regular() {
			return e, true
		}
	}
	return entry{}, false
}
