//go:build !unix

package sandbox

import "os/exec"

// ownGroup leaves the child as it is: it is ended by itself, and starts no process.
func ownGroup(*exec.Cmd) {}
