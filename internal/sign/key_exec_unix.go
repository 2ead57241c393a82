//go:build unix

package sign

import (
	"os/exec"
	"syscall"
)

// ownSession gives a program a session of its own, and with it a process group that is killed as a whole. It has no
// terminal there, so that what asks for a PIN fails at once, where in a group of its own it would be stopped for ever.
func ownSession(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// endSession ends what the program left behind.
func endSession(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // there is mostly nothing left to end
	}
}
