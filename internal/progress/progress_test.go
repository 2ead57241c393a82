package progress

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestPlainLinesAreFewAndHarmless(t *testing.T) {
	var out bytes.Buffer
	now := time.Unix(0, 0)
	l := New(&out, false, 0, func() time.Time { return now })
	l.Stage("ssh:web", "connecting\x1b[2J")
	l.Stage("ssh:web", "users")
	now = now.Add(31 * time.Second)
	l.Stage("ssh:web", "packages")
	l.End("ssh:web", "12 resources")
	l.Close()
	got := out.String()
	if strings.Contains(got, "\x1b") || !strings.Contains(got, `\u{1b}`) {
		t.Errorf("an escape sequence got through: %q", got)
	}
	if strings.Count(got, "\n") != 3 || strings.Contains(got, "users") || !strings.Contains(got, "packages (31 s)") {
		t.Errorf("got %q", got)
	}
}

func TestATerminalEndsCleanly(t *testing.T) {
	var out bytes.Buffer
	l := New(&out, true, 40, time.Now)
	l.Stage("a", strings.Repeat("x", 100))
	l.Stage("b", "y")
	l.End("a", "done")
	l.Close()
	l.Close()
	for _, line := range strings.Split(out.String(), "\n") {
		if len([]rune(line)) > 60 {
			t.Errorf("a line of %d characters would wrap", len([]rune(line)))
		}
	}
	if !strings.HasSuffix(out.String(), "\x1b[1A\x1b[J") {
		t.Errorf("the running task's line stays on the screen: %q", out.String())
	}
}

func TestATerminalOfOneColumnIsNoReasonToBreak(t *testing.T) {
	var out bytes.Buffer
	l := New(&out, true, 1, time.Now)
	l.Stage("host:local", "begins")
	l.Close()
	if !strings.HasPrefix(out.String(), "…\n") {
		t.Errorf("got %q", out.String())
	}
}
