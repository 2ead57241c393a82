package host

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellSysctl(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.Sysctl{Running: map[string]string{}, Persistent: map[string]linux.SysctlSetting{}}
	running := r.section("sysctl")
	facts.Running = runningParameters(running.text)
	g.at(at("running"), walked(running), "/proc/sys")
	hidden(&g, r)
	var texts []file
	for _, folder := range configFolders("sysctl.d") {
		texts = append(texts, g.folder(at("persistent"), "sysctl.d", folder)...)
	}
	files := inPrecedence(texts)
	if extra := r.file("/etc/sysctl.conf"); extra.state != "absent" && !linked(files, "99-sysctl.conf") && !systemd(r) {
		g.at(at("persistent"), extra.state, extra.path)
		files = append(files, extra)
	}
	if strings.EqualFold(shellValues(g.text(at("persistent"), "/etc/ufw/ufw.conf"))["ENABLED"], "yes") {
		files = append(files, file{path: "/etc/ufw/sysctl.conf", text: g.text(at("persistent"), "/etc/ufw/sysctl.conf")})
	}
	facts.Persistent = persistentParameters(files, facts.Running)
	e.one("linux.sysctl", facts, g)
}

// walked is the state of the walks over /proc/sys: each says its exit code, and the last line proves that nothing
// was cut off. Code 1 is that of a parameter that cannot be read.
func walked(s section) string {
	if !good(s.state) {
		return s.state
	}
	codes, end := words(s.text), ""
	for _, walk := range []string{"code", "end"} {
		if code, told := codes[walk]; !told {
			end = "truncated"
		} else if code != "0" && code != "1" {
			return code
		}
	}
	if end == "" && !strings.Contains(s.text, "/proc/sys/") {
		return "error: no parameter was found, and every kernel has some"
	}
	return cmp.Or(end, "0")
}

// hidden notes a gap for each parameter that only root may read.
func hidden(g *gaps, r *reading) {
	private := r.section("sysctl.private")
	if !good(private.state) {
		g.at(at("running"), private.state, "/proc/sys")
		return
	}
	if uid(r) == 0 {
		return
	}
	lines(private.text, func(_ int, line string) {
		if name, ok := parameterName(line); ok && !counter(name) {
			g.at(at("running", name), "denied", line)
		}
	})
}

// parameterName turns a file below /proc/sys into the dotted name of sysctl(8), in which a dot of the file's
// name (of an interface, say) is a slash.
func parameterName(file string) (string, bool) {
	rest, ok := strings.CutPrefix(file, "/proc/sys/")
	if !ok || rest == "" {
		return "", false
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '/':
			return '.'
		case '.':
			return '/'
		}
		return r
	}, rest), true
}

// counters are parameters that count, measure or are drawn at random: no setting, and never the same twice; or a
// switch that does something when it is read.
var counters = regexp.MustCompile(`^(kernel\.random\.(uuid|boot_id|entropy_avail)|kernel\.(ns_last_pid|pty\.nr)|` +
	`fs\.(dentry-state|file-nr|inode-nr|inode-state|aio-nr)|fs\.quota\..*|net\.netfilter\.nf_conntrack_count|` +
	`kernel\.sched_domain\..*|sunrpc\.transports|dev\.cdrom\.info|vm\.stat_refresh)$`)

// secrets are parameters whose value is one.
var secretParameters = regexp.MustCompile(`(^|\.)(stable_secret|tcp_fastopen_key)$`)

func counter(name string) bool {
	return counters.MatchString(name) || secretParameters.MatchString(name)
}

// runningParameters reads grep's file:line output. Of several lines one value is made; white space becomes
// one space, as in sysctl(8).
func runningParameters(text string) map[string]string {
	out := map[string]string{}
	lines(text, func(_ int, line string) {
		file, value, ok := strings.Cut(line, ":")
		if !ok {
			return
		}
		name, ok := parameterName(file)
		if !ok || counter(name) {
			return
		}
		value = strings.Join(strings.Fields(value), " ")
		if before, more := out[name]; more && before != "" {
			value = before + " " + value
		}
		out[name] = value
	})
	return out
}

// configFolders are the folders of a systemd-style configuration, the strongest first.
func configFolders(name string) []string {
	return []string{"/etc/" + name, "/run/" + name, "/usr/local/lib/" + name, "/usr/lib/" + name, "/lib/" + name}
}

// inPrecedence orders files as systemd reads them: by their own name; of several with one name only that in
// the strongest folder counts (sysctl.d(5)). Files come in the order of the folders.
func inPrecedence(files []file) []file {
	seen := map[string]bool{}
	var out []file
	for _, f := range files {
		if name := path.Base(f.path); !seen[name] {
			seen[name] = true
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b file) int { return strings.Compare(path.Base(a.path), path.Base(b.path)) })
	return out
}

func linked(files []file, name string) bool {
	return slices.ContainsFunc(files, func(f file) bool { return path.Base(f.path) == name })
}

// A sysctlPattern is a setting for all names that match.
type sysctlPattern struct {
	glob    string
	setting linux.SysctlSetting
}

// persistentParameters applies files in order; the last setting of a name wins. A setting by pattern holds for
// the running names that match it and that no other line names (sysctl.d(5)).
func persistentParameters(files []file, running map[string]string) map[string]linux.SysctlSetting {
	out := map[string]linux.SysctlSetting{}
	var patterns []sysctlPattern
	named := map[string]bool{} // by a line of their own; a pattern does not touch them
	for _, f := range files {
		lines(f.text, func(number int, line string) {
			key, value, set := sysctlLine(line)
			setting := linux.SysctlSetting{Value: value, File: f.path, Line: number}
			switch {
			case key == "" || secretParameters.MatchString(key):
			case strings.ContainsAny(key, "*?["):
				patterns = append(patterns, sysctlPattern{slashed(key), setting})
			default:
				named[key] = true
				if set {
					out[key] = setting
				}
			}
		})
	}
	for _, p := range patterns {
		for name := range running {
			match, err := path.Match(p.glob, slashed(name))
			if err == nil && match && !named[name] && !secretParameters.MatchString(name) {
				out[name] = p.setting
			}
		}
	}
	return out
}

// sysctlLine reads "name = value", "-name = value" (a failure is no error) and "-name" (no pattern holds for it).
// The key is "" when the line says nothing.
func sysctlLine(line string) (key, value string, set bool) {
	name, value, set := strings.Cut(strings.TrimSpace(line), "=")
	name = strings.TrimSpace(name)
	if name == "" || name[0] == '#' || name[0] == ';' || !set && name[0] != '-' {
		return "", "", false
	}
	return dotted(strings.TrimSpace(strings.TrimPrefix(name, "-"))), strings.Join(strings.Fields(value), " "), set
}

// dotted gives the name its dotted form: when the first separator is a slash, slashes and dots change places.
func dotted(name string) string {
	dot, slash := strings.IndexByte(name, '.'), strings.IndexByte(name, '/')
	if slash < 0 || dot >= 0 && dot < slash {
		return name
	}
	swapped, _ := parameterName("/proc/sys/" + name)
	return swapped
}

// slashed is the file's name below /proc/sys.
func slashed(name string) string {
	swapped, _ := parameterName("/proc/sys/" + name)
	return swapped
}
