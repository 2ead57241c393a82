package host

import (
	"regexp"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

func tellSudo(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.Sudo{Installed: has(r, "sudo"), Defaults: map[string]string{}}
	g.at(at("installed"), r.section("programs").state, "sudo")
	for _, f := range r.section("sudoers").files {
		state := f.state
		if state == "absent" && f.path != "/etc/sudoers" {
			state = "included"
		}
		for _, fact := range []string{"defaults", "rules"} {
			g.at(at(fact), state, f.path)
		}
		for _, name := range sudoers(*f, &facts) {
			gap := reason("error", f.path)
			gap.Path, gap.Cause = at("defaults", name).String(), collectors.Unsupported
			gap.Detail = "set for some users, hosts or commands only, which is not told apart"
			g.add(gap)
		}
	}
	for _, name := range sortedKeys(r.folders) {
		if strings.Contains(name, "sudoers") {
			state := r.folders[name]
			if state == "absent" && strings.ContainsAny(name, "%\"") {
				state = "included"
			}
			g.at(at("defaults"), state, name)
			g.at(at("rules"), state, name)
		}
	}
	if s := r.section("sudoers"); !good(s.state) {
		g.at(at("defaults"), s.state, "/etc/sudoers")
		g.at(at("rules"), s.state, "/etc/sudoers")
	}
	e.one("linux.sudo", facts, g)
}

// has says whether the script found a program.
func has(r *reading, programs ...string) bool {
	for found := range strings.FieldsSeq(r.section("programs").text) {
		for _, program := range programs {
			if found == program {
				return true
			}
		}
	}
	return false
}

// sudoers adds what one file says, and returns the names of the Defaults that it sets for some only. Aliases are
// not resolved: rules name them as written.
func sudoers(f file, into *linux.Sudo) (scoped []string) {
	start, carried := 0, ""
	lines(f.text, func(number int, line string) {
		if carried == "" {
			start = number
		}
		line = carried + line
		carried = ""
		if strings.HasSuffix(line, `\`) {
			carried = strings.TrimSuffix(line, `\`)
			return
		}
		line = strings.TrimSpace(sudoComment(line))
		word, rest := splitWord(line)
		switch {
		case line == "" || strings.HasPrefix(word, "@include") || strings.HasSuffix(word, "_Alias"):
		case word == "Defaults":
			sudoDefaults(rest, into.Defaults)
		case strings.HasPrefix(word, "Defaults"): // of a user, host or command only
			some := map[string]string{}
			sudoDefaults(rest, some)
			scoped = append(scoped, sortedKeys(some)...)
		default:
			into.Rules = append(into.Rules, sudoRules(f.path, start, line)...)
		}
	})
	return scoped
}

// sudoComment cuts a comment; #1000 is a user id, and not one.
func sudoComment(line string) string {
	for i := range len(line) {
		if line[i] != '#' || i > 0 && line[i-1] == '\\' {
			continue
		}
		if i+1 < len(line) && line[i+1] >= '0' && line[i+1] <= '9' && (i == 0 || strings.ContainsRune(" \t,(%:", rune(line[i-1]))) {
			continue
		}
		return line[:i]
	}
	return line
}

// sudoDefaults reads a list of name, !name, name=value, name+=value and name-=value.
func sudoDefaults(text string, into map[string]string) {
	for _, setting := range splitQuoted(text, ',') {
		setting = strings.TrimSpace(setting)
		name, value, valued := strings.Cut(setting, "=")
		name = strings.TrimSpace(name)
		switch {
		case name == "":
		case !valued && strings.HasPrefix(name, "!"):
			into[strings.TrimSpace(name[1:])] = "false"
		case !valued:
			into[name] = "true"
		case strings.HasSuffix(name, "+"):
			name = strings.TrimSpace(strings.TrimSuffix(name, "+"))
			into[name] = strings.TrimSpace(into[name] + " " + sudoValue(value))
		case strings.HasSuffix(name, "-"):
			name = strings.TrimSpace(strings.TrimSuffix(name, "-"))
			into[name] = strings.TrimSpace(strings.ReplaceAll(" "+into[name]+" ", " "+sudoValue(value)+" ", " "))
		default:
			into[name] = sudoValue(value)
		}
	}
}

func sudoValue(value string) string { return strings.Trim(strings.TrimSpace(value), `"`) }

// splitQuoted splits at a separator outside of double quotes and parentheses.
func splitQuoted(text string, separator byte) []string {
	var out []string
	quoted, deep, from := false, 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case i > 0 && text[i-1] == '\\':
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			deep++
		case c == ')':
			deep--
		case c == separator && deep <= 0:
			out, from = append(out, text[from:i]), i+1
		}
	}
	return append(out, text[from:])
}

var sudoTag = regexp.MustCompile(`^\s*(NO)?(PASSWD|EXEC|FOLLOW|LOG_INPUT|LOG_OUTPUT|MAIL|SETENV|INTERCEPT)\s*:\s*`)
var sudoOption = regexp.MustCompile(`^\s*(?:ROLE|TYPE|PRIVS|LIMITPRIVS|APPARMOR_PROFILE|NOTBEFORE|NOTAFTER|TIMEOUT|CWD|CHROOT)=("[^"]*"|\S+)\s*`)

// sudoRules reads "who host = (runas) TAG: command, command : host = …". Tags and the run-as part hold on for
// the commands that follow; each change of them starts a rule of its own.
func sudoRules(path string, line int, text string) []linux.SudoRule {
	head, rest, ok := strings.Cut(text, "=")
	if !ok {
		return nil
	}
	who, hosts := splitWho(head)
	var out []linux.SudoRule
	parts := []string{rest}
	if all := splitQuoted(rest, ':'); len(all) > 1 {
		parts = sudoSpecs(all)
	}
	for i, part := range parts {
		if i > 0 {
			host, commands, ok := strings.Cut(part, "=")
			if !ok {
				continue
			}
			hosts, part = strings.TrimSpace(host), commands
		}
		out = append(out, sudoCommands(linux.SudoRule{File: path, Line: line, Who: who, Hosts: hosts}, part)...)
	}
	return out
}

// sudoSpecs joins what was cut at a colon that ends a tag and not a specification.
func sudoSpecs(parts []string) []string {
	out := []string{parts[0]}
	for _, part := range parts[1:] {
		last := len(out) - 1
		if sudoTag.MatchString(lastWord(out[last])+":") || !strings.Contains(part, "=") {
			out[last] += ":" + part
		} else {
			out = append(out, part)
		}
	}
	return out
}

func lastWord(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t,:)", r) })
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

func splitWho(head string) (who, hosts string) {
	head = strings.TrimSpace(head)
	if i := strings.LastIndexAny(head, " \t"); i >= 0 {
		return strings.TrimSpace(head[:i]), head[i+1:]
	}
	return head, ""
}

func sudoCommands(rule linux.SudoRule, text string) []linux.SudoRule {
	var out []linux.SudoRule
	noPasswd, runAs := false, ""
	for _, command := range splitQuoted(text, ',') {
		command = strings.TrimSpace(command)
		if strings.HasPrefix(command, "(") {
			as, rest, _ := strings.Cut(command[1:], ")")
			runAs, command = strings.TrimSpace(as), strings.TrimSpace(rest)
		}
		for {
			if option := sudoOption.FindString(command); option != "" {
				command = command[len(option):]
				continue
			}
			tag := sudoTag.FindStringSubmatch(command)
			if tag == nil {
				break
			}
			if tag[2] == "PASSWD" {
				noPasswd = tag[1] == "NO"
			}
			command = command[len(tag[0]):]
		}
		if command == "" {
			continue
		}
		if n := len(out); n == 0 || out[n-1].NoPasswd != noPasswd || out[n-1].RunAs != runAs {
			next := rule
			next.NoPasswd, next.RunAs = noPasswd, runAs
			out = append(out, next)
		}
		last := &out[len(out)-1]
		last.Commands = append(last.Commands, redact(command))
	}
	return out
}
