// Package progress talks to the person who waits: on a terminal one line per running task, redrawn in place;
// elsewhere a plain line when a task begins and ends and one every half minute between.
//
// It writes talk only, never results, and everything that came from a target has its control characters shown.
package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/assize/assize/reports"
)

// A Log shows tasks. It may be used from several goroutines. The zero value is not usable: see New.
type Log struct {
	out      io.Writer
	terminal bool
	width    int
	now      func() time.Time

	mu    sync.Mutex
	tasks []*task // in the order in which they began
	drawn int     // lines on the terminal that belong to running tasks
	stop  chan struct{}
	done  chan struct{}
}

type task struct {
	name, stage string
	began       time.Time
	spoke       time.Time
}

// New makes a log that writes to out. On a terminal of the given width it redraws; a width of 0 is 80.
func New(out io.Writer, terminal bool, width int, now func() time.Time) *Log {
	if width <= 0 {
		width = 80
	}
	l := &Log{out: out, terminal: terminal, width: width, now: now, stop: make(chan struct{}), done: make(chan struct{})}
	go l.tick()
	return l
}

// Silent returns a log that says nothing.
func Silent() *Log {
	l := &Log{out: io.Discard, width: 80, now: time.Now, stop: make(chan struct{}), done: make(chan struct{})}
	close(l.done)
	return l
}

// Stage says what the named task is doing now; the first stage begins it.
func (l *Log) Stage(name, stage string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	for _, t := range l.tasks {
		if t.name == name {
			t.stage = stage
			if !l.terminal && now.Sub(t.spoke) >= 30*time.Second {
				t.spoke = now
				l.line(t, now)
			}
			return
		}
	}
	t := &task{name: name, stage: stage, began: now, spoke: now}
	l.tasks = append(l.tasks, t)
	if !l.terminal {
		l.line(t, now)
		return
	}
	l.redraw()
}

// End says how the named task ended and forgets it.
func (l *Log) End(name, result string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, t := range l.tasks {
		if t.name == name {
			l.tasks = append(l.tasks[:i], l.tasks[i+1:]...)
			t.stage = result
			l.erase()
			l.line(t, l.now())
			l.draw()
			return
		}
	}
}

// Close ends all tasks and the drawing. Nothing may be said after it.
func (l *Log) Close() {
	l.mu.Lock()
	select {
	case <-l.stop:
	default:
		close(l.stop)
	}
	l.erase()
	l.tasks = nil
	l.mu.Unlock()
	<-l.done
}

func (l *Log) tick() {
	defer close(l.done)
	if !l.terminal {
		<-l.stop
		return
	}
	ticker := time.NewTicker(200 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-ticker.C:
			l.mu.Lock()
			l.redraw()
			l.mu.Unlock()
		}
	}
}

func (l *Log) redraw() {
	l.erase()
	l.draw()
}

// erase removes the running tasks' lines from the terminal.
func (l *Log) erase() {
	if l.terminal && l.drawn > 0 {
		fmt.Fprintf(l.out, "\x1b[%dA\x1b[J", l.drawn)
		l.drawn = 0
	}
}

// draw writes a line for each running task.
func (l *Log) draw() {
	if !l.terminal {
		return
	}
	now := l.now()
	for _, t := range l.tasks {
		l.line(t, now)
		l.drawn++
	}
}

func (l *Log) line(t *task, now time.Time) {
	text := fmt.Sprintf("%-28s %s", reports.TerminalText(t.name), reports.TerminalText(t.stage))
	if elapsed := now.Sub(t.began); elapsed >= time.Second {
		text += fmt.Sprintf(" (%d s)", int(elapsed.Seconds()))
	}
	if runes := []rune(text); l.terminal && len(runes) >= l.width {
		text = string(runes[:max(l.width-2, 0)]) + "…"
	}
	fmt.Fprintln(l.out, strings.TrimRight(text, " "))
}

// Pause takes the running tasks' lines off the terminal while say writes to it.
func (l *Log) Pause(say func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.erase()
	say()
	l.draw()
}
