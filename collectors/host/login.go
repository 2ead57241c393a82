package host

import (
	"regexp"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellLogin(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.Login{Banners: map[string]linux.Banner{}, Useradd: map[string]string{}}
	facts.Defs = loginDefs(g.text(at("defs"), "/etc/login.defs"))
	g.at(at("root_path"), r.file("/etc/login.defs").state, "/etc/login.defs")
	facts.RootPath = rootPath(facts.Defs["ENV_SUPATH"])
	facts.Useradd = shellValues(g.text(at("useradd"), "/etc/default/useradd"))
	facts.Shells = shellList(r.file("/etc/shells"))
	g.at(at("shells"), r.file("/etc/shells").state, "/etc/shells")
	for _, f := range startFiles(&g) {
		umasks, timeouts := shellSettings(f)
		facts.Umasks = append(facts.Umasks, umasks...)
		facts.Timeouts = append(facts.Timeouts, timeouts...)
	}
	release := osRelease(&gaps{r: r})
	for _, path := range []string{"/etc/motd", "/etc/issue", "/etc/issue.net"} {
		f := r.file(path)
		g.at(at("banners", path), f.state, path)
		if f.state == "ok" {
			facts.Banners[path] = banner(f.text, release)
		}
	}
	files := append([]file{r.file("/etc/security/limits.conf")}, g.folder(at("core_limits"), "login", "/etc/security/limits.d")...)
	g.at(at("core_limits"), files[0].state, files[0].path)
	for _, f := range files {
		facts.CoreLimits = append(facts.CoreLimits, coreLimits(f)...)
	}
	e.one("linux.login", facts, g)
}

// startFiles are what every login shell reads, those that are there.
func startFiles(g *gaps) []file {
	var out []file
	for _, name := range []string{"/etc/profile", "/etc/bash.bashrc", "/etc/bashrc"} {
		f := g.r.file(name)
		if f.state == "ok" {
			out = append(out, f)
		} else if f.state != "absent" {
			g.at(at("umasks"), f.state, name)
			g.at(at("timeouts"), f.state, name)
		}
	}
	g.folder(at("timeouts"), "login", "/etc/profile.d")
	return append(out, g.folder(at("umasks"), "login", "/etc/profile.d")...)
}

var (
	umaskLine   = regexp.MustCompile(`(?:^|[;&|{(]\s*|\b(?:then|else|do)\s+)\s*umask\s+(?:-[Sp]\s+)*["']?([^\s"';&|)<>-][^\s"';&|)<>]*)`)
	timeoutLine = regexp.MustCompile(`(?:^|[;&|\s])(readonly\s+|export\s+|declare\s+(?:-\w+\s+)*|typeset\s+(?:-\w+\s+)*)?TMOUT=["']?(\d+)`)
	frozenLine  = regexp.MustCompile(`(?:^|[;&|\s])(?:readonly|(?:declare|typeset)\s+-\w*r\w*)\s+(?:[^;]*\s)?TMOUT\b`)
)

// shellSettings finds the umask commands and the assignments of TMOUT in a start-up file.
func shellSettings(f file) (umasks, timeouts []linux.ShellSetting) {
	frozen := false
	lines(f.text, func(number int, line string) {
		line = withoutComment(line)
		frozen = frozen || frozenLine.MatchString(line)
		for _, found := range umaskLine.FindAllStringSubmatch(line, -1) {
			umasks = append(umasks, linux.ShellSetting{Value: found[1], File: f.path, Line: number})
		}
		for _, found := range timeoutLine.FindAllStringSubmatch(line, -1) {
			timeouts = append(timeouts, linux.ShellSetting{Value: found[2], File: f.path, Line: number})
		}
	})
	for i := range timeouts {
		timeouts[i].Readonly = frozen
	}
	return umasks, timeouts
}

// withoutComment cuts a shell line at a comment.
func withoutComment(line string) string {
	if strings.HasPrefix(strings.TrimSpace(line), "#") {
		return ""
	}
	before, _, _ := strings.Cut(line, " #")
	return before
}

// rootPath reads PATH=a:b of login.defs(5); without the setting, the login program's own default counts.
func rootPath(value string) []string {
	_, folders, ok := strings.Cut(value, "=")
	if !ok {
		folders = value
	}
	if folders == "" {
		return nil
	}
	return strings.Split(folders, ":")
}

// escapes are those of agetty(8) that print the system, its release, version or architecture.
var escapes = regexp.MustCompile(`\\[mrsvoS]`)

func banner(text string, system linux.OS) linux.Banner {
	b := linux.Banner{Empty: strings.TrimSpace(text) == ""}
	b.RevealsSystem = escapes.MatchString(text) || regexp.MustCompile(`(?i)%[mrsvo]\b`).MatchString(text)
	lower := strings.ToLower(text)
	for _, name := range append([]string{system.ID, system.PrettyName, system.Codename}, system.IDLike...) {
		if len(name) > 2 && strings.Contains(lower, strings.ToLower(name)) {
			b.RevealsSystem = true
		}
	}
	return b
}

// coreLimits are the lines of limits.conf(5) on core files.
func coreLimits(f file) []linux.Limit {
	var out []linux.Limit
	lines(f.text, func(number int, line string) {
		line, _, _ = strings.Cut(line, "#")
		w := strings.Fields(line)
		if len(w) >= 4 && w[2] == "core" {
			out = append(out, linux.Limit{Domain: w[0], Type: w[1], Value: w[3], File: f.path, Line: number})
		}
	})
	return out
}
