package host

import (
	"net/url"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellApt(r *reading, e *emitter) {
	if s := r.section("packages"); good(s.state) && packageTable(s.text).Manager != "dpkg" {
		return // looked for and not there
	}
	g := gaps{r: r}
	facts := linux.Apt{}
	config := r.section("apt.config")
	g.at(at("settings"), config.state, "apt-config dump")
	facts.Settings = aptSettings(config.text)
	for _, path := range unreadableLists(r) {
		g.at(at("settings"), "denied", path)
	}
	main := r.file("/etc/apt/sources.list")
	g.at(at("sources"), main.state, main.path)
	facts.Sources = sourcesList(main)
	for _, f := range g.folder(at("sources"), "apt", "/etc/apt/sources.list.d") {
		if strings.HasSuffix(f.path, ".sources") {
			facts.Sources = append(facts.Sources, deb822(f)...)
		} else {
			facts.Sources = append(facts.Sources, sourcesList(f)...)
		}
	}
	installed, known := hasPackage(r, "unattended-upgrades")
	facts.UnattendedUpgrades = installed
	if !known {
		g.at(at("unattended_upgrades"), r.section("packages").state, "/var/lib/dpkg/status")
	}
	e.one("linux.apt", facts, g)
}

// unreadableLists are the files of APT's configuration that this user may not read: APT passes over them
// without a word, and what it then says is not what root would hear.
func unreadableLists(r *reading) []string {
	var out []string
	s := r.section("lists")
	lines(s.text, func(_ int, line string) {
		if path, ok := strings.CutPrefix(line, "denied "); ok {
			out = append(out, path)
		}
	})
	return out
}

// aptSettings reads apt-config dump: names become lower-case, the items of a list are joined by a comma.
func aptSettings(text string) map[string]string {
	out := map[string]string{}
	lines(text, func(_ int, line string) {
		name, value, ok := strings.Cut(line, " ")
		value, ended := strings.CutSuffix(strings.TrimSpace(value), ";")
		if !ok || !ended {
			return
		}
		name, isItem := strings.CutSuffix(strings.ToLower(name), "::")
		value = redactValue(name, strings.Trim(value, `"`))
		if isItem {
			if before := out[name]; before != "" {
				value = before + "," + value
			}
			out[name] = value
			return
		}
		if value != "" || out[name] == "" {
			out[name] = value
		}
	})
	for name, value := range out { // an empty node is only the parent of others
		if value == "" {
			delete(out, name)
		}
	}
	return out
}

// sourcesList reads the one-line form of sources.list(5); deb-src lines bring no programs and are left out.
func sourcesList(f file) []linux.AptSource {
	var out []linux.AptSource
	lines(f.text, func(number int, line string) {
		line, _, _ = strings.Cut(line, "#")
		kind, rest := splitWord(strings.TrimSpace(line))
		if kind != "deb" {
			return
		}
		source := linux.AptSource{File: f.path, Line: number}
		if strings.HasPrefix(rest, "[") {
			options, after, ok := strings.Cut(rest[1:], "]")
			if !ok {
				return
			}
			rest = after
			for option := range strings.FieldsSeq(options) {
				name, value, _ := strings.Cut(option, "=")
				switch strings.ToLower(name) {
				case "signed-by":
					source.SignedBy = ptr(value)
				case "trusted", "allow-insecure", "allow-weak":
					source.Trusted = source.Trusted || affirmative(value)
				}
			}
		}
		word := strings.Fields(rest)
		if len(word) < 2 {
			return
		}
		source.URI, source.Credentials = plainURI(word[0])
		source.Suite, source.Parts = word[1], word[2:]
		out = append(out, source)
	})
	return out
}

func affirmative(value string) bool {
	switch strings.ToLower(value) {
	case "yes", "true", "on", "1", "with", "enable":
		return true
	}
	return false
}

// plainURI takes user name and password off an address.
func plainURI(text string) (uri string, credentials bool) {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Host == "" {
		plain := redact(text)
		return plain, plain != text
	}
	if parsed.User == nil {
		return redact(text), false
	}
	parsed.User = nil
	return redact(parsed.String()), true
}

// deb822 reads the stanzas of a .sources file; a stanza with several addresses or suites is several sources.
func deb822(f file) []linux.AptSource {
	var out []linux.AptSource
	fields, start, last := map[string]string{}, 0, ""
	flush := func() {
		out = append(out, stanza(f.path, start, fields)...)
		fields, start, last = map[string]string{}, 0, ""
	}
	lines(f.text, func(number int, line string) {
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.TrimSpace(line) == "":
			flush()
		case (line[0] == ' ' || line[0] == '\t') && last != "":
			fields[last] += "\n" + strings.TrimSpace(line)
		default:
			name, value, ok := strings.Cut(line, ":")
			if !ok {
				return
			}
			if start == 0 {
				start = number
			}
			last = strings.ToLower(strings.TrimSpace(name))
			fields[last] = strings.TrimSpace(value)
		}
	})
	flush()
	return out
}

func stanza(path string, line int, fields map[string]string) []linux.AptSource {
	enabled, stated := fields["enabled"]
	if stated && !affirmative(enabled) || !strings.Contains(" "+fields["types"]+" ", " deb ") {
		return nil
	}
	var out []linux.AptSource
	for uri := range strings.FieldsSeq(fields["uris"]) {
		for suite := range strings.FieldsSeq(fields["suites"]) {
			source := linux.AptSource{File: path, Line: line, Suite: suite, Parts: strings.Fields(fields["components"]),
				Trusted: affirmative(fields["trusted"]) || affirmative(fields["allow-insecure"]) || affirmative(fields["allow-weak"])}
			source.URI, source.Credentials = plainURI(uri)
			if key := fields["signed-by"]; strings.Contains(key, "\n") || strings.Contains(key, "BEGIN PGP") {
				source.SignedBy = ptr("embedded key")
			} else if key != "" {
				source.SignedBy = ptr(key)
			}
			out = append(out, source)
		}
	}
	return out
}
