package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

var errTooLong = errors.New("too long")

// What is said of a policy that ended its process.
const (
	noteTime   = "took longer than allowed"
	noteOutput = "found more than allowed"
	noteStack  = "recursed deeper than allowed"
)

// round has one child judge a batch. Policies that it brought to their end are no longer left. The error is for what
// is no policy's fault.
func (c *trial) round(ctx context.Context, batch []string) (*breakdown, error) {
	r, err := c.request(batch)
	if err != nil {
		return nil, err
	}
	running, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cmd := exec.CommandContext(running, c.command.Path)
	cmd.Args, cmd.Env, cmd.WaitDelay = c.command.Args, []string{}, 5*time.Second
	ownGroup(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	said := &head{most: 4 << 10}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		e := newEncoder(in)
		if e.Encode(c.bounds(r)) == nil { // a child that does not read is one that has ended, which is seen below
			_ = e.Encode(r)
		}
	}()
	l := &listener{trial: c, source: &allowance{from: out, left: c.limits.Output}}
	l.clock = time.AfterFunc(c.limits.Time, func() { cancel(errTooLong) })
	heard := l.listen(len(batch))
	if !errors.Is(heard, io.EOF) && !errors.Is(heard, io.ErrUnexpectedEOF) {
		cancel(heard) // it is done, or what it says is of no use
	}
	_ = in.Close() // a child that has ended does not mind
	<-sent
	ended := cmd.Wait()
	l.clock.Stop()
	if heard == nil {
		return nil, nil
	}
	return &breakdown{note: c.why(heard, ended, context.Cause(running), said.String()), began: l.loaded}, nil
}

// bounds are those of a child. Its time is a last resort: the parent counts each policy's by the clock.
func (c *trial) bounds(r *request) bounds {
	total := c.limits.Time
	for _, id := range r.Policies {
		total += c.timeFor(id)
	}
	return bounds{Memory: c.limits.Memory + roomFactor*r.size, Seconds: int64(total/time.Second+1) * int64(runtime.NumCPU())}
}

func (c *trial) timeFor(id string) time.Duration {
	return c.limits.Time + time.Duration(c.resources(id))*resourceTime
}

// listener takes in what a child says.
type listener struct {
	*trial
	source *allowance
	clock  *time.Timer
	loaded bool
	begun  string
	found  []engine.Finding
}

// listen reads until n policies are done. The error says what ended it before.
func (l *listener) listen(n int) error {
	decoder := json.NewDecoder(l.source)
	for done := 0; done < n; {
		var m message
		if err := decoder.Decode(&m); err != nil {
			return err
		}
		if err := l.take(m); err != nil {
			return err
		}
		if m.End != "" {
			done++
		}
	}
	return nil
}

func (l *listener) take(m message) error {
	switch {
	case m.Error != "":
		return &childError{m.Error}
	case m.Loaded:
		l.loaded = true
	case m.Begin != "":
		if m.Begin != l.left[0] || l.begun != "" || !l.loaded {
			return fmt.Errorf("%s begins out of turn", m.Begin)
		}
		l.begun, l.found = m.Begin, nil
		l.clock.Reset(l.timeFor(m.Begin))
		l.source.left = l.limits.Output + int64(l.resources(m.Begin))*resourceBytes
	case m.End != "":
		if m.End != l.begun {
			return fmt.Errorf("%s ends and has not begun", m.End)
		}
		if err := l.accept(m.End, l.found); err != nil {
			return err
		}
		l.begun = ""
		l.end(l.found)
	default:
		l.found = append(l.found, m.Findings...)
		if m.Done > 0 {
			l.progress(min(m.Done, l.resources(l.left[0])))
		}
	}
	return nil
}

// childError is what a child said of itself.
type childError struct{ text string }

func (e *childError) Error() string { return e.text }

// why says in a person's words what ended a child.
func (c *trial) why(heard, ended, cause error, stderr string) string {
	var exit *exec.ExitError
	code := 0
	if errors.As(ended, &exit) {
		code = exit.ExitCode()
	}
	var own *childError
	switch {
	case errors.Is(cause, errTooLong):
		return noteTime
	case errors.As(heard, &own):
		first, _, _ := strings.Cut(own.text, "\n")
		return "could not be judged: " + first
	case errors.Is(heard, errTooMuch):
		return noteOutput
	case code == exitMemory, starved(stderr):
		return fmt.Sprintf("needed more memory than allowed (%d MB)", c.limits.Memory>>20)
	case strings.Contains(stderr, "stack exceeds"), strings.Contains(stderr, "stack overflow"):
		return noteStack
	case ended == nil, cause != nil:
		return fmt.Sprintf("made its process answer wrongly: %v", heard)
	}
	return fmt.Sprintf("ended its process: %v", ended)
}

// spanQueue is where the garbage collector of Go 1.26 takes memory for its own lists without looking whether it got any, and
// then follows a pointer to nothing.
const spanQueue = "runtime.(*spanQueue)"

// starved says whether Go's runtime ended because the kernel gave it no more memory: it says so in several ways, by
// what it needed the memory for.
func starved(stderr string) bool {
	return slices.ContainsFunc([]string{"out of memory", "allocate", "newosproc", "pthread_create", "errno=12", "heap metadata", spanQueue}, func(sign string) bool {
		return strings.Contains(stderr, sign)
	})
}

// head keeps the beginning of what is written to it.
type head struct {
	text []byte
	most int
}

func (h *head) Write(p []byte) (int, error) {
	h.text = append(h.text, p[:min(len(p), h.most-len(h.text))]...)
	return len(p), nil
}

func (h *head) String() string { return string(h.text) }
