//go:build !unix

package sign

import "os/exec"

// ownSession does nothing where there are no sessions: the program is ended by itself.
func ownSession(*exec.Cmd) {}

// endSession does nothing where there are no process groups.
func endSession(*exec.Cmd) {}
