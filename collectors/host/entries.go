package host

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// An entry is what stat(2) says of one name, links not followed.
type entry struct {
	path string
	kind string // "file", "directory", "symlink", "other"
	mode string // "0644"
	uid  int
	gid  int
}

// index makes the entries out of the sections that hold them.
func (r *reading) index() {
	r.entries, r.entryStates = map[string]entry{}, map[string]string{}
	for _, name := range []string{"homes", "entries", "logs", "logs.audit"} {
		for _, found := range r.entriesOf(name) {
			r.entries[found.path] = found
		}
		if s := r.sections[name]; s != nil {
			for path, state := range s.absentees {
				r.entryStates[path] = state
			}
		}
	}
}

// entriesOf returns what one section found, under the names that were asked for.
func (r *reading) entriesOf(name string) []entry {
	s := r.section(name)
	out := entryLines(s.text)
	for i := range out {
		if asked, ok := s.real[out[i].path]; ok {
			out[i].path = asked
		}
	}
	return out
}

// unread are the paths that a section found and whose mode nobody told: stat(1) may have failed on one of many
// without a word.
func (r *reading) unread(name string) []string {
	s := r.section(name)
	told := map[string]bool{}
	for _, found := range r.entriesOf(name) {
		told[found.path] = true
	}
	var out []string
	for _, path := range sortedKeys(s.absentees) {
		if s.absentees[path] == "unread" && !told[path] {
			out = append(out, path)
		}
	}
	return out
}

// entry returns what is known of a path: its state is ok, absent, denied, outside, unread, unlooked (nobody asked for
// it) or cut.
func (r *reading) entry(path string) (entry, string) {
	if found, ok := r.entries[path]; ok {
		return found, "ok"
	}
	if state, ok := r.entryStates[path]; ok {
		return entry{}, state
	}
	if r.complete {
		return entry{}, "unlooked"
	}
	return entry{}, "cut"
}

// entryLines reads the lines of stat -c '%f %u %g %n' or of ls -ldn.
func entryLines(text string) []entry {
	var out []entry
	lines(text, func(_ int, line string) {
		if e, ok := statLine(line); ok {
			out = append(out, e)
		} else if e, ok := listLine(line); ok {
			out = append(out, e)
		}
	})
	return out
}

func statLine(line string) (entry, bool) {
	f := strings.SplitN(line, " ", 4)
	if len(f) < 4 || !strings.HasPrefix(f[3], "/") {
		return entry{}, false
	}
	raw, err := strconv.ParseUint(f[0], 16, 32)
	if err != nil {
		return entry{}, false
	}
	e := entry{path: f[3], mode: fmt.Sprintf("%04o", raw&0o7777), kind: "other"}
	switch raw & 0o170000 {
	case 0o100000:
		e.kind = "file"
	case 0o040000:
		e.kind = "directory"
	case 0o120000:
		e.kind = "symlink"
	}
	return e, e.owner(f[1], f[2])
}

func (e *entry) owner(uid, gid string) bool {
	var err1, err2 error
	e.uid, err1 = strconv.Atoi(uid)
	e.gid, err2 = strconv.Atoi(gid)
	return err1 == nil && err2 == nil
}

// listLine reads what ls -ldn prints where there is no stat(1).
func listLine(line string) (entry, bool) {
	f := strings.Fields(line)
	start := strings.Index(line, " /")
	if len(f) < 8 || start < 0 || len(f[0]) < 10 {
		return entry{}, false
	}
	name := line[start+1:]
	e := entry{kind: "other", mode: letters(f[0][1:10])}
	switch f[0][0] {
	case '-':
		e.kind = "file"
	case 'd':
		e.kind = "directory"
	case 'l':
		e.kind = "symlink"
		name, _, _ = strings.Cut(name, " -> ")
	}
	e.path = name
	return e, e.mode != "" && e.owner(f[2], f[3])
}

// letters turns rwxr-sr-t into octal; "" when it is none.
func letters(text string) string {
	mode := 0
	for i, r := range text {
		bit := 1 << (8 - i)
		special := []int{0, 0, 0o4000, 0, 0, 0o2000, 0, 0, 0o1000}[i]
		switch {
		case r == '-':
		case strings.ContainsRune("rwx", r):
			mode |= bit
		case strings.ContainsRune("st", r) && special != 0:
			mode |= bit | special
		case strings.ContainsRune("ST", r) && special != 0:
			mode |= special
		default:
			return ""
		}
	}
	return fmt.Sprintf("%04o", mode)
}

// tellFiles tells of each file that policies name, whether it is there or not.
func tellFiles(r *reading, e *emitter) {
	s := r.section("entries")
	if !good(s.state) {
		e.missing("linux.file", s.state, "stat")
	}
	owners, groups := names(r)
	for _, path := range r.named() {
		g := gaps{r: r}
		facts := linux.File{Path: path}
		found, state := r.entry(path)
		if state == "ok" {
			facts.Exists = true
			facts.Type, facts.Mode, facts.UID, facts.GID = ptr(found.kind), ptr(found.mode), ptr(found.uid), ptr(found.gid)
			facts.Owner, facts.Group = owners[found.uid], groups[found.gid]
		} else {
			for _, fact := range []string{"exists", "type", "mode", "uid", "gid", "owner", "group"} {
				g.at(at(fact), state, "stat "+path)
			}
		}
		e.add(collectors.Head{Kind: "linux.file", ID: path}, facts, g.list)
	}
}

// named are the paths of the section entries, sorted.
func (r *reading) named() []string {
	paths := map[string]bool{}
	for _, found := range r.entriesOf("entries") {
		paths[found.path] = true
	}
	if s := r.sections["entries"]; s != nil {
		for path := range s.absentees {
			paths[path] = true
		}
	}
	return sortedKeys(paths)
}

// names maps ids to names by the target's own files; the first line of an id counts.
func names(r *reading) (users, groups map[int]*string) {
	users, groups = map[int]*string{}, map[int]*string{}
	for _, a := range accounts(r.file("/etc/passwd").text) {
		if users[a.uid] == nil {
			users[a.uid] = ptr(a.name)
		}
	}
	for _, g := range groupLines(r.file("/etc/group").text) {
		if groups[g.gid] == nil {
			groups[g.gid] = ptr(g.name)
		}
	}
	return users, groups
}
