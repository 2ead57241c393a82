//go:build !unix

package collectors

import "os/exec"

// OwnGroup does nothing where there are no process groups.
func OwnGroup(*exec.Cmd) {}

// KillGroup does nothing where there are no process groups.
func KillGroup(*exec.Cmd) {}
