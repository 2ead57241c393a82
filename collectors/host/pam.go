package host

import (
	"path"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellPAM(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.PAM{Services: map[string][]linux.PAMEntry{}}
	g.at(at("services"), r.folder("/etc/pam.d"), "/etc/pam.d")
	g.at(at("services"), r.section("pam").state, "/etc/pam.d")
	for _, f := range r.in("pam", "/etc/pam.d") {
		service := path.Base(f.path)
		if f.state == "absent" { // a link that leads nowhere
			continue
		}
		g.at(at("services", service), f.state, f.path)
		if f.state == "ok" {
			facts.Services[service] = pamEntries(f.text)
		}
	}
	quality := append(g.folder(at("pwquality"), "pam", "/etc/security/pwquality.conf.d"),
		file{text: g.text(at("pwquality"), "/etc/security/pwquality.conf")})
	facts.Pwquality = map[string]string{}
	for _, f := range quality { // drop-ins come first and the main file last (pwquality.conf(5))
		for key, value := range keyValues(f.text) {
			facts.Pwquality[key] = value
		}
	}
	facts.Faillock = keyValues(g.text(at("faillock"), "/etc/security/faillock.conf"))
	facts.Pwhistory = keyValues(g.text(at("pwhistory"), "/etc/security/pwhistory.conf"))
	e.one("linux.pam", facts, g)
}

// keyValues reads "key = value" and bare flags; keys are lower-case, the last line of a key counts.
func keyValues(text string) map[string]string {
	out := map[string]string{}
	lines(text, func(_ int, line string) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, "=")
		if key = strings.ToLower(strings.TrimSpace(key)); key != "" {
			out[key] = redactValue(key, strings.TrimSpace(value))
		}
	})
	return out
}

// pamEntries reads a file of pam.d(5). A bracketed control is one word, and so is a bracketed argument.
func pamEntries(text string) []linux.PAMEntry {
	var out []linux.PAMEntry
	start, carried := 0, ""
	lines(text, func(number int, line string) {
		if carried == "" {
			start = number
		}
		line = carried + line
		carried = ""
		if strings.HasSuffix(line, `\`) {
			carried = strings.TrimSuffix(line, `\`) + " "
			return
		}
		line, _, _ = strings.Cut(line, "#")
		word := bracketed(line)
		switch {
		case len(word) >= 2 && word[0] == "@include":
			out = append(out, linux.PAMEntry{Type: "include", Module: word[1], Line: start})
		case len(word) >= 3:
			entry := linux.PAMEntry{
				Type: strings.ToLower(strings.TrimPrefix(word[0], "-")), Control: strings.ToLower(word[1]), Module: path.Base(word[2]), Line: start,
			}
			for _, argument := range word[3:] {
				name, value, ok := strings.Cut(argument, "=")
				if ok {
					argument = name + "=" + redactValue(name, value)
				}
				entry.Args = append(entry.Args, argument)
			}
			out = append(out, entry)
		}
	})
	return out
}

// bracketed splits at white space, but not within square brackets.
func bracketed(line string) []string {
	var out []string
	for {
		line = strings.TrimSpace(line)
		if line == "" {
			return out
		}
		end := strings.IndexAny(line, " \t")
		if line[0] == '[' {
			if end = strings.IndexByte(line, ']') + 1; end == 0 {
				end = len(line)
			}
		}
		if end < 0 {
			end = len(line)
		}
		out, line = append(out, line[:end]), line[end:]
	}
}
