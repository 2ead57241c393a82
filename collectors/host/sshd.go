package host

import (
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellSSHD(r *reading, e *emitter) {
	g := gaps{r: r}
	s := r.section("sshd")
	const call = "sshd -T"
	facts := linux.SSHD{Installed: s.state != "missing", Settings: map[string][]string{}, HostKeys: map[string]linux.FileMode{}}
	switch {
	case good(s.state) && effective(s.text) != nil:
		facts.Settings = effective(s.text)
	case good(s.state):
		gap := reason("error", call)
		gap.Path, gap.Detail = "settings", "sshd -T said: "+flat(firstLine(s.text))
		g.add(gap)
	case s.state != "missing":
		g.at(at("settings"), s.state, call)
	}
	for _, path := range r.named() {
		if strings.HasPrefix(path, "/etc/ssh/ssh_host_") && strings.HasSuffix(path, "_key") {
			if key, state := r.entry(path); state == "ok" {
				facts.HostKeys[path] = linux.FileMode{Mode: key.mode, OwnerUID: key.uid}
			}
		}
	}
	g.at(at("host_keys"), r.folder("/etc/ssh"), "/etc/ssh")
	g.at(at("host_keys"), r.section("entries").state, "/etc/ssh")
	e.one("linux.sshd", facts, g)
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
	return out
}
