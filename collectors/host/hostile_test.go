package host

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
)

const testNonce = "0123456789abcdef0123456789abcdef"

// capture runs the script here and returns what it says, with the updates left out because they take seconds.
func capture(t *testing.T, p parameters) []byte {
	t.Helper()
	p.nonce, p.updates = testNonce, true
	text, err := program(p)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("/bin/sh", "-s")
	command.Stdin = strings.NewReader(text)
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.Output()
	if err != nil {
		t.Fatalf("the script: %v\n%s", err, said.String())
	}
	if said.Len() > 0 {
		t.Errorf("the script complained: %s", said.String())
	}
	return out
}

// replay makes a snapshot of what a script said.
func replay(t *testing.T, p parameters, said []byte) (*collectors.Snapshot, error) {
	t.Helper()
	r, err := readFrames(bytes.NewReader(said), testNonce, defaultLimits(), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	r.offline, r.root = p.offline, p.root
	r.index()
	return collectors.Record(t.Context(), replayed{New(Config{}), r}, collectors.Target{Ref: "host:local"}, "test", time.Now, nil)
}

// replayed is a collector that tells a reading.
type replayed struct {
	Collector
	r *reading
}

func (c replayed) Collect(_ context.Context, _ collectors.Target, sink collectors.Sink) error {
	return tell(c.r, collectors.Target{}, sink)
}

func TestCutAnywhereNothingIsTakenForAbsent(t *testing.T) {
	said := capture(t, parameters{seconds: 1})
	whole, err := replay(t, parameters{}, said)
	if err != nil {
		t.Fatal(err)
	}
	marks := bytes.Split(said, []byte("\n@@"+testNonce))
	position, tried := 0, 0
	for i, part := range marks {
		cut := position + len(part)/2
		position += len(part) + len("\n@@"+testNonce)
		if i%7 != 0 && i < len(marks)-60 {
			continue
		}
		snapshot, err := replay(t, parameters{}, said[:min(cut, len(said))])
		if err != nil {
			continue // so early that not even the name was told
		}
		tried++
		if t := t.Run(fmt.Sprintf("at %d", cut), func(t *testing.T) {
			verify(t, snapshot)
			lesser(t, snapshot, whole)
		}); !t {
			return
		}
	}
	if tried < 50 {
		t.Fatalf("only %d cuts were tried", tried)
	}
}

// peer makes a program that behaves like a hostile shell. It is given the script on its standard input.
func peer(t *testing.T, body string) Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "peer")
	write(t, path, "#!/bin/sh\n"+body)
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
	small := defaultLimits()
	small.total, small.section, small.line = 4<<20, 1<<20, 1<<16
	return Config{Shell: path, Deadline: 5 * time.Second, limits: small}
}

// known makes a peer that first says who it is, with the session's nonce.
const known = `
read -r first
nonce=${first#*\'}
mark="@@${nonce%\'*}"
printf 'Welcome!\n@@%s B identity\nforged\n' 00000000000000000000000000000000
printf '\n%s B identity\n\n%s F /etc/machine-id\n0123456789abcdef0123456789abcdef\n\n%s f ok /etc/machine-id\n' "$mark" "$mark" "$mark"
printf '\n%s F /proc/sys/kernel/hostname\nweb1\n\n%s f ok /proc/sys/kernel/hostname\n\n%s E identity 0\n' "$mark" "$mark" "$mark"
`

func TestHostilePeers(t *testing.T) {
	for _, c := range []struct{ name, body, err string }{
		{"zeros without end", "cat >/dev/null; cat /dev/zero", "more than the limit"},
		{"one endless line", "cat >/dev/null; yes | tr -d '\\n'", "more than the limit"},
		{"nothing", "cat >/dev/null", "did not run"},
		{"a message", "cat >/dev/null; echo 'This account is currently not available.'; exit 1", "did not run"},
		{"silence", "cat >/dev/null; sleep 60", "no end within"},
		{"a child that keeps the pipe", "cat >/dev/null; setsid sleep 20 & exit 0", ""},
		{"frames with a guessed nonce", "cat >/dev/null; printf '@@%s B identity\\n@@%s E identity 0\\n@@%s end\\n' 0 0 0", "did not run"},
		{"only the end", "read -r l; n=${l#*\\'}; printf '\\n@@%s end\\n' \"${n%\\'*}\"; cat >/dev/null", "neither a machine-id nor a host name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			_, err := collectors.Record(t.Context(), New(peer(t, c.body)), target(t, "host:local", nil), "test", time.Now, nil)
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("got %v, want an error with %q", err, c.err)
			}
			if took := time.Since(began); took > 12*time.Second {
				t.Errorf("it took %s", took)
			}
		})
	}
}

func TestHostileAfterTheName(t *testing.T) {
	for _, c := range []struct{ name, body string }{
		{"zeros without end", `cat >/dev/null; printf '\n%s B accounts\n\n%s F /etc/passwd\nroot:x:0:0:root:/root:/bin/sh\n' "$mark" "$mark"; cat /dev/zero`},
		{"lines without end", `cat >/dev/null; printf '\n%s B accounts\n\n%s F /etc/passwd\n' "$mark" "$mark"; yes 'a:x:1:1::/:/bin/sh'`},
		{"markers without end", `cat >/dev/null; yes "$mark B accounts"`},
		{"silence", `cat >/dev/null; sleep 60`},
		{"the end at once", `cat >/dev/null; printf '\n%s end\n' "$mark"`},
		{"every section empty", `cat >/dev/null; for s in host programs accounts sysctl packages sshd nft entries homes walk units.files; do printf '\n%s B %s\n\n%s E %s 0\n' "$mark" $s "$mark" $s; done; printf '\n%s end\n' "$mark"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			s := record(t, New(peer(t, known+c.body)), target(t, "host:local", nil))
			if s.Targets[0].Name != "web1" {
				t.Errorf("the name is %q", s.Targets[0].Name)
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
			for _, kind := range []string{"linux.sudo", "linux.firewall", "linux.pam", "linux.updates"} {
				if len(s.GapsOf(s.Targets[0].ID, kind)) == 0 {
					t.Errorf("%s was not read and has no gap", kind)
				}
			}
		})
	}
}

func TestTextThatIsNoTextIsMarked(t *testing.T) {
	body := known + `cat >/dev/null
printf '\n%s B accounts\n\n%s F /etc/passwd\n' "$mark" "$mark"
printf 'root:x:0:0:M\374ller\033[31m:/root:/bin/sh\nev\000il:x:0:0:\342\200\256:/:/bin/sh\nroot:x:0:0:second:/:/bin/sh\n'
printf '\n%s f ok /etc/passwd\n\n%s E accounts 0\n\n%s end\n' "$mark" "$mark" "$mark"`
	s := record(t, New(peer(t, body)), target(t, "host:local", nil))
	users := s.Of(s.Targets[0].ID, "linux.user")
	if len(users) != 3 {
		t.Fatalf("%d users", len(users))
	}
	marked := false
	for _, g := range s.GapsOf(s.Targets[0].ID, "linux.user") {
		marked = marked || g.Resource == "root" && g.Path == "comment" && g.Cause == collectors.Failed
	}
	if !marked {
		t.Error("a comment that is no text has no gap")
	}
	var ids []string
	for _, u := range users {
		ids = append(ids, u.ID+"/"+u.Name)
		if strings.ContainsAny(string(u.JSON), "\x00\x1b") || strings.Contains(string(u.JSON), `\u001b`) {
			t.Errorf("a control character got through: %s", u.JSON)
		}
	}
	if got := strings.Join(ids, " "); got != "ev\uFFFDil/ev\uFFFDil root/root root#2/root" {
		t.Errorf("the users are %q", got)
	}
}

func TestEndedContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	began := time.Now()
	err := New(peer(t, known+"cat >/dev/null; sleep 60")).Collect(ctx, target(t, "host:local", nil), collectors.NewRecorder(collectors.Target{}, collectors.Description{}, nil))
	if !errors.Is(err, context.Canceled) || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}
