package host

import (
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// A timeDaemon is one program that keeps the clock: how to see that it is there, and where its configuration is.
type timeDaemon struct {
	name     string
	packages []string
	programs []string
	units    []string
	files    []string
	folders  []string
}

func timeDaemons() []timeDaemon {
	return []timeDaemon{
		{"chrony", []string{"chrony"}, []string{"chronyd"}, []string{"chrony.service", "chronyd.service"},
			[]string{"/etc/chrony/chrony.conf", "/etc/chrony.conf"}, []string{"/etc/chrony/conf.d", "/etc/chrony/sources.d"}},
		{"ntpsec", []string{"ntpsec", "ntp"}, nil, []string{"ntpsec.service", "ntp.service", "ntpd.service"},
			[]string{"/etc/ntpsec/ntp.conf", "/etc/ntp.conf"}, nil},
		{"openntpd", []string{"openntpd"}, nil, []string{"openntpd.service"},
			[]string{"/etc/openntpd/ntpd.conf", "/etc/ntpd.conf"}, nil},
		{"systemd-timesyncd", []string{"systemd-timesyncd"}, nil, []string{"systemd-timesyncd.service"},
			[]string{"/etc/systemd/timesyncd.conf"}, nil},
	}
}

func tellTimeSync(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.TimeSync{Daemons: map[string]linux.TimeDaemon{}}
	t := r.units()
	g.at(at("daemons"), r.section("packages").state, "/var/lib/dpkg/status")
	g.at(at("daemons"), r.section("programs").state, "chronyd")
	for _, d := range timeDaemons() {
		installed, _ := hasPackage(r, d.packages...)
		_, unit := t.units[d.units[0]]
		if !installed && !has(r, d.programs...) && !(d.name == "systemd-timesyncd" && unit) {
			continue
		}
		facts.Daemons[d.name] = linux.TimeDaemon{Active: t.running(d.units...), Enabled: t.enabled(d.units...)}
		t.known(&g, []any{"daemons", d.name, "enabled"}, []any{"daemons", d.name, "active"})
		timeServers(&g, d, facts.Daemons)
	}
	synchronized(&g, &facts)
	e.one("linux.time_sync", facts, g)
}

// timeServers reads the servers and the account from a daemon's configuration.
func timeServers(g *gaps, d timeDaemon, into map[string]linux.TimeDaemon) {
	daemon := into[d.name]
	path, account := at("daemons", d.name, "servers"), at("daemons", d.name, "user")
	var files []file
	for _, name := range d.files {
		f := g.r.file(name)
		g.at(path, f.state, name)
		if d.name == "chrony" {
			g.at(account, f.state, name)
		}
		if f.state == "ok" {
			files = append(files, f)
		}
	}
	for _, folder := range d.folders {
		files = append(files, g.folder(path, "time", folder)...)
	}
	if d.name == "systemd-timesyncd" {
		var drops []file
		for _, base := range []string{"/etc", "/run", "/usr/local/lib", "/usr/lib"} {
			drops = append(drops, g.folder(path, "time", base+"/systemd/timesyncd.conf.d")...)
		}
		settings := unitSettings(append(files, inPrecedence(drops)...), "Time")
		daemon.Servers = strings.Fields(settings["NTP"])
		if len(daemon.Servers) == 0 {
			daemon.Servers = strings.Fields(settings["FallbackNTP"])
		}
		into[d.name] = daemon
		return
	}
	for _, f := range files {
		lines(f.text, func(_ int, line string) {
			line, _, _ = strings.Cut(line, "#")
			word := strings.Fields(line)
			if len(word) < 2 {
				return
			}
			switch strings.ToLower(word[0]) {
			case "server", "servers", "pool", "peer":
				daemon.Servers = append(daemon.Servers, word[1])
			case "user":
				daemon.User = ptr(word[1])
			}
		})
	}
	into[d.name] = daemon
}

func synchronized(g *gaps, facts *linux.TimeSync) {
	s := g.r.section("clock")
	g.at(at("synchronized"), s.state, "/run/systemd/timesync/synchronized")
	said := words(s.text)
	timesyncd, network := facts.Daemons["systemd-timesyncd"]
	_, chrony := facts.Daemons["chrony"]
	switch {
	case chrony && uid(g.r) != 0:
		g.at(at("synchronized"), "denied", "chronyc tracking")
	case said["chrony"] != "":
		facts.Synchronized = ptr(said["chrony"] == "yes")
	case said["timesyncd"] != "" || timesyncd.Active:
		facts.Synchronized = ptr(said["timesyncd"] == "yes")
	case chrony:
		g.add(collectors.GapAt(at("synchronized"), collectors.Unsupported, "chronyd did not say: it does not run, or chronyc is not installed",
			"a running chronyd, and chronyc", "chronyc tracking"))
	case network && !systemd(g.r):
		g.at(at("synchronized"), "nosystemd", "/run/systemd/timesync/synchronized")
	case len(facts.Daemons) > 0:
		g.add(collectors.GapAt(at("synchronized"), collectors.Unsupported, "no daemon runs that says whether the clock is in step",
			"chrony or systemd-timesyncd, running", "/run/systemd/timesync/synchronized"))
	}
}

// unitSettings reads one section of files in the form of systemd.syntax(7); the last setting of a key counts,
// and an empty one takes back what stood before.
func unitSettings(files []file, section string) map[string]string {
	out := map[string]string{}
	for _, f := range files {
		current := ""
		lines(f.text, func(_ int, line string) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' || line[0] == ';' {
				return
			}
			if line[0] == '[' {
				current = strings.Trim(line, "[]")
				return
			}
			key, value, ok := strings.Cut(line, "=")
			if key = strings.TrimSpace(key); !ok || current != section {
				return
			}
			if value = strings.TrimSpace(value); value == "" {
				delete(out, key)
			} else {
				out[key] = value
			}
		})
	}
	return out
}
