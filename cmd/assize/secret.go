package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"
)

// secret asks for something at the terminal that is not shown as it is typed. Ctrl-C, Ctrl-D and what ends ctx end it, and
// the terminal is then as it was. The terminal is read in raw mode, in which Ctrl-C is a byte and no signal: a read that
// waits for a line would go on after the signal.
func secret(ctx context.Context, question string) (answer []byte, err error) {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tty.Close()) }()
	var before *term.State
	if err := onTerminal(tty, func(fd int) error { before, err = term.MakeRaw(fd); return err }); err != nil {
		return nil, err
	}
	defer func() {
		err = errors.Join(err, onTerminal(tty, func(fd int) error { return term.Restore(fd, before) }))
	}()
	// Where a terminal's read knows no deadline, only what is typed ends it.
	stop := context.AfterFunc(ctx, func() { _ = tty.SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	text, err := term.NewTerminal(tty, "").ReadPassword(question)
	if err == nil {
		return []byte(text), nil
	}
	if _, err := io.WriteString(tty, "\r\n"); err != nil {
		return nil, err
	}
	if ctx.Err() != nil || errors.Is(err, io.EOF) {
		return nil, &exitError{code: exitInterrupted, err: errors.New("interrupted: no password was given, and nothing was done")}
	}
	return nil, fmt.Errorf("read from the terminal: %w", err)
}

// onTerminal does something with the terminal's descriptor; os.File.Fd would make reads on it go past their deadline.
func onTerminal(tty *os.File, do func(fd int) error) error {
	raw, err := tty.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = do(int(fd)) }); err != nil {
		return err
	}
	return inner
}
