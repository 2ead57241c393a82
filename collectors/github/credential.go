package github

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"gopkg.in/yaml.v3"
)

// A secret is a token. It shows itself to nobody.
type secret string

func (secret) String() string { return "***" }

// GoString hides it from %#v too.
func (secret) GoString() string { return "***" }

// LogValue hides it from logs.
func (secret) LogValue() slog.Value { return slog.StringValue("***") }

// A credential is what the collector signs in with. It may be used from several goroutines.
type credential struct {
	token secret
	app   *app // nil for a token
	// origin says where it was found, for messages.
	origin string
}

func (credential) String() string { return "***" }

// GoString hides it from %#v too.
func (credential) GoString() string { return "***" }

// everywhere says whether a credential may do in each repository that it reaches what it may do in one of them. A classic token
// may; a fine-grained one and an app's reach public repositories too that nobody selected, and see less there. Source: GitHub's
// prefixes of tokens; one without any is of a server that is older than they are.
func (c credential) everywhere() bool {
	if c.app != nil {
		return false
	}
	_, _, prefixed := strings.Cut(string(c.token), "_")
	return !prefixed || strings.HasPrefix(string(c.token), "ghp_") || strings.HasPrefix(string(c.token), "gho_")
}

// key is the secret that answers are kept under. Whoever has another credential cannot read them.
func (c credential) key() [sha256.Size]byte {
	if c.app != nil {
		return sha256.Sum256(append([]byte("assize github app\x00"), c.app.digest[:]...))
	}
	return sha256.Sum256([]byte("assize github token\x00" + string(c.token)))
}

// tokenVariables are where a token may stand, by what it is for. Source: gh help environment; GITHUB_TOKEN comes first,
// since a workflow has that one.
var tokenVariables = map[bool][]string{
	true:  {"GITHUB_TOKEN", "GH_TOKEN"},
	false: {"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"},
}

// credential finds what to sign in with. A token goes only to the host that it was meant for: a configuration that came with
// somebody's checkout may name any server, and would have it sent there.
func (c *Collector) credential(o options) (credential, error) {
	meant := o.host == publicHost || strings.EqualFold(c.config.Env("GH_HOST"), o.host)
	if o.app != "" {
		if !meant {
			return credential{}, unmeant(o)
		}
		a, err := openApp(o.app, o.appKey)
		return credential{app: a, origin: "the app " + o.app}, err
	}
	names := tokenVariables[o.host == publicHost]
	workflow := sameServer(c.config.Env("GITHUB_SERVER_URL"), o.host) // in a workflow of that server
	if workflow {
		names = append([]string{"GITHUB_TOKEN"}, names...)
	}
	if meant || workflow {
		for _, name := range names {
			if token := strings.TrimSpace(c.config.Env(name)); token != "" {
				return credential{token: secret(token), origin: name}, nil
			}
		}
	}
	token, err := c.ghToken(o.host)
	if err != nil || token != "" {
		return credential{token: secret(token), origin: "the configuration of gh"}, err
	}
	if !meant && !workflow {
		return credential{}, unmeant(o)
	}
	return credential{}, usage(fmt.Errorf("there is no token for %s", o.host),
		fmt.Sprintf("set %s, for example to the output of \"gh auth token\", or sign in as an app: --option app=ID --option app_key=FILE", names[0]))
}

func unmeant(o options) error {
	return usage(fmt.Errorf("nothing says that credentials may be sent to %s", o.host),
		fmt.Sprintf("set GH_HOST=%s with GH_ENTERPRISE_TOKEN, or sign in with \"gh auth login --hostname %s --insecure-storage\"", o.host, o.host))
}

// sameServer says whether the address of a server is that of host.
func sameServer(address, host string) bool {
	name, ok := strings.CutPrefix(strings.TrimSuffix(address, "/"), "https://")
	return ok && strings.EqualFold(name, host)
}

// ghToken is the token that gh keeps for a host in its own file, or "". Newer versions keep it in the system's keyring.
func (c *Collector) ghToken(host string) (string, error) {
	file := filepath.Join(c.ghFolder(), "hosts.yml")
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", usage(fmt.Errorf("read the configuration of gh: %w", err), "set GITHUB_TOKEN to use another token")
	}
	var hosts map[string]struct {
		Token string `yaml:"oauth_token"`
	}
	if err := yaml.Unmarshal(text, &hosts); err != nil {
		return "", usage(fmt.Errorf("read %s: it is not what gh writes", file), "set GITHUB_TOKEN to use another token")
	}
	return hosts[host].Token, nil
}

// ghFolder is where gh keeps its configuration. Source: gh help environment.
func (c *Collector) ghFolder() string {
	env := c.config.Env
	switch {
	case env("GH_CONFIG_DIR") != "":
		return env("GH_CONFIG_DIR")
	case env("XDG_CONFIG_HOME") != "":
		return filepath.Join(env("XDG_CONFIG_HOME"), "gh")
	case env("AppData") != "":
		return filepath.Join(env("AppData"), "GitHub CLI")
	}
	return filepath.Join(env("HOME"), ".config", "gh")
}
