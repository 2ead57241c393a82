package host

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

// absent ends a test that needs something that is not here: loudly, and as a failure where CI must have it.
func absent(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is needed", what)
	}
	t.Skipf("SKIPPED: %s is needed", what)
}

// A server is a real sshd on the loopback interface, with its own configuration and keys.
type server struct {
	port, dir string
}

func (s server) file(name string) string { return filepath.Join(s.dir, name) }

func (s server) options(more ...string) map[string]string {
	out := map[string]string{
		"identity": s.file("id"), "known_hosts": s.file("known_hosts"), "port": s.port, "ssh_config": s.file("ssh_config"),
	}
	for i := 0; i+1 < len(more); i += 2 {
		out[more[i]] = more[i+1]
	}
	return out
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// startSSHD starts a server that lets root in by key.
func startSSHD(t *testing.T) server {
	t.Helper()
	const sshd = "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil || os.Geteuid() != 0 {
		absent(t, "root and "+sshd)
	}
	s := server{dir: t.TempDir()}
	for _, key := range []string{"host", "other", "id"} {
		run(t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", s.file(key))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.port = fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)
	listener.Close()
	write(t, s.file("authorized_keys"), read(t, s.file("id.pub")))
	write(t, s.file("known_hosts"), fmt.Sprintf("[127.0.0.1]:%s %s", s.port, read(t, s.file("host.pub"))))
	write(t, s.file("wrong_hosts"), fmt.Sprintf("[127.0.0.1]:%s %s", s.port, read(t, s.file("other.pub"))))
	write(t, s.file("no_hosts"), "")
	write(t, s.file("ssh_config"), "Host web1\n  HostName 127.0.0.1\n  User root\n")
	write(t, s.file("sshd_config"), fmt.Sprintf(`Port %s
ListenAddress 127.0.0.1
HostKey %s
AuthorizedKeysFile %s
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PidFile none
`, s.port, s.file("host"), s.file("authorized_keys")))
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(s.file("log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	command := exec.Command(sshd, "-D", "-e", "-f", s.file("sshd_config"))
	command.Stderr = log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		_ = command.Wait()
	})
	for range 100 {
		if c, err := net.Dial("tcp", "127.0.0.1:"+s.port); err == nil {
			c.Close()
			return s
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("sshd did not start: %s", read(t, s.file("log")))
	return s
}

func record(t *testing.T, c Collector, target collectors.Target) *collectors.Snapshot {
	t.Helper()
	clock := func() time.Time { return time.Unix(1_700_000_000, 0) }
	s, err := collectors.Record(t.Context(), c, target, "test", clock, nil)
	if err != nil {
		t.Fatalf("visit %s: %v", target.Ref, err)
	}
	verify(t, s)
	return s
}

func verify(t *testing.T, s *collectors.Snapshot) {
	t.Helper()
	for _, problem := range collectortest.Verify(s) {
		t.Error(problem)
	}
}

// dropMeasured takes out what changes from moment to moment: the clock, and how full the disks are.
func dropMeasured(object map[string]any) {
	switch object["kind"] {
	case "linux.host":
		delete(object, "now")
	case "linux.disk":
		for _, measured := range []string{"used_percent", "inodes_percent"} {
			if object[measured] != nil {
				object[measured] = 0
			}
		}
	}
}

// comesAndGoes says whether a resource may be there at one moment and not at the next: a socket on a port that
// the kernel chose, such as those of tests that run beside this one.
func comesAndGoes(resource map[string]any) bool {
	port, ok := resource["port"].(float64)
	return resource["kind"] == "linux.socket" && ok && port >= lowestChosenPort
}

// lowestChosenPort is where the ports begin that Linux hands out by itself (net.ipv4.ip_local_port_range).
const lowestChosenPort = 32768

// listen opens a socket on a port that the kernel does not choose, for a comparison to see, until the test ends.
func listen(t *testing.T) {
	t.Helper()
	for port := 20000; port < lowestChosenPort; port++ {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue // somebody else's
		}
		t.Cleanup(func() { l.Close() })
		return
	}
	t.Fatal("no port to listen on")
}

// timeless returns resources and gaps, one line each, without what changes from moment to moment.
func timeless(t *testing.T, s *collectors.Snapshot) []string {
	t.Helper()
	var out []string
	for _, r := range s.Resources {
		object := object(t, r)
		if comesAndGoes(object) {
			continue
		}
		dropMeasured(object)
		text, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	for _, g := range s.Gaps {
		text, err := json.Marshal(g)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	return out
}

func TestOverSSHAsHere(t *testing.T) {
	s := startSSHD(t)
	listen(t)
	c := New(Config{CacheDir: t.TempDir()})
	here := record(t, c, target(t, "host:local", nil))
	if len(here.Of(here.Targets[0].ID, "linux.packages")) != 1 {
		t.Fatal("this machine was not read")
	}
	for _, visit := range []struct {
		ref     string
		options map[string]string
	}{
		{"ssh:root@127.0.0.1", s.options()},
		{"ssh:web1", s.options()},
		{"ssh:root@127.0.0.1", s.options("sudo", "true")},
	} {
		t.Run(visit.ref+fmt.Sprint(len(visit.options)), func(t *testing.T) {
			if visit.options["sudo"] != "" {
				if _, err := exec.LookPath("sudo"); err != nil {
					absent(t, "sudo")
				}
			}
			if visit.ref == "ssh:web1" {
				write(t, s.file("known_hosts"), read(t, s.file("known_hosts"))+fmt.Sprintf("web1 %s", read(t, s.file("host.pub"))))
			}
			there := record(t, c, target(t, visit.ref, visit.options))
			if here.Targets[0].ID != there.Targets[0].ID {
				t.Errorf("here it is %s, over ssh %s", here.Targets[0].ID, there.Targets[0].ID)
			}
			diff := cmp.Diff(timeless(t, here), timeless(t, there))
			if diff != "" { // the machine may have changed in between
				here = record(t, c, target(t, "host:local", nil))
				diff = cmp.Diff(timeless(t, here), timeless(t, there))
			}
			if diff != "" {
				t.Errorf("over ssh (+) it is not as here (-):\n%s", diff)
			}
		})
	}
}

func TestSSHRefusals(t *testing.T) {
	s := startSSHD(t)
	for _, c := range []struct {
		name, ref string
		options   map[string]string
		text      string
	}{
		{"a wrong host key", "ssh:root@127.0.0.1", s.options("known_hosts", s.file("wrong_hosts")), "not the one that is known"},
		{"an unknown host key", "ssh:root@127.0.0.1", s.options("known_hosts", s.file("no_hosts")), "host key is not known"},
		{"a key that does not log in", "ssh:root@127.0.0.1", s.options("identity", s.file("other")), "refused the login"},
		{"an account without a shell", "ssh:nobody@127.0.0.1", s.options(), ""},
		{"no server", "ssh:root@127.0.0.1:1", map[string]string{"ssh_config": s.file("ssh_config")}, "connection was refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			snapshot, err := collectors.Record(t.Context(), New(Config{}), target(t, c.ref, c.options), "test", time.Now, nil)
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" || !strings.Contains(err.Error(), c.text) || strings.Contains(err.Error(), c.ref) {
				t.Fatalf("got %v, not an error with a hint about %q that leaves the target's name to the caller", err, c.text)
			}
			if len(snapshot.Resources) != 0 || len(snapshot.Gaps) != len(kindNames()) {
				t.Errorf("%d resources and %d gaps of a host that was not visited", len(snapshot.Resources), len(snapshot.Gaps))
			}
		})
	}
}

func TestNewHostIsTrustedOnRequestOnly(t *testing.T) {
	s := startSSHD(t)
	before := read(t, s.file("no_hosts"))
	record(t, New(Config{}), target(t, "ssh:root@127.0.0.1", s.options("known_hosts", s.file("no_hosts"), "accept_new", "true")))
	if after := read(t, s.file("no_hosts")); after == before || !strings.Contains(after, "ssh-ed25519") {
		t.Errorf("the host key was not remembered: %q", after)
	}
	_, err := collectors.Record(t.Context(), New(Config{}),
		target(t, "ssh:root@127.0.0.1", s.options("known_hosts", s.file("wrong_hosts"), "accept_new", "true")), "test", time.Now, nil)
	if err == nil {
		t.Error("a changed host key was taken")
	}
}

// plain makes a program that runs another one as a user without rights.
func plain(t *testing.T, program string) string {
	t.Helper()
	if _, err := exec.LookPath("setpriv"); err != nil || os.Geteuid() != 0 {
		absent(t, "root and setpriv")
	}
	path := filepath.Join(t.TempDir(), "plain")
	write(t, path, "#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs -- "+program+" \"$@\"\n")
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPlainUserSeesLessAndNothingElse(t *testing.T) {
	root := New(Config{CacheDir: t.TempDir()})
	listen(t)
	before := record(t, root, target(t, "host:local", nil))
	some := record(t, New(Config{Shell: plain(t, "/bin/sh")}), target(t, "host:local", nil))
	after := record(t, root, target(t, "host:local", nil))
	if some.Targets[0].ID != before.Targets[0].ID {
		t.Error("the plain user sees another host")
	}
	denied := map[string]bool{}
	for _, g := range some.Gaps {
		if g.Cause == collectors.Denied {
			denied[g.Kind] = true
		}
	}
	closed := []string{"linux.user", "linux.sshd", "linux.sudo", "linux.firewall", "linux.sysctl", "linux.audit"}
	if _, err := os.Stat("/var/spool/cron/crontabs"); err == nil { // there only where cron is installed
		closed = append(closed, "linux.cron")
	}
	for _, kind := range closed {
		if !denied[kind] {
			t.Errorf("no gap on %s for a plain user", kind)
		}
	}
	lesser(t, some, before, after)
}

func TestSudoRefused(t *testing.T) {
	if _, err := exec.LookPath("sudo"); err != nil {
		absent(t, "sudo")
	}
	_, err := collectors.Record(t.Context(), New(Config{Sudo: plain(t, "sudo")}), target(t, "host:local", map[string]string{"sudo": "true"}), "test", time.Now, nil)
	var usage *collectors.UsageError
	if !errors.As(err, &usage) || !strings.Contains(err.Error(), "sudo") || !strings.Contains(usage.Hint, "doctor") {
		t.Fatalf("got %v", err)
	}
}
