// Package exec takes resources from a program of the user's: the way to write a collector in any language. The
// program is started once, without a shell, and writes JSON to its standard output in the form of the package
// collectors/kinds/exchange:
//
//	#!/bin/sh
//	echo '{"target": {"id": "badge-system"}, "kinds": ["acme.door"]}'
//	badges --list | jq -c '{resources: [.[] | {kind: "acme.door", id: .name, locked: .locked}]}'
//
// It gets PATH, HOME and LC_ALL=C and, of our environment, only what the option env names; nothing on its standard
// input. It must end with 0; otherwise the target failed, and what it wrote to standard error says why. Its whole
// process group is killed when its time is up, when it writes too much, and when it has ended.
//
// Whoever may write the target may run the program: targets come from the command line and the configuration,
// never from what is audited.
package exec

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
	"unicode"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/exchange"
)

const (
	defaultTimeout = 5 * time.Minute
	// maxTalk is how much of the program's standard error is shown, in bytes.
	maxTalk = 2 << 10
)

// Collector reads targets of the scheme exec. It may be used for several targets at the same time.
type Collector struct{}

// New returns the collector.
func New() *Collector { return &Collector{} }

// Describe implements collectors.Collector.
func (*Collector) Describe() collectors.Description {
	return collectors.Description{
		Name:    "exec",
		Version: "1",
		Schemes: []collectors.Scheme{{
			Name: "exec", Example: "exec:./badges.sh", Help: "resources that a program of yours writes as JSON",
			Options: []string{"args", "env", "timeout"},
		}},
		Options: map[string]string{
			"args":    `the program's arguments: words with blanks between, or a JSON list such as ["--site", "Berlin Mitte"]`,
			"env":     "the names of the environment variables that it gets, with commas between",
			"timeout": "how long it may run, for example 90s; 5m by default",
		},
	}
}

// A plan is what a target asks for.
type plan struct {
	args    []string
	env     []string
	timeout time.Duration
}

// Collect implements collectors.Collector.
func (*Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	plan, err := options(t.Options)
	if err != nil {
		return err
	}
	text, err := run(ctx, t.Address, plan)
	if err != nil {
		return err
	}
	message, err := exchange.Read(text)
	if err != nil {
		return usage(fmt.Errorf("the output of %s:\n  %w", t.Address, err),
			"mend the program; the form of its output stands in the documentation of collectors/kinds/exchange")
	}
	if message.ID == "" && t.ID == "" {
		return usage(fmt.Errorf("%s: the target has no id", t.Address), `let the program write "target": {"id": "…"}, or configure an id`)
	}
	sink.Identify(message.ID, message.Name)
	sink.Cover(collectors.Coverage{Service: "exec", Calls: 1})
	return message.Tell(sink)
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }

func options(given map[string]string) (plan, error) {
	p := plan{timeout: defaultTimeout}
	for name, value := range given {
		switch name {
		case "args":
			if !strings.HasPrefix(strings.TrimSpace(value), "[") {
				p.args = strings.Fields(value)
			} else if err := json.Unmarshal([]byte(value), &p.args); err != nil {
				return p, usage(fmt.Errorf("option args: %w", err), `write words with blanks between, or a JSON list of texts`)
			}
		case "env":
			for _, name := range strings.Split(value, ",") {
				p.env = append(p.env, strings.TrimSpace(name))
			}
		case "timeout":
			d, err := time.ParseDuration(value)
			if err != nil || d <= 0 {
				return p, usage(fmt.Errorf("option timeout is %q", value), "write a duration, for example 90s")
			}
			p.timeout = d
		default:
			return p, usage(fmt.Errorf("exec targets have no option %q", name), "the options are args, env and timeout")
		}
	}
	return p, nil
}

// environment is what the program gets.
func environment(names []string) []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "LC_ALL=C"}
	for _, name := range names {
		if value, set := os.LookupEnv(name); set {
			env = append(env, name+"="+value)
		}
	}
	return env
}

var errTooMuch = fmt.Errorf("it wrote more than %d MB", exchange.MaxBytes>>20)

// run runs the program and returns what it wrote.
func run(ctx context.Context, program string, p plan) ([]byte, error) {
	found, err := exec.LookPath(program)
	if err != nil {
		return nil, usage(fmt.Errorf("find the program %q: %w", program, err), "name a program by its path, for example exec:./badges.sh, and make it executable")
	}
	limited, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	cmd := exec.CommandContext(limited, found, p.args...)
	cmd.Env, cmd.WaitDelay = environment(p.env), 2*time.Second
	out := &collectors.Capped{Limit: exchange.MaxBytes, Full: cancel}
	talk := &collectors.Capped{Limit: maxTalk}
	cmd.Stdout, cmd.Stderr = out, talk
	collectors.OwnGroup(cmd)
	err = cmd.Run()
	collectors.KillGroup(cmd)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.Cut():
		err = errTooMuch
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		err = fmt.Errorf("it did not end within %s", p.timeout)
	case err == nil:
		return out.Bytes(), nil
	}
	if said := plain(talk.String()); said != "" {
		err = fmt.Errorf("%w; it said: %s", err, said)
	}
	return nil, usage(fmt.Errorf("run %s: %w", program, err), "run the program by hand with the same arguments; the option env passes variables on, timeout gives it longer")
}

// plain makes one line of what a program said, without control characters.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}
