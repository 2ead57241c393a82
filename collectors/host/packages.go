package host

import (
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

// nonePackaged is the state of a list without a package: a package manager that knows of nothing, not even of
// itself, has lost it.
const nonePackaged = "error: it lists no installed package"

func tellPackages(r *reading, e *emitter) {
	s := r.section("packages")
	if !good(s.state) {
		e.missing("linux.packages", s.state, "/var/lib/dpkg/status")
		return
	}
	table := packageTable(s.text)
	if len(table.Installed) == 0 {
		e.missing("linux.packages", nonePackaged, "/var/lib/dpkg/status")
		return
	}
	e.one("linux.packages", table, gaps{r: r})
}

// packageTable reads the lines "manager M", "native A" and "p name|version|architecture|source".
func packageTable(text string) linux.Packages {
	facts := linux.Packages{Installed: map[string]linux.Package{}}
	native := ""
	lines(text, func(_ int, line string) {
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "manager":
			facts.Manager = rest
		case "native":
			native = rest
		case "p":
			field := strings.SplitN(rest, "|", 4)
			if len(field) < 4 || field[0] == "" {
				return
			}
			p := linux.Package{Version: strings.TrimPrefix(field[1], "(none):"), Architecture: field[2], Source: field[3]}
			if p.Source == "" {
				p.Source = field[0]
			}
			name := field[0]
			if native != "" && p.Architecture != native && p.Architecture != "all" {
				name += ":" + p.Architecture
			}
			if before, twice := facts.Installed[name]; twice && before.Version > p.Version { // several kernels of one rpm name
				p = before
			}
			facts.Installed[name] = p
		}
	})
	return facts
}

// hasPackage says whether one of the packages is installed; known is false when the list could not be read.
func hasPackage(r *reading, names ...string) (installed, known bool) {
	s := r.section("packages")
	if !good(s.state) {
		return false, false
	}
	table := packageTable(s.text).Installed
	for _, name := range names {
		if _, ok := table[name]; ok {
			return true, true
		}
	}
	return false, true
}
