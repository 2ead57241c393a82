package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/assize/assize/collectors"
)

// A session is one process that runs the script: a shell here, or the OpenSSH client with a shell behind it.
type session struct {
	argv   []string
	env    []string
	limits limits
	ssh    bool
	sudo   bool
}

// open says what to run; it starts nothing.
func (c Collector) open(t collectors.Target, o options) (*session, error) {
	s := &session{limits: c.config.limits, sudo: o.sudo, ssh: t.Scheme == "ssh"}
	switch {
	case s.ssh:
		s.argv, s.env = append([]string{c.config.SSH}, sshArguments(o)...), os.Environ()
	case o.sudo:
		s.argv = []string{c.config.Sudo, "-n", "--", "/bin/sh", "-s"}
		s.env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	default:
		s.argv = []string{c.config.Shell, "-s"}
		s.env = []string{"LC_ALL=C", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"}
	}
	if _, err := exec.LookPath(s.argv[0]); err != nil {
		return nil, usage("install it, or put it on the PATH.", "%w", err)
	}
	return s, nil
}

// sshArguments are those of the OpenSSH client. What the user's ssh_config says of names, keys and jumps holds;
// what would weaken the visit is overruled here, because the command line comes first (ssh_config(5)).
func sshArguments(o options) []string {
	strict := "yes"
	if o.acceptNew {
		strict = "accept-new"
	}
	var out []string
	if o.config != "" {
		out = append(out, "-F", o.config)
	}
	for _, setting := range []string{
		"BatchMode=yes", "StrictHostKeyChecking=" + strict, "ForwardAgent=no", "ForwardX11=no",
		"ClearAllForwardings=yes", "PermitLocalCommand=no", "ControlMaster=no", "ControlPath=none", "RequestTTY=no",
		"EscapeChar=none", "ConnectTimeout=15", "ServerAliveInterval=5", "ServerAliveCountMax=3",
		"NumberOfPasswordPrompts=0", "LogLevel=ERROR", "RemoteCommand=none", "Tunnel=no", "UpdateHostKeys=no",
	} {
		out = append(out, "-o", setting)
	}
	if o.known != "" {
		out = append(out, "-o", "UserKnownHostsFile="+o.known, "-o", "GlobalKnownHostsFile=none")
	}
	if o.identity != "" {
		out = append(out, "-o", "IdentitiesOnly=yes", "-i", o.identity)
	}
	if o.port != "" {
		out = append(out, "-p", o.port)
	}
	remote := "exec /bin/sh -s"
	if o.sudo {
		remote = "exec sudo -n -- /bin/sh -s"
	}
	return append(out, "-T", "--", o.address, remote)
}

// run sends the script and reads the answer. It returns an error when the target could not be visited at all;
// an answer that broke off is a reading that is not complete.
func (s *session) run(ctx context.Context, script, nonce string, began func(string)) (*reading, error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	command := exec.CommandContext(ctx, s.argv[0], s.argv[1:]...)
	command.Env, command.Dir = s.env, "/"
	if s.ssh {
		command.Dir = "" // relative names in ssh_config and options keep their meaning
	}
	command.Stdin = strings.NewReader(script)
	talk := &tail{max: 16 << 10}
	command.Stderr = talk
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 2 * time.Second
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", s.argv[0], err)
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", s.argv[0], err)
	}
	reading, readErr := readFrames(out, nonce, s.limits, began)
	if readErr != nil || reading.complete { // nothing more is wanted; whatever still runs must not linger
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
	}
	waitErr := command.Wait()
	return reading, s.judge(ctx, reading, readErr, waitErr, talk)
}

// judge says whether the visit as a whole failed.
func (s *session) judge(ctx context.Context, r *reading, readErr, waitErr error, talk *tail) error {
	if r.complete {
		return nil
	}
	if ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return context.Cause(ctx)
	}
	if f, ok := r.sections["identity"]; ok && f.state == "0" {
		return nil // it broke off: what is missing becomes gaps
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	said := talk.last(600)
	if hint, text := advice(talk.last(talk.max), s.sudo); hint != "" {
		return &collectors.UsageError{Err: errors.New(text), Hint: hint}
	}
	if readErr != nil {
		return fmt.Errorf("read its answer: %w", readErr)
	}
	if said == "" && waitErr != nil {
		said = waitErr.Error()
	}
	return usage("the account's login shell must be able to run: sh -s", "the script did not run: %s", said)
}

// advice knows what the OpenSSH client and sudo say when they refuse, and what helps.
func advice(said string, sudo bool) (hint, text string) {
	for _, known := range []struct{ sign, text, hint string }{
		{"REMOTE HOST IDENTIFICATION HAS CHANGED", "the host key is not the one that is known for this host",
			"if the host was set up anew, ask its owner for the key's fingerprint and remove the old one with: ssh-keygen -R HOST"},
		{"Host key verification failed", "the host key is not known",
			"log in once with ssh and compare the fingerprint, or give known_hosts=FILE; accept_new=true trusts a new host on first use."},
		{"Permission denied", "the server refused the login",
			"give a key with identity=FILE, or load it into ssh-agent; passwords are never asked for."},
		{"Could not resolve hostname", "the name is not known", "look at the host's spelling and at ssh_config."},
		{"Connection refused", "the connection was refused", "is sshd running there, on this port? Set it with port=N."},
		{"Connection timed out", "no answer", "is the host up, and does a firewall let this machine in?"},
		{"timed out", "no answer", "is the host up, and does a firewall let this machine in?"},
		{"No route to host", "no route to the host", "is the host up, and does a firewall let this machine in?"},
		{"not available", "the account may not log in", "the account's shell must be able to run: sh -s"},
	} {
		if strings.Contains(said, known.sign) && !(sudo && strings.HasPrefix(said, "sudo:")) {
			return known.hint, known.text
		}
	}
	if sudo && strings.Contains(said, "sudo:") {
		return "allow it without a password in sudoers (assize doctor prints the line), or leave out sudo=true: what only root can read is then listed as not read.",
			"sudo refused: " + said[strings.Index(said, "sudo:"):]
	}
	return "", ""
}

// A tail keeps the end of what a process says on its standard error.
type tail struct {
	max   int
	bytes bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.bytes.Write(p)
	if over := t.bytes.Len() - t.max; over > 0 {
		t.bytes.Next(over)
	}
	return len(p), nil
}

// last returns the end of it as one line without control characters, so many characters at most.
func (t *tail) last(most int) string {
	text, _ := clean(t.bytes.String())
	words := []rune(strings.Join(strings.Fields(flat(text)), " "))
	if len(words) > most {
		words = words[len(words)-most:]
	}
	return string(words)
}
