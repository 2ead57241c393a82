package host

import (
	"strings"

	"github.com/assize/assize/collectors"
)

// A reading is all that one session brought back, in the target's own words.
type reading struct {
	// complete is true when the script reached its end; else whatever is not here was not read.
	complete bool
	// offline is true for an image, which has no running system.
	offline  bool
	root     string // the image's folder
	sections map[string]*section
	files    map[string]*file
	folders  map[string]string // state by path

	// The rest is made by index.
	entries     map[string]entry  // by the path that was asked for
	entryStates map[string]string // of those that are not there, by path
	table       *unitTable
}

// A section is one part of the script's output. State is the exit code or a word.
type section struct {
	name      string
	state     string
	text      string
	files     []*file
	absentees map[string]string // states of entries that are not there, by path
	real      map[string]string // the paths that were asked for, by the place in the image where they lead
	truncated bool
	marred    bool
}

// A file is the text of one file. State is ok, absent, denied, other (no regular file), outside (a link leads
// out of the image) or truncated.
type file struct {
	path   string
	text   string
	state  string
	marred bool
}

func newReading() *reading {
	return &reading{
		sections: map[string]*section{}, files: map[string]*file{}, folders: map[string]string{},
	}
}

// section returns a section; one that never came has the state cut, or
// offline where an image cannot have it.
func (r *reading) section(name string) section {
	s, ok := r.sections[name]
	if !ok && r.offline && r.complete {
		return section{name: name, state: "offline"}
	}
	if !ok {
		return section{name: name, state: "cut"}
	}
	out := *s
	if out.truncated && out.state == "0" {
		out.state = "truncated"
	}
	return out
}

// file returns a file; one that never came has the state cut, or offline where an image cannot have it.
func (r *reading) file(path string) file {
	if f, ok := r.files[path]; ok {
		return *f
	}
	if r.offline && (strings.HasPrefix(path, "/proc/") || strings.HasPrefix(path, "/sys/")) {
		return file{path: path, state: "offline"}
	}
	return file{path: path, state: "cut"}
}

// folder returns the state of a folder.
func (r *reading) folder(path string) string {
	if state, ok := r.folders[path]; ok {
		return state
	}
	return "cut"
}

// in returns the files directly in a folder, in the order of their names as the shell sorts them.
func (r *reading) in(sectionName, folder string) []file {
	var out []file
	for _, f := range r.section(sectionName).files {
		rest, below := strings.CutPrefix(f.path, folder+"/")
		if below && !strings.Contains(rest, "/") {
			out = append(out, *f)
		}
	}
	return out
}

// lines calls f for each line of text with its number, from 1.
func lines(text string, f func(number int, line string)) {
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		f(number, line)
	}
}

// gaps collects the gaps of one resource while its facts are put together.
type gaps struct {
	r     *reading
	list  []collectors.Gap
	paths []collectors.Path // of list, parsed
}

// at notes that the facts below path were not read, unless the state is a good one.
func (g *gaps) at(path collectors.Path, state, call string) {
	if state == "ok" || state == "0" || state == "absent" {
		return
	}
	gap := reason(state, call)
	gap.Path = path.String()
	g.add(gap)
}

// add notes a gap; a path is noted once, and what lies below a noted one is part of it.
func (g *gaps) add(gap collectors.Gap) {
	path, err := collectors.ParsePath(gap.Path)
	if err != nil {
		return
	}
	list, paths := g.list[:0], g.paths[:0]
	for i, noted := range g.paths {
		if path.HasPrefix(noted) {
			return // nothing was removed: a noted path below path would have been swallowed by noted
		}
		if !noted.HasPrefix(path) {
			list, paths = append(list, g.list[i]), append(paths, noted)
		}
	}
	g.list, g.paths = append(list, gap), append(paths, path)
}

// lacking notes that a file is not there which no Linux system goes without: what it would say is not known.
func (g *gaps) lacking(path collectors.Path, call string) {
	gap := reason("absent", call)
	gap.Path = path.String()
	g.add(gap)
}

// text returns what a file holds, or "" and a gap at path when it could not be read whole.
func (g *gaps) text(path collectors.Path, name string) string {
	f := g.r.file(name)
	g.at(path, f.state, name)
	if f.state != "ok" {
		return ""
	}
	return f.text
}

// folder returns the files of a folder that could be read, and notes a gap at path for the others.
func (g *gaps) folder(path collectors.Path, sectionName, name string) []file {
	g.at(path, g.r.folder(name), name)
	g.at(path, g.r.section(sectionName).state, name) // a list that broke off is no list
	var out []file
	for _, f := range g.r.in(sectionName, name) {
		g.at(path, f.state, f.path)
		if f.state == "ok" {
			out = append(out, f)
		}
	}
	return out
}
