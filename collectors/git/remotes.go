package git

import (
	"context"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	kinds "github.com/assize/assize/collectors/kinds/git"
)

// defaultPorts are left out of an identity.
var defaultPorts = map[string]string{"https": "443", "http": "80", "ssh": "22", "git": "9418"}

// remotes reads the remotes from the repository's own configuration, without what it includes.
func (r *runner) remotes(ctx context.Context) (map[string]kinds.Remote, error) {
	out, err := r.output(ctx, nil, "config", "--local", "--no-includes", "-z", "--get-regexp", `^remote\..*\.url$`)
	if silent(err) {
		return map[string]kinds.Remote{}, nil
	}
	if err != nil {
		return nil, err
	}
	remotes := map[string]kinds.Remote{}
	for _, s := range parseConfig(out) {
		name := pathText([]byte(strings.TrimSuffix(strings.TrimPrefix(s.key, "remote."), ".url")))
		if _, taken := remotes[name]; !taken { // git fetches from the first
			remotes[name] = parseRemote(s.value)
		}
	}
	return remotes, nil
}

// A setting is one entry of a git configuration.
type setting struct{ key, value string }

// parseConfig reads the output of "git config -z": key, a newline, the value, a NUL.
func parseConfig(out []byte) []setting {
	var settings []setting
	for record := range strings.SplitSeq(string(out), "\x00") {
		if record == "" {
			continue
		}
		key, value, _ := strings.Cut(record, "\n")
		settings = append(settings, setting{key, value})
	}
	return settings
}

// scpForm is git's short form of an SSH address: [user@]host:path. Source: git-fetch(1), GIT URLS.
var scpForm = regexp.MustCompile(`^(?:[^@/:]+@)?(\[[0-9A-Fa-f:.]+\]|[^/:@]+):(.*)$`)

// parseRemote reduces a remote's URL to what may be told: no user, no password, no query.
func parseRemote(text string) kinds.Remote {
	scheme, _, hasScheme := strings.Cut(text, "://")
	if !hasScheme {
		if m := scpForm.FindStringSubmatch(text); m != nil && !strings.HasPrefix(text, "/") && !strings.HasPrefix(text, ".") {
			return kinds.Remote{Scheme: "ssh", Host: plain(strings.ToLower(m[1])), Path: cleanPath(m[2])}
		}
		return kinds.Remote{Scheme: "file", Path: plain(strings.TrimSuffix(text, ".git"))}
	}
	u, err := url.Parse(text)
	if err != nil { // say nothing of what we do not understand: it may hold a password
		return kinds.Remote{Scheme: schemeName(scheme), Credentials: strings.Contains(text, "@")}
	}
	remote := kinds.Remote{Scheme: schemeName(u.Scheme), Path: cleanPath(u.Path)}
	if remote.Scheme == "file" {
		remote.Path = strings.TrimSuffix(u.Path, ".git")
		return remote
	}
	remote.Host = plain(strings.ToLower(u.Hostname()))
	if strings.Contains(remote.Host, ":") {
		remote.Host = "[" + remote.Host + "]"
	}
	if port := u.Port(); port != "" && port != defaultPorts[remote.Scheme] {
		remote.Host += ":" + port
	}
	if u.User != nil {
		_, password := u.User.Password()
		// A lone user name in an HTTP address is how tokens are written; in an SSH address it is only a name.
		remote.Credentials = password || remote.Scheme == "https" || remote.Scheme == "http"
	}
	remote.Credentials = remote.Credentials || secretQuery.MatchString(u.RawQuery)
	return remote
}

var secretQuery = regexp.MustCompile(`(?i)(?:token|passw|secret|key|auth)[^&=]*=[^&]`)

func schemeName(scheme string) string {
	scheme = strings.ToLower(scheme)
	switch scheme {
	case "ssh+git", "git+ssh":
		return "ssh"
	}
	return scheme
}

// cleanPath brings the path of a hosted repository into one form.
func cleanPath(p string) string {
	p = strings.Trim(path.Clean("/"+strings.TrimPrefix(p, "~")), "/")
	return plain(strings.TrimSuffix(p, ".git"))
}

// plain replaces what has no place in an address: control characters and what is not UTF-8.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
}

// identity says what the checkout is: its origin where that is a server, else the folder where it lies.
func identity(top string, remotes map[string]kinds.Remote) (id, name string) {
	if origin, ok := remotes["origin"]; ok && origin.Host != "" && origin.Path != "" {
		parts := strings.Split(origin.Path, "/")
		return "git:" + origin.Host + "/" + origin.Path, strings.Join(parts[max(0, len(parts)-2):], "/")
	}
	return "git:" + pathText([]byte(top)), path.Base(pathText([]byte(top)))
}
