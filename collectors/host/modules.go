package host

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellModules(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.KernelModules{Modules: map[string]linux.KernelModule{}}
	s := r.section("modules")
	g.at(at("available"), s.state, "/lib/modules")
	facts.Available = moduleNames(s.text)
	release := strings.TrimSpace(r.file("/proc/sys/kernel/osrelease").text)
	if r.offline {
		g.at(at("builtin"), "offline", "modules.builtin")
	} else {
		list := "/lib/modules/" + release + "/modules.builtin"
		if r.file(list).state == "absent" { // a kernel from elsewhere: what is built into it is told nowhere
			gap := reason("offline", list)
			gap.Path, gap.Detail, gap.Needs = "builtin", "the running kernel came without a list of what is built into it", list
			g.add(gap)
		}
		facts.Builtin = moduleNames(g.text(at("builtin"), list))
	}
	var files []file
	for _, folder := range configFolders("modprobe.d") {
		files = append(files, g.folder(at("modules"), "modprobe.d", folder)...)
	}
	modprobe(inPrecedence(files), facts.Modules)
	loaded := r.file("/proc/modules")
	for _, name := range loadedModules(loaded.text) {
		m := facts.Modules[name]
		m.Loaded = true
		facts.Modules[name] = m
	}
	switch loaded.state {
	case "ok", "absent": // a kernel without modules has no such file
	case "offline":
		for _, name := range sortedKeys(facts.Modules) {
			g.at(at("modules", name, "loaded"), loaded.state, "/proc/modules")
		}
	default: // which others are loaded is not known either
		g.at(at("modules"), loaded.state, "/proc/modules")
	}
	e.one("linux.kernel_modules", facts, g)
}

var moduleSuffix = regexp.MustCompile(`\.ko(\.(gz|xz|zst|bz2))?$`)

// moduleName is the name in the kernel's form.
func moduleName(file string) string {
	return strings.ReplaceAll(moduleSuffix.ReplaceAllString(path.Base(file), ""), "-", "_")
}

// moduleNames reads a list of module files.
func moduleNames(text string) []string {
	var out []string
	lines(text, func(_ int, line string) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, moduleName(line))
		}
	})
	slices.Sort(out)
	return slices.Compact(out)
}

func loadedModules(text string) []string {
	var out []string
	lines(text, func(_ int, line string) {
		if name, _ := splitWord(line); name != "" {
			out = append(out, name)
		}
	})
	return out
}

// modprobe reads blacklist and install lines (modprobe.d(5)). A line that ends in a backslash goes on. Of
// several install lines of one module the last counts.
func modprobe(files []file, modules map[string]linux.KernelModule) {
	for _, f := range files {
		lines(strings.ReplaceAll(f.text, "\\\n", " "), func(_ int, line string) {
			word := strings.Fields(line)
			if len(word) < 2 {
				return
			}
			name := strings.ReplaceAll(word[1], "-", "_")
			m := modules[name]
			switch {
			case word[0] == "blacklist":
				m.Blacklisted = true
			case word[0] == "install" && len(word) > 2:
				m.Install = ptr(redact(strings.Join(word[2:], " ")))
				program := path.Base(word[2])
				m.Disabled = strings.HasPrefix(word[2], "/") && (program == "false" || program == "true")
			default:
				return
			}
			modules[name] = m
		})
	}
}
