// Command assize audits servers, cloud accounts and repositories against IT policies and writes the
// record of it. This package wires the wings together: one file per command, and the one place where an
// error becomes a sentence and an exit code.
//
// Exit codes: 0 done, gate passed · 1 failures at or above the threshold · 2 usage, configuration or policy
// set error · 3 incomplete: a target could not be visited, a policy broke, or more unknowns than allowed ·
// 4 verification failed · 130 interrupted. Treat any other code as a failure.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/assize/assize/collectors"
)

// The exit codes.
const (
	exitFailures     = 1
	exitUsage        = 2
	exitIncomplete   = 3
	exitVerification = 4
	exitInterrupted  = 130
)

// An exitError ends the program with a code; Err may be nil when all has been said.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program with its outputs as arguments.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	a := &app{stdout: stdout, stderr: stderr, now: time.Now}
	root := a.rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if ctx.Err() != nil {
		fmt.Fprintln(stderr, "interrupted: nothing was written that is not whole")
		return exitInterrupted
	}
	return a.report(err)
}

// report prints an error with its hint and returns the exit code.
func (a *app) report(err error) int {
	code := exitUsage
	var exit *exitError
	if errors.As(err, &exit) {
		code = exit.code
		if exit.err == nil {
			return code
		}
		err = exit.err
	}
	fmt.Fprintf(a.stderr, "error: %s\n", a.printable(err.Error()))
	var usage *collectors.UsageError
	if errors.As(err, &usage) && usage.Hint != "" {
		fmt.Fprintf(a.stderr, "hint: %s\n", a.printable(usage.Hint))
	}
	return code
}

// printable keeps line breaks, which our own messages use, and shows every other control character.
func (a *app) printable(text string) string {
	const most = 60 // what still fits on a few screens
	lines := strings.Split(text, "\n")
	if len(lines) > most {
		lines = append(lines[:most], fmt.Sprintf("… and %d lines more: mend these first", len(lines)-most))
	}
	for i, line := range lines {
		lines[i] = terminalSafe(line)
	}
	return strings.Join(lines, "\n")
}
