package host

import (
	"path"
	"regexp"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

// unitTable is what is known of systemd's units.
type unitTable struct {
	units map[string]linux.Unit
	// state is not good when the units themselves could not be read; active likewise for what runs.
	state, active string
	// hidden are the folders and files that this user may not read.
	hidden []string
}

func tellServices(r *reading, e *emitter) {
	t := r.units()
	g := gaps{r: r}
	facts := linux.Services{Manager: manager(r), Units: t.units}
	if !good(t.state) {
		g.at(at("units"), t.state, "systemctl list-unit-files")
	}
	for _, hidden := range t.hidden {
		g.at(at("units"), "denied", hidden)
	}
	if !good(t.active) {
		for _, name := range sortedKeys(t.units) {
			g.at(at("units", name, "active"), t.active, "systemctl list-units")
		}
	}
	if !r.offline {
		g.at(at("manager"), r.section("host").state, "/run/systemd/system")
	}
	e.one("linux.services", facts, g)
}

// manager names what starts the services.
func manager(r *reading) string {
	if systemd(r) {
		return "systemd"
	}
	if said := words(r.section("host").text)["manager"]; said != "" {
		return said
	}
	return "other"
}

// units returns the table, from systemctl where systemd runs, else from the files.
func (r *reading) units() unitTable {
	if r.table == nil {
		t := r.makeUnits()
		r.table = &t
	}
	return *r.table
}

func (r *reading) makeUnits() unitTable {
	if _, live := r.sections["units.files"]; live || systemd(r) && !r.offline {
		files, active := r.section("units.files"), r.section("units.active")
		t := unitTable{units: liveUnits(files.text, active.text), state: files.state, active: active.state}
		if good(t.state) && len(t.units) == 0 {
			t.state = "error: systemctl listed no unit at all"
		}
		if good(t.active) && !strings.Contains(active.text, ".") {
			t.active = "error: systemctl listed no unit at all"
		}
		return t
	}
	disk := r.section("units.disk")
	t := unitTable{state: disk.state, active: "nosystemd"}
	if r.offline {
		t.active = "offline"
	}
	if s := r.section("units.links"); !good(s.state) {
		t.state = s.state
	}
	files := map[string]string{}
	for _, f := range disk.files {
		if f.state == "denied" {
			t.hidden = append(t.hidden, f.path)
		}
		if f.state == "ok" || f.state == "other" { // other: a link to /dev/null
			files[f.path] = f.text
		}
	}
	for _, base := range unitFolders {
		if r.folders[base] == "denied" {
			t.hidden = append(t.hidden, base)
		}
	}
	links := unitLinks(r.section("units.links").text)
	for _, l := range links {
		if l.target == "/dev/null" { // in an image, there may be no such device
			files[l.path] = ""
		}
	}
	t.units = diskUnits(files, links)
	scripts := r.section("init")
	if !good(scripts.state) {
		t.state = scripts.state
	}
	t.hidden = append(t.hidden, initScripts(scripts.text, t.units)...)
	return t
}

// initScripts adds the scripts of /etc/init.d that no unit replaces: those that a run level starts are enabled.
// It returns the folders that could not be read.
func initScripts(text string, units map[string]linux.Unit) (hidden []string) {
	started := map[string]bool{}
	var scripts []string
	lines(text, func(_ int, line string) {
		verb, name, _ := strings.Cut(line, " ")
		switch verb {
		case "script":
			scripts = append(scripts, name)
		case "start":
			started[name] = true
		case "denied":
			hidden = append(hidden, name)
		}
	})
	for _, name := range scripts {
		unit := strings.TrimSuffix(name, ".sh") + ".service"
		if _, native := units[unit]; native {
			continue
		}
		state := "disabled"
		if started[name] {
			state = "enabled"
		}
		units[unit] = linux.Unit{Enabled: state}
	}
	return hidden
}

// ofSession are units that exist because somebody is logged in: this visit, for one.
var ofSession = regexp.MustCompile(`^(user@|user-runtime-dir@|session-|run-)`)

// liveUnits reads systemctl list-unit-files and list-units --all.
func liveUnits(files, active string) map[string]linux.Unit {
	out := map[string]linux.Unit{}
	lines(files, func(_ int, line string) {
		f := strings.Fields(line)
		if len(f) >= 2 && strings.Contains(f[0], ".") {
			out[f[0]] = linux.Unit{Enabled: f[1], Masked: strings.HasPrefix(f[1], "masked")}
		}
	})
	lines(active, func(_ int, line string) {
		f := strings.Fields(strings.TrimLeft(line, "●*○× "))
		if len(f) < 4 || !strings.Contains(f[0], ".") || f[1] == "not-found" || ofSession.MatchString(f[0]) {
			return
		}
		u, listed := out[f[0]]
		if !listed { // an instance of a template, or made at run time
			u.Enabled = "transient"
			if name, suffix, ok := strings.Cut(f[0], "@"); ok {
				if template, ok := out[name+"@"+path.Ext(suffix)]; ok {
					u.Enabled = template.Enabled
				}
			}
		}
		u.Active = f[2] == "active" || f[2] == "reloading" || f[2] == "refreshing"
		out[f[0]] = u
	})
	return out
}

// unitFolders are where units lie, the strongest first (systemd.unit(5)).
var unitFolders = []string{
	"/etc/systemd/system", "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system",
}

type unitLink struct{ path, target string }

func unitLinks(text string) []unitLink {
	var out []unitLink
	lines(text, func(_ int, line string) {
		if from, to, ok := strings.Cut(line, " "); ok {
			out = append(out, unitLink{from, to})
		}
	})
	return out
}

// diskUnits tells the state of each unit file as systemctl is-enabled would, from the files and links alone.
func diskUnits(files map[string]string, links []unitLink) map[string]linux.Unit {
	linkAt := map[string]string{}
	for _, l := range links {
		linkAt[l.path] = l.target
	}
	wanted := wantedUnits(links)
	out := map[string]linux.Unit{}
	for i := len(unitFolders) - 1; i >= 0; i-- { // the strongest last, so that it wins
		for _, file := range sortedKeys(files) {
			if path.Dir(file) == unitFolders[i] {
				out[path.Base(file)] = unitState(file, files[file], linkAt[file], wanted)
			}
		}
	}
	return out
}

// wantedUnits are the units that a link of the administrator's starts: "enabled", or "enabled-runtime" for one
// that a reboot forgets.
func wantedUnits(links []unitLink) map[string]string {
	wanted := map[string]string{}
	for _, l := range links {
		state := ""
		switch {
		case strings.HasPrefix(l.path, "/etc/"):
			state = "enabled"
		case strings.HasPrefix(l.path, "/run/"):
			state = "enabled-runtime"
		default:
			continue
		}
		name, aim := path.Base(l.path), path.Base(l.target)
		var units []string
		switch parent := path.Base(path.Dir(l.path)); path.Ext(parent) {
		case ".wants", ".requires", ".upholds":
			units = []string{name, aim, template(name)}
		default:
			if parent == "system" && aim != name && l.target != "/dev/null" {
				units = []string{aim}
			}
		}
		for _, unit := range units {
			if wanted[unit] != "enabled" {
				wanted[unit] = state
			}
		}
	}
	return wanted
}

// template is the template of an instance: getty@.service for getty@tty1.service.
func template(name string) string {
	before, after, ok := strings.Cut(name, "@")
	if !ok {
		return name
	}
	return before + "@" + path.Ext(after)
}

func unitState(file, text, target string, wanted map[string]string) linux.Unit {
	name := path.Base(file)
	switch {
	case target == "/dev/null":
		state := "masked"
		if strings.HasPrefix(file, "/run/") {
			state = "masked-runtime"
		}
		return linux.Unit{Enabled: state, Masked: true}
	case target != "" && path.Base(target) != name:
		return linux.Unit{Enabled: "alias"}
	case wanted[name] != "":
		return linux.Unit{Enabled: wanted[name]}
	case target != "" && strings.HasPrefix(file, "/etc/"):
		return linux.Unit{Enabled: "linked"}
	}
	install, also := false, false
	lines(text, func(_ int, line string) {
		key, _, _ := strings.Cut(line, "=")
		switch strings.TrimSpace(key) {
		case "WantedBy", "RequiredBy", "UpheldBy", "Alias":
			install = true
		case "Also", "DefaultInstance":
			also = true
		}
	})
	switch {
	case install:
		return linux.Unit{Enabled: "disabled"}
	case also:
		return linux.Unit{Enabled: "indirect"}
	}
	return linux.Unit{Enabled: "static"}
}

// enabled says whether one of the units starts with the system.
func (t unitTable) enabled(names ...string) bool {
	for _, name := range names {
		if state := t.units[name].Enabled; state == "enabled" || state == "enabled-runtime" {
			return true
		}
	}
	return false
}

// running says whether one of the units is active.
func (t unitTable) running(names ...string) bool {
	for _, name := range names {
		if t.units[name].Active {
			return true
		}
	}
	return false
}

// known notes gaps where what is enabled and what runs could not be told.
func (t unitTable) known(g *gaps, enabled, active []any) {
	if enabled != nil {
		g.at(at(enabled...), t.state, "systemctl is-enabled")
		for _, hidden := range t.hidden {
			g.at(at(enabled...), "denied", hidden)
		}
	}
	if active != nil {
		g.at(at(active...), t.state, "systemctl is-active")
		g.at(at(active...), t.active, "systemctl is-active")
	}
}
