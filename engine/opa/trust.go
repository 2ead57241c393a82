package opa

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// maxModule is how many bytes a file of policies that does not come with the program may have. What OPA's parser and
// compiler need grows with the text, and they run before anything could be said of the policy.
const maxModule = 1 << 20

// trusted says whether nobody need be protected from what the source says.
func (s Source) trusted() bool { return s.BuiltIn || s.Trusted }

// Untrusted returns the ids of the selected policies that are not trusted, sorted: those of a source that is not
// marked as trusted, and those that use a module of such a one.
func (s *Set) Untrusted() []string {
	out := []string{}
	for _, u := range s.units {
		for _, used := range s.modulesFor([]*unit{u}) {
			if !used.source.trusted() {
				out = append(out, u.policy.ID)
				break
			}
		}
	}
	return slices.Compact(out)
}

// read reads one file of a source. A user's file that is too long is a problem, and what it returns is nil then.
func (l *loader) read(source Source, name string) ([]byte, error) {
	if source.BuiltIn {
		return fs.ReadFile(source.FS, name)
	}
	file, err := source.FS.Open(name)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxModule+1))
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	if len(text) > maxModule {
		l.problem(source.place(name), 1, fmt.Sprintf("the file has more than %d MiB", maxModule>>20), "split it, or move long lists into parameters")
		if path := packageOf(text); path != nil {
			l.unparsed = append(l.unparsed, path)
		}
		return nil, nil
	}
	return text, nil
}
