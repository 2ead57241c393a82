package host

import (
	"path"
	"slices"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellAudit(r *reading, e *emitter) {
	g := gaps{r: r}
	t := r.units()
	facts := linux.Audit{
		Installed: has(r, "auditd"), Enabled: t.enabled("auditd.service"), Active: t.running("auditd.service"),
		LogFiles: map[string]linux.FileMode{},
	}
	g.at(at("installed"), r.section("programs").state, "auditd")
	t.known(&g, []any{"enabled"}, []any{"active"})
	facts.Config = keyValues(g.text(at("config"), "/etc/audit/auditd.conf"))
	var immutable bool
	facts.OnDisk, immutable = auditOnDisk(&g)
	facts.Immutable = immutable
	loaded := r.section("auditctl")
	if loaded.state != "missing" {
		g.at(at("loaded"), loaded.state, "auditctl -l")
		facts.Loaded, _ = auditRules(loaded.text)
	} else if facts.Installed {
		g.at(at("loaded"), loaded.state, "auditctl -l")
	}
	folder := r.folder("/var/log/audit")
	g.at(at("log_files"), folder, "/var/log/audit")
	if folder != "absent" {
		g.at(at("log_files"), r.section("logs.audit").state, "/var/log/audit")
	}
	for _, path := range r.unread("logs.audit") {
		g.at(at("log_files", path), "unread", "stat "+path)
	}
	for _, found := range r.entriesOf("logs.audit") {
		if found.kind == "file" {
			facts.LogFiles[found.path] = linux.FileMode{Mode: found.mode, OwnerUID: found.uid}
		}
	}
	e.one("linux.audit", facts, g)
}

// auditOnDisk reads the files of rules.d in the order of augenrules(8), or audit.rules when there are none.
func auditOnDisk(g *gaps) (rules []linux.AuditRule, immutable bool) {
	files := g.folder(at("on_disk"), "audit", "/etc/audit/rules.d")
	g.folder(at("immutable"), "audit", "/etc/audit/rules.d")
	slices.SortStableFunc(files, func(a, b file) int { return compareVersions(path.Base(a.path), path.Base(b.path)) })
	if len(files) == 0 {
		f := file{text: g.text(at("on_disk"), "/etc/audit/audit.rules")}
		g.at(at("immutable"), g.r.file("/etc/audit/audit.rules").state, "/etc/audit/audit.rules")
		files = []file{f}
	}
	var all strings.Builder // one after another, as augenrules(8) joins them: the last -e counts
	for _, f := range files {
		all.WriteString(f.text + "\n")
	}
	return auditRules(all.String())
}

// auditRules reads rules in the form of audit.rules(7); settings other than rules are passed over. Locks is
// true when the text makes the rules immutable.
func auditRules(text string) (rules []linux.AuditRule, locks bool) {
	lines(text, func(_ int, line string) {
		line, _, _ = strings.Cut(line, "#")
		word := strings.Fields(line)
		if len(word) == 0 {
			return
		}
		switch word[0] {
		case "-e":
			locks = len(word) > 1 && word[1] == "2"
		case "-w", "-a", "-A":
			rules = append(rules, auditRule(word))
		}
	})
	return rules, locks
}

func auditRule(word []string) linux.AuditRule {
	rule := linux.AuditRule{Text: strings.Join(word, " ")}
	for i := 0; i+1 < len(word); i += 2 {
		value := strings.Trim(word[i+1], `"'`)
		switch word[i] {
		case "-w":
			rule.Path = ptr(value)
			if rule.Permissions == nil {
				rule.Permissions = ptr("rwxa") // auditctl(8): without -p, all
			}
		case "-p":
			rule.Permissions = ptr(value)
		case "-k":
			rule.Key = ptr(value)
		case "-S":
			rule.Syscalls = append(rule.Syscalls, strings.Split(value, ",")...)
		case "-F":
			switch name, content, _ := strings.Cut(value, "="); name {
			case "key":
				rule.Key = ptr(content)
			case "path", "dir":
				rule.Path = ptr(content)
				rule.Fields = append(rule.Fields, value)
			case "perm":
				rule.Permissions = ptr(content)
			default:
				rule.Fields = append(rule.Fields, value)
			}
		case "-C":
			rule.Fields = append(rule.Fields, value)
		case "-a", "-A":
		default:
			i-- // not an option: go on with the next word
		}
	}
	slices.Sort(rule.Fields)
	slices.Sort(rule.Syscalls)
	return rule
}
