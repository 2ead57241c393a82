package host

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellBoot(r *reading, e *emitter) {
	g := gaps{r: r}
	s := r.section("boot")
	facts, config, hidden := bootFacts(s.text)
	if config != "" {
		found, state := r.entry(config)
		if state == "ok" {
			facts.ConfigMode, facts.ConfigOwnerUID = ptr(found.mode), ptr(found.uid)
		} else {
			g.at(at("config_mode"), state, config)
			g.at(at("config_owner_uid"), state, config)
		}
	}
	for _, path := range sortedKeys(hidden) {
		state := hidden[path]
		for _, fact := range []string{"password_set", "cmdline"} {
			g.at(at(fact), state, path)
		}
		if config == "" {
			for _, fact := range []string{"loader", "config_mode", "config_owner_uid"} {
				g.at(at(fact), state, path)
			}
		}
	}
	for _, fact := range []string{"loader", "password_set", "config_mode", "config_owner_uid", "secure_boot", "cmdline"} {
		g.at(at(fact), s.state, "/boot")
	}
	if r.offline {
		g.at(at("secure_boot"), "offline", "/sys/firmware/efi")
	}
	e.one("linux.boot", facts, g)
}

// bootFacts reads what the script leaves of the boot loader's configuration. Hidden are the files that could
// not be read, by path, with the reason.
func bootFacts(text string) (facts linux.Boot, config string, hidden map[string]string) {
	facts.Loader, hidden = "none", map[string]string{}
	lines(text, func(_ int, line string) {
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "loader":
			config, facts.Loader = rest, "grub"
			if strings.HasSuffix(rest, "loader.conf") {
				facts.Loader = "systemd-boot"
			}
		case "denied", "outside":
			hidden[rest] = verb
		case "password":
			facts.PasswordSet = rest == "yes"
		case "cmdline":
			facts.Cmdline = cmdline(rest)
		case "secureboot":
			facts.SecureBoot = ptr(rest == "1")
		}
	})
	return facts, config, hidden
}

func tellReboot(r *reading, e *emitter) {
	g := gaps{r: r}
	if r.offline {
		e.missing("linux.reboot", "offline", "/run/reboot-required")
		return
	}
	facts := linux.Reboot{}
	mark, names := r.file("/run/reboot-required"), r.file("/run/reboot-required.pkgs")
	g.at(at("required"), mark.state, mark.path)
	g.at(at("packages"), names.state, names.path)
	facts.Packages = strings.Fields(names.text)
	slices.Sort(facts.Packages)
	facts.Packages = slices.Compact(facts.Packages)
	facts.RunningKernel = strings.TrimSpace(g.text(at("running_kernel"), "/proc/sys/kernel/osrelease"))
	kernels := r.section("kernels")
	g.at(at("newest_kernel"), kernels.state, "/boot")
	newest := newestKernel(kernels.text, facts.RunningKernel)
	if newest != "" {
		facts.NewestKernel = ptr(newest)
	}
	facts.Required = mark.state == "ok"
	if !facts.Required { // a newer kernel on disk asks for one too
		g.at(at("required"), kernels.state, "/boot")
		facts.Required = newest != "" && compareVersions(newest, facts.RunningKernel) > 0
	}
	e.one("linux.reboot", facts, g)
}

// newestKernel picks the newest release of the running one's flavour (-amd64, -generic, …), or of any when
// there is none of it.
func newestKernel(text, running string) string {
	flavour := running[strings.LastIndex(running, "-")+1:]
	var same, all []string
	for release := range strings.FieldsSeq(text) {
		all = append(all, release)
		if strings.HasSuffix(release, "-"+flavour) {
			same = append(same, release)
		}
	}
	if len(same) == 0 {
		same = all
	}
	if len(same) == 0 {
		return ""
	}
	return slices.MaxFunc(same, compareVersions)
}

// compareVersions orders versions as a person would: numbers as numbers, the rest as text.
func compareVersions(a, b string) int {
	for a != "" && b != "" {
		na, nb := leadingDigits(a), leadingDigits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if order := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); order != 0 {
				return order
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(rank(a[0]), rank(b[0]))
		}
		a, b = a[1:], b[1:]
	}
	switch {
	case strings.HasPrefix(a, "~"):
		return -1
	case strings.HasPrefix(b, "~"):
		return 1
	}
	return cmp.Compare(len(a), len(b))
}

// rank orders bytes: a tilde comes before all (deb-version(7)), digits after other signs.
func rank(b byte) int {
	switch {
	case b == '~':
		return -1
	case b >= '0' && b <= '9':
		return 1000
	}
	return int(b)
}

func leadingDigits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}
