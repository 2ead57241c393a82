package git

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// defaultPorts are left out of an address.
var defaultPorts = map[string]string{"https": "443", "http": "80", "ssh": "22", "git": "9418"}

// scpForm is git's short form of an SSH address: [user@]host:path. Source: git-fetch(1), GIT URLS.
var scpForm = regexp.MustCompile(`^(?:[^@/:]+@)?(\[[0-9A-Fa-f:.]+\]|[^/:@]+):(.*)$`)

// ParseRemote reduces a remote's URL to what may be told: no user, no password, no query.
func ParseRemote(text string) Remote {
	scheme, _, hasScheme := strings.Cut(text, "://")
	if !hasScheme {
		if m := scpForm.FindStringSubmatch(text); m != nil && !strings.HasPrefix(text, "/") && !strings.HasPrefix(text, ".") {
			return Remote{Scheme: "ssh", Host: Plain(strings.ToLower(m[1])), Path: cleanPath(m[2])}
		}
		return Remote{Scheme: "file", Path: Plain(strings.TrimSuffix(text, ".git"))}
	}
	u, err := url.Parse(text)
	if err != nil { // say nothing of what we do not understand: it may hold a password
		return Remote{Scheme: schemeName(scheme), Credentials: strings.Contains(text, "@")}
	}
	remote := Remote{Scheme: schemeName(u.Scheme), Path: cleanPath(u.Path)}
	if remote.Scheme == "file" {
		remote.Path = strings.TrimSuffix(u.Path, ".git")
		return remote
	}
	remote.Host = Plain(strings.ToLower(u.Hostname()))
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
	return Plain(strings.TrimSuffix(p, ".git"))
}

// Plain replaces what has no place in an address: control characters and what is not UTF-8.
func Plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
}

// Place is the repository that a remote is, as "host/path", whatever the transport; empty where it is on no server.
func (r Remote) Place() string {
	if r.Host == "" || r.Path == "" {
		return ""
	}
	host := r.Host
	if name, _, _ := strings.Cut(host, ":"); name == sshOfGitHub {
		host = "github.com"
	}
	return host + "/" + r.Path
}

// sshOfGitHub is GitHub's other host for SSH. Source: GitHub Docs, Using SSH over the HTTPS port.
const sshOfGitHub = "ssh.github.com"
