//go:build !unix

package github

import "os/exec"

// group does nothing where there are no process groups.
func group(*exec.Cmd) {}

// killGroup does nothing where there are no process groups.
func killGroup(*exec.Cmd) {}
