package host

import (
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

func tellSSHD(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.SSHD{Installed: has(r, "sshd"), Settings: map[string][]string{}, HostKeys: map[string]linux.FileMode{}}
	g.at(at("installed"), r.section("programs").state, "sshd")
	if programs := r.section("programs"); facts.Installed || !good(programs.state) {
		facts.Settings = sshdSettings(&g)
	}
	for _, path := range facts.Settings["hostkey"] {
		if _, state := r.entry(path); state == "unlooked" || state == "cut" {
			g.at(at("host_keys", path), "elsewhere", path)
		}
	}
	for _, path := range r.named() {
		if !privateKey(path) {
			continue
		}
		if key, state := r.entry(path); state == "ok" && key.kind == "symlink" {
			g.at(at("host_keys", path), "link", path)
		} else if state == "ok" {
			facts.HostKeys[path] = linux.FileMode{Mode: key.mode, OwnerUID: key.uid}
		}
	}
	g.at(at("host_keys"), r.folder("/etc/ssh"), "/etc/ssh")
	g.at(at("host_keys"), r.section("entries").state, "/etc/ssh")
	e.one("linux.sshd", facts, g)
}

// sshdSettings returns the server's own word, or else what its files state.
func sshdSettings(g *gaps) map[string][]string {
	s := g.r.section("sshd")
	const call = "sshd -T"
	state, detail := s.state, ""
	if good(s.state) {
		if settings := effective(s.text); settings != nil {
			matched(g, settings)
			return settings
		}
		state, detail = "error", "sshd -T said: "+flat(firstLine(s.text))
	}
	if settings := asWritten(g, state, call, detail); settings != nil {
		return settings
	}
	gap := reason(state, call)
	gap.Path = "settings"
	gap = refused(gap, detail)
	g.add(gap)
	return nil
}

// matched notes a gap for each setting that a Match block loosens, or may: sshd -T tells what holds for one
// connection, and others meet another value.
func matched(g *gaps, settings map[string][]string) {
	main := g.r.file("/etc/ssh/sshd_config")
	drops := g.folder(at("settings"), "sshd.config", "/etc/ssh/sshd_config.d")
	g.at(at("settings"), g.r.section("sshd.config").state, main.path)
	g.at(at("settings"), main.state, main.path)
	c := written(main, append([]file{}, drops...))
	if c.foreign != "" {
		gap := reason("error", c.foreign)
		gap.Path, gap.Detail = "settings", "an Include that is not followed: a Match block may stand there"
		g.add(gap)
	}
	for _, keyword := range sortedKeys(c.loosened) {
		if values := settings[keyword]; len(values) == 1 && values[0] == c.loosened[keyword] {
			continue
		}
		gap := reason("error", main.path)
		gap.Path, gap.Cause = at("settings", keyword).String(), collectors.Unsupported
		gap.Detail = "a Match block sets it for some connections"
		g.add(gap)
	}
}

// askedFor are the settings that depend on how sshd -T is asked. What it listens on is told by linux.socket.
var askedFor = []string{"addressfamily", "listenaddress"}

// refused adds what sshd said instead of its settings, if it said anything, and what would change its mind.
func refused(gap collectors.Gap, detail string) collectors.Gap {
	if detail == "" {
		return gap
	}
	gap.Detail, gap.Needs = detail, "a configuration that sshd accepts; sshd -t says what is wrong"
	if strings.Contains(detail, "privilege separation directory") {
		gap.Needs = "the SSH service started once since the boot, which makes the folder that sshd misses"
	}
	return gap
}

// effective reads what sshd -T prints: a lower-case key and its value on each line. It returns nil when the
// text is something else (an error message).
func effective(text string) map[string][]string {
	out := map[string][]string{}
	lines(text, func(_ int, line string) {
		key, value := splitWord(strings.TrimSpace(line))
		if key == "" || key != strings.ToLower(key) {
			return
		}
		out[key] = append(out[key], value)
	})
	if len(out["port"]) == 0 || len(out["permitrootlogin"]) == 0 {
		return nil
	}
	for _, key := range askedFor {
		delete(out, key)
	}
	return out
}
