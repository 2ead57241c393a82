// Package host reads a Linux server: this one, one behind SSH, or the folder of a mounted image.
//
// One POSIX shell script goes over one session's standard input and comes back as framed text; all that is
// clever happens here, in pure functions from that text to the kinds of collectors/kinds/linux. On the target
// it needs a shell and the tools that every distribution has; it writes nothing there, takes no lock, and runs
// at the lowest priority. Secrets are reduced on the target: password hashes, private keys and the boot
// loader's password never leave it, and what may hold a token loses it before it becomes a fact.
//
// What this user may not read, what the session lost, and what an image cannot have are gaps, never absence.
package host

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
)

// Config holds the pieces that can be put in from outside. The zero value is right for everyday use.
type Config struct {
	// CacheDir keeps the result of the package manager's simulation for this machine; empty means no cache.
	CacheDir string
	// Shell, SSH and Sudo are the programs to run; empty means "/bin/sh", "ssh" and "sudo".
	Shell, SSH, Sudo string
	// Random gives the nonces; nil means crypto/rand.
	Random io.Reader
	// Deadline bounds one visit, the deep walk not counted; 0 means five minutes.
	Deadline time.Duration

	limits limits // zero means the default; tests put in small ones
}

// Collector reads Linux servers. It may be used for several targets at the same time.
type Collector struct{ config Config }

// New makes a collector.
func New(config Config) Collector {
	for field, standard := range map[*string]string{&config.Shell: "/bin/sh", &config.SSH: "ssh", &config.Sudo: "sudo"} {
		if *field == "" {
			*field = standard
		}
	}
	if config.Random == nil {
		config.Random = rand.Reader
	}
	if config.Deadline == 0 {
		config.Deadline = 5 * time.Minute
	}
	if config.limits == (limits{}) {
		config.limits = defaultLimits()
	}
	return Collector{config}
}

// Describe implements collectors.Collector.
func (Collector) Describe() collectors.Description {
	return collectors.Description{
		Name:    "host",
		Version: "1",
		Schemes: []collectors.Scheme{
			{Name: "host", Example: "host:local", Help: "this machine", Local: true, Options: optionsOf("host")},
			{Name: "root", Example: "root:/mnt/image", Help: "the folder of a mounted image or a chroot", Local: true, Options: optionsOf("root")},
			{Name: "ssh", Example: "ssh:admin@web1", Help: "a server behind SSH, by name or by an alias of ssh_config", Options: optionsOf("ssh")},
		},
		Kinds:   kindNames(),
		Options: optionHelp(),
	}
}

// SudoersLine returns the line for sudoers(5) that lets user run this collector's script with sudo=true. It
// gives a root shell, and there is no honest way to give less: the script reads what only root may read. A user
// whose name sudoers would read as something else becomes the placeholder USER.
func (Collector) SudoersLine(user string) string {
	if !userForm.MatchString(user) || strings.Contains(user, "%") {
		user = "USER"
	}
	return user + " ALL=(root) NOPASSWD: /bin/sh -s"
}

// Collect implements collectors.Collector.
func (c Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	options, err := readOptions(t)
	if err != nil {
		return err
	}
	deadline := c.config.Deadline
	if options.deep {
		deadline += time.Duration(options.seconds) * time.Second
	}
	ctx, cancel := context.WithTimeoutCause(ctx, deadline, fmt.Errorf("no end within %s", deadline))
	defer cancel()
	session, err := c.open(t, options)
	if err != nil {
		return err
	}
	cache := c.openCache(t, options)
	parameters := parameters{
		root: options.root, offline: t.Scheme == "root", deep: options.deep, seconds: options.seconds,
		updates: cache.known(),
	}
	if parameters.nonce, err = nonce(c.config.Random); err != nil {
		return err
	}
	text, err := program(parameters)
	if err != nil {
		return &collectors.UsageError{Err: err, Hint: "rename the folder, or mount it under a plainer path."}
	}
	reading, err := session.run(ctx, text, parameters.nonce, func(section string) {
		if words := stages[section]; words != "" {
			sink.Progress(words)
		}
	})
	if err != nil {
		return err
	}
	reading.offline, reading.root = parameters.offline, parameters.root
	reading.index()
	cache.exchange(reading)
	return tell(reading, t, sink)
}

// tell turns a reading of target t into resources and gaps.
func tell(r *reading, t collectors.Target, sink collectors.Sink) error {
	id, name, err := identity(r)
	if err != nil && t.ID == "" {
		return err
	}
	sink.Identify(id, name)
	e := &emitter{sink: sink, r: r, seen: map[[2]string]int{}}
	for _, f := range families() {
		f.tell(r, e)
	}
	cover(r, sink)
	return e.err()
}

func nonce(random io.Reader) (string, error) {
	var bytes [16]byte
	if _, err := io.ReadFull(random, bytes[:]); err != nil {
		return "", fmt.Errorf("make a nonce: %w", err)
	}
	return hex.EncodeToString(bytes[:]), nil
}
