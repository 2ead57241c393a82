package host

import (
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellMAC(r *reading, e *emitter) {
	g := gaps{r: r}
	s := r.section("mac")
	said := words(s.text)
	facts := linux.MAC{SELinux: "disabled"}
	facts.AppArmor.Installed = has(r, "apparmor_parser")
	g.at(at("apparmor", "installed"), r.section("programs").state, "apparmor_parser")
	for _, path := range [][]any{{"selinux"}, {"apparmor", "enabled"}, {"apparmor", "profiles"}, {"apparmor", "unconfined"}} {
		g.at(at(path...), s.state, "/sys/module/apparmor")
	}
	switch said["selinux"] {
	case "1":
		facts.SELinux = "enforcing"
	case "0":
		facts.SELinux = "permissive"
	}
	facts.AppArmor.Profiles = map[string]string{}
	facts.AppArmor.Enabled = said["apparmor"] == "Y"
	if facts.AppArmor.Enabled {
		f := r.file("/sys/kernel/security/apparmor/profiles")
		state := f.state
		if state == "absent" { // securityfs is not mounted: what is loaded cannot be seen
			state = "nosecurityfs"
		}
		g.at(at("apparmor", "profiles"), state, f.path)
		g.at(at("apparmor", "unconfined"), state, f.path)
		facts.AppArmor.Profiles = profiles(f.text)
		running := r.section("mac.processes")
		g.at(at("apparmor", "unconfined"), running.state, "/proc/PID/attr/current")
		lines(running.text, func(_ int, program string) {
			if _, has := facts.AppArmor.Profiles[program]; has {
				facts.AppArmor.Unconfined = append(facts.AppArmor.Unconfined, program)
			}
		})
	}
	e.one("linux.mac", facts, g)
}

// profiles reads lines "name (mode)".
func profiles(text string) map[string]string {
	out := map[string]string{}
	lines(text, func(_ int, line string) {
		at := strings.LastIndex(line, " (")
		if at < 0 || !strings.HasSuffix(line, ")") {
			return
		}
		out[line[:at]] = strings.TrimSuffix(line[at+2:], ")")
	})
	return out
}
