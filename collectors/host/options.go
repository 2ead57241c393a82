package host

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
)

// options are a target's settings, read and held against what they may be.
type options struct {
	sudo      bool
	deep      bool
	seconds   int
	acceptNew bool
	identity  string
	config    string
	known     string
	port      string
	root      string // of an image: its folder, links resolved, without a closing slash
	address   string // of an ssh target: [user@]host
}

func optionHelp() map[string]string {
	return map[string]string{
		"sudo":         "true: read as root, through sudo -n",
		"deep":         "true: also walk the file systems for suid, world-writable and unowned files",
		"deep_seconds": "budget of that walk in seconds (default 120)",
		"identity":     "file of the private key to log in with",
		"port":         "port number of the SSH server",
		"ssh_config":   "configuration file of the SSH client to use instead of the user's own",
		"known_hosts":  "file with the host keys to trust",
		"accept_new":   "true: trust and remember the key of a host that is not known yet",
	}
}

// optionsOf are the options that mean something for a scheme, sorted.
func optionsOf(scheme string) []string {
	switch scheme {
	case "ssh":
		return sortedKeys(optionHelp())
	case "host":
		return []string{"deep", "deep_seconds", "sudo"}
	case "root":
		return []string{"deep", "deep_seconds"}
	}
	return nil
}

func usage(hint, format string, args ...any) error {
	return &collectors.UsageError{Err: fmt.Errorf(format, args...), Hint: hint}
}

// readOptions reads the settings of a target. Every error is a UsageError.
func readOptions(t collectors.Target) (options, error) {
	out := options{seconds: 120}
	names := optionHelp()
	for _, name := range sortedKeys(t.Options) {
		if _, known := names[name]; !known {
			return out, usage("known options: "+strings.Join(optionsOf(t.Scheme), ", ")+".", "unknown option %q", name)
		}
		if !slices.Contains(optionsOf(t.Scheme), name) {
			return out, usage("leave it out.", "the option %q has no meaning for %s:", name, t.Scheme)
		}
		if err := out.set(name, t.Options[name]); err != nil {
			return out, usage("see the option's help: "+names[name]+".", "option %s: %w", name, err)
		}
	}
	switch t.Scheme {
	case "host":
		if t.Address != "local" {
			return out, usage("host:local is this machine; another one is ssh:[user@]name.", "unknown host %q", t.Address)
		}
	case "root":
		return out, out.image(t)
	case "ssh":
		return out, out.destination(t)
	default:
		return out, usage("use host:local, ssh:[user@]name or root:/path.", "unknown scheme %q", t.Scheme)
	}
	return out, nil
}

func (o *options) set(name, value string) error {
	var err error
	switch name {
	case "sudo":
		o.sudo, err = strconv.ParseBool(value)
	case "deep":
		o.deep, err = strconv.ParseBool(value)
	case "accept_new":
		o.acceptNew, err = strconv.ParseBool(value)
	case "deep_seconds":
		o.seconds, err = strconv.Atoi(value)
		if err == nil && (o.seconds < 1 || o.seconds > 86400) {
			err = fmt.Errorf("%d is not between 1 and 86400", o.seconds)
		}
	case "port":
		o.port = value
		if number, wrong := strconv.Atoi(value); wrong != nil || number < 1 || number > 65535 {
			err = fmt.Errorf("%q is no port", value)
		}
	case "identity":
		o.identity, err = plainFile(value)
	case "ssh_config":
		o.config, err = plainFile(value)
	case "known_hosts":
		o.known, err = plainFile(value)
	}
	return err
}

// plainFile refuses what the OpenSSH client would read as something else than a file's name.
func plainFile(value string) (string, error) {
	if value == "" || strings.HasPrefix(value, "-") || strings.ContainsAny(value, "\"'\\\n\r\t %$") {
		return "", fmt.Errorf("%q cannot be given as a file", value)
	}
	return value, nil
}

// image finds the folder of a root: target.
func (o *options) image(t collectors.Target) error {
	path, err := filepath.Abs(t.Address)
	if err == nil {
		path, err = filepath.EvalSymlinks(path)
	}
	if err != nil {
		return usage("name a folder that holds a Linux system, for example root:/mnt/image.", "%w", err)
	}
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return usage("name a folder that holds a Linux system, for example root:/mnt/image.", "not a folder")
	}
	o.root = strings.TrimSuffix(path, "/")
	return nil
}

var (
	userForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._@%+-]*$`)
	hostForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]*(%[A-Za-z0-9._-]+)?$`)
	six      = regexp.MustCompile(`^\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\]$`)
)

// destination splits [user@]host[:port], [user@][v6]:port.
func (o *options) destination(t collectors.Target) error {
	const hint = "write ssh:[user@]host[:port]; an IPv6 address stands in brackets."
	rest, user := t.Address, ""
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		user, rest = rest[:at], rest[at+1:]
		if !userForm.MatchString(user) {
			return usage(hint, "%q cannot be a user", user)
		}
	}
	host, port := rest, ""
	if strings.HasPrefix(rest, "[") {
		end := strings.Index(rest, "]") + 1
		host, port = rest[:end], rest[end:]
		if !six.MatchString(host) || port != "" && !strings.HasPrefix(port, ":") {
			return usage(hint, "%q is no address", rest)
		}
		host, port = strings.Trim(host, "[]"), strings.TrimPrefix(port, ":")
	} else {
		host, port, _ = strings.Cut(rest, ":")
		if !hostForm.MatchString(host) {
			return usage(hint, "%q cannot be a host", host)
		}
	}
	if port != "" {
		if o.port != "" && o.port != port {
			return usage("give the port once.", "port %s and option port %s", port, o.port)
		}
		if err := o.set("port", port); err != nil {
			return usage(hint, "%w", err)
		}
	}
	o.address = host
	if user != "" {
		o.address = user + "@" + host
	}
	return nil
}
