package git

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
)

// maxOutput bounds what one git command may print, in bytes. The index of a million files is 100 MB.
const maxOutput = 512 << 20

// settings overrule the repository's own configuration, which its author chose and we do not trust: nothing
// in it may start a program, open a connection or read a file outside of the repository.
var settings = [...]string{
	"core.fsmonitor=false", "core.hooksPath=/dev/null", "core.attributesFile=/dev/null", "core.excludesFile=/dev/null",
	"core.pager=cat", "core.editor=false", "core.askPass=false", "core.sshCommand=false", "core.gitProxy=false",
	"core.alternateRefsCommand=false", "core.commitGraph=false", "core.untrackedCache=false",
	"credential.helper=", "protocol.allow=never", "gpg.program=false", "submodule.recurse=false", "diff.external=false",
}

// A runner starts git on one repository. Both paths are absolute.
type runner struct {
	program string // the git binary
	gitDir  string // the .git folder or file
	top     string // the folder that holds it
}

// newRunner finds the git program.
func newRunner(at place) (*runner, error) {
	program, err := exec.LookPath("git")
	if err != nil {
		return nil, usage(fmt.Errorf("find the git program: %w", err), "install git (apt-get install git), or leave the git: target out")
	}
	return &runner{program: program, gitDir: at.gitDir, top: at.top}, nil
}

// command prepares one git command. The repository is named outright, so that git neither searches for one nor
// refuses it because somebody else owns it; the environment holds nothing of ours but PATH.
func (r *runner) command(ctx context.Context, args ...string) *exec.Cmd {
	argv := []string{"--no-pager", "--no-replace-objects", "--no-optional-locks", "--literal-pathspecs",
		"--git-dir=" + r.gitDir, "--work-tree=" + r.top, "-c", "safe.directory=" + r.top}
	for _, setting := range settings {
		argv = append(argv, "-c", setting)
	}
	cmd := exec.CommandContext(ctx, r.program, append(argv, args...)...)
	cmd.Dir = r.top
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent", "XDG_CONFIG_HOME=/nonexistent", "LC_ALL=C",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1",
		"GIT_ASKPASS=false", "GIT_SSH_COMMAND=false", "GIT_PAGER=cat", "GIT_EDITOR=false",
	}
	cmd.WaitDelay = 2 * time.Second
	return cmd
}

// output runs one git command and returns what it printed. Input may be nil.
func (r *runner) output(ctx context.Context, input io.Reader, args ...string) ([]byte, error) {
	cmd := r.command(ctx, args...)
	out, talk := collectors.Capped{Limit: maxOutput}, collectors.Capped{Limit: 4 << 10}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = input, &out, &talk
	err := cmd.Run()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if out.Cut() {
		return nil, fmt.Errorf("git %s: more than %d MB of output", args[0], maxOutput>>20)
	}
	if err != nil {
		return nil, &commandError{args: args, err: err, talk: firstLine(talk.String())}
	}
	return out.Bytes(), nil
}

// commandError is a git command that did not end well.
type commandError struct {
	args []string
	err  error
	talk string
}

func (e *commandError) Error() string {
	if e.talk == "" {
		return fmt.Sprintf("git %s: %v", strings.Join(e.args, " "), e.err)
	}
	return fmt.Sprintf("git %s: %s", strings.Join(e.args, " "), e.talk)
}

func (e *commandError) Unwrap() error { return e.err }

// exited says whether a command ran and ended with a code of its own, which is an answer and not a breakdown.
func exited(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.Exited()
}

// silent says whether a command ended with a code of its own and said nothing: "git config" has found nothing then.
func silent(err error) bool {
	var command *commandError
	return exited(err) && errors.As(err, &command) && command.talk == ""
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
