package git

import (
	"context"
	"path"
	"strings"

	kinds "github.com/assize/assize/collectors/kinds/git"
)

// addresses reads the remotes' URLs by name from the repository's own configuration, without what it includes. They may hold
// passwords.
func (r *runner) addresses(ctx context.Context) (map[string]string, error) {
	out, err := r.output(ctx, nil, "config", "--local", "--no-includes", "-z", "--get-regexp", `^remote\..*\.url$`)
	if err != nil && !silent(err) {
		return nil, err
	}
	urls := map[string]string{}
	for _, s := range parseConfig(out) {
		name := pathText([]byte(strings.TrimSuffix(strings.TrimPrefix(s.key, "remote."), ".url")))
		if _, taken := urls[name]; !taken { // git fetches from the first
			urls[name] = s.value
		}
	}
	return urls, nil
}

func remotesOf(urls map[string]string) map[string]kinds.Remote {
	remotes := map[string]kinds.Remote{}
	for name, address := range urls {
		remotes[name] = kinds.ParseRemote(address)
	}
	return remotes
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

// identity says what the checkout is: its origin where that is a server, else the folder where it lies.
func identity(top string, remotes map[string]kinds.Remote) (id, name string) {
	if origin, ok := remotes["origin"]; ok && origin.Host != "" && origin.Path != "" {
		parts := strings.Split(origin.Path, "/")
		return "git:" + origin.Host + "/" + origin.Path, strings.Join(parts[max(0, len(parts)-2):], "/")
	}
	return "git:" + pathText([]byte(top)), path.Base(pathText([]byte(top)))
}
