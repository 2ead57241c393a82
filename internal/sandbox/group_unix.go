//go:build unix

package sandbox

import (
	"os/exec"
	"syscall"
)

// ownGroup gives a child a process group, so that what a terminal sends to this one's does not reach it, and ends it
// with all that it might have started.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
