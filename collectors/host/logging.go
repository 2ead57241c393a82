package host

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

func tellLogging(r *reading, e *emitter) {
	g := gaps{r: r}
	t := r.units()
	facts := linux.Logging{Files: map[string]linux.FileMode{}}
	facts.Journald = journald(&g)
	_, journal := r.entry("/var/log/journal")
	storage := strings.ToLower(facts.Journald["Storage"])
	if storage == "" || storage == "auto" {
		g.at(at("journal_persistent"), journal, "/var/log/journal")
	}
	if hidden := g.hides(at("journald")); hidden != nil {
		gap := *hidden
		gap.Path = "journal_persistent"
		g.add(gap)
	}
	facts.JournalPersistent = storage == "persistent" || (storage == "" || storage == "auto") && journal == "ok"
	facts.JournalUpload = t.enabled("systemd-journal-upload.service")
	t.known(&g, []any{"journal_upload"}, nil)
	facts.Logrotate = has(r, "logrotate")
	facts.Rsyslog.Installed = has(r, "rsyslogd")
	g.at(at("logrotate"), r.section("programs").state, "logrotate")
	g.at(at("rsyslog", "installed"), r.section("programs").state, "rsyslogd")
	facts.Rsyslog.Enabled = t.enabled("rsyslog.service")
	t.known(&g, []any{"rsyslog", "enabled"}, nil)
	rsyslog(&g, &facts.Rsyslog)
	g.at(at("files"), r.section("logs").state, "/var/log")
	g.at(at("files"), r.folder("/var/log"), "/var/log")
	for _, path := range r.unread("logs") {
		g.at(at("files", path), "unread", "stat "+path)
	}
	for _, found := range r.entriesOf("logs") {
		if found.kind == "file" {
			facts.Files[found.path] = linux.FileMode{Mode: found.mode, OwnerUID: found.uid}
		}
	}
	e.one("linux.logging", facts, g)
}

// hides returns the gap that is noted at a path, or nil.
func (g *gaps) hides(path collectors.Path) *collectors.Gap {
	for i, noted := range g.paths {
		if path.HasPrefix(noted) {
			return &g.list[i]
		}
	}
	return nil
}

func journald(g *gaps) map[string]string {
	var files []file
	if f := g.r.file("/etc/systemd/journald.conf"); f.state == "ok" {
		files = append(files, f)
	} else {
		g.at(at("journald"), f.state, f.path)
	}
	var drops []file
	for _, base := range []string{"/etc", "/run", "/usr/local/lib", "/usr/lib"} {
		drops = append(drops, g.folder(at("journald"), "logging", base+"/systemd/journald.conf.d")...)
	}
	return unitSettings(append(files, inPrecedence(drops)...), "Journal")
}

var (
	oldForward = regexp.MustCompile(`^\s*[^\s#$&][^\s]*\s+-?(@@?(?:\([^)]*\))?\S+)`)
	sameTarget = regexp.MustCompile(`^\s*&\s*(@@?(?:\([^)]*\))?\S+)`)
	oldRELP    = regexp.MustCompile(`^\s*\S+\s+(:omrelp:\S+)`)
	newForward = regexp.MustCompile(`(?is)action\s*\(([^)]*type\s*=\s*"(omfwd|omrelp)"[^)]*)\)`)
	parameter  = regexp.MustCompile(`(?i)(\w[\w.]*)\s*=\s*"([^"]*)"`)
	createMode = regexp.MustCompile(`(?im)^\s*\$FileCreateMode\s+([0-7]+)|\bFileCreateMode\s*=\s*"([0-7]+)"`)
	listening  = regexp.MustCompile(`(?im)^\s*\$(InputTCPServerRun|UDPServerRun|InputRELPServerRun|InputPTCPServerRun)\b|\binput\s*\([^)]*type\s*=\s*"(imtcp|imudp|imrelp|imptcp)"`)
	oldInclude = regexp.MustCompile(`(?im)^\s*\$IncludeConfig\s+(\S+)|\binclude\s*\([^)]*file\s*=\s*"([^"]*)"`)
)

// rsyslog reads rsyslog.conf and the files of rsyslog.d. Another include is not followed and is a gap.
func rsyslog(g *gaps, facts *linux.Rsyslog) {
	paths := [][]any{{"rsyslog", "forwards"}, {"rsyslog", "file_create_mode"}, {"rsyslog", "listens"}}
	main := g.r.file("/etc/rsyslog.conf")
	files := []file{}
	for _, path := range paths {
		g.at(at(path...), main.state, main.path)
		files = g.folder(at(path...), "logging", "/etc/rsyslog.d")
	}
	for _, f := range append(files, main) {
		text := withoutComments(f.text)
		facts.Forwards = append(facts.Forwards, forwards(text)...)
		for _, found := range createMode.FindAllStringSubmatch(text, -1) {
			facts.FileCreateMode = looser(facts.FileCreateMode, found[1]+found[2])
		}
		facts.Listens = facts.Listens || listening.MatchString(text)
		for _, found := range oldInclude.FindAllStringSubmatch(text, -1) {
			if target := found[1] + found[2]; target != "/etc/rsyslog.d/*.conf" {
				for _, path := range paths {
					gap := reason("error", target)
					gap.Path, gap.Detail = at(path...).String(), "an include that is not followed"
					g.add(gap)
				}
			}
		}
	}
}

// looser joins two modes. Each holds for the files that are named after it, so that what any of them grants counts.
func looser(before *string, mode string) *string {
	bits := octalMode(mode)
	if before != nil {
		bits |= octalMode(*before)
	}
	return ptr(fourDigits(strconv.FormatInt(int64(bits), 8)))
}

func fourDigits(mode string) string {
	for len(mode) < 4 {
		mode = "0" + mode
	}
	return mode
}

func withoutComments(text string) string {
	var b strings.Builder
	lines(text, func(_ int, line string) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			b.WriteString(line)
		}
		b.WriteByte('\n')
	})
	return b.String()
}

// forwards are the remote destinations in the old form (@host, @@host) and the new (omfwd, omrelp).
func forwards(text string) []string {
	var out []string
	lines(text, func(_ int, line string) {
		for _, form := range []*regexp.Regexp{oldForward, sameTarget, oldRELP} {
			if found := form.FindStringSubmatch(line); found != nil {
				out = append(out, redact(found[1]))
				return
			}
		}
	})
	for _, action := range newForward.FindAllStringSubmatch(text, -1) {
		values := map[string]string{}
		for _, p := range parameter.FindAllStringSubmatch(action[1], -1) {
			values[strings.ToLower(p[1])] = p[2]
		}
		if values["target"] == "" {
			continue
		}
		protocol := values["protocol"]
		if action[2] == "omrelp" {
			protocol = "relp"
		} else if protocol == "" {
			protocol = "udp"
		}
		destination := protocol + "://" + values["target"]
		if values["port"] != "" {
			destination += ":" + values["port"]
		}
		out = append(out, destination)
	}
	return out
}
