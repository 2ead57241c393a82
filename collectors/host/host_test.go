package host

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

func target(t *testing.T, ref string, options map[string]string) collectors.Target {
	t.Helper()
	out, err := collectors.ParseTarget(ref)
	if err != nil {
		t.Fatal(err)
	}
	out.Options = options
	return out
}

func TestThisMachinePassesTheSuite(t *testing.T) {
	collectortest.Run(t, New(Config{CacheDir: t.TempDir()}), target(t, "host:local", nil), "linux.socket")
}

// The script is plain POSIX: every shell says the same.
func TestEveryShell(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		absent(t, "bash")
	}
	root := image(t)
	want := record(t, New(Config{}), target(t, "root:"+root, nil))
	got := record(t, New(Config{Shell: bash}), target(t, "root:"+root, nil))
	lesser(t, got, want)
	if len(got.Gaps) != len(want.Gaps) {
		t.Errorf("%d gaps, and %d with the standard shell", len(got.Gaps), len(want.Gaps))
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		ref     string
		options map[string]string
	}{
		{"host:other", nil},
		{"host:local", map[string]string{"colour": "red"}},
		{"host:local", map[string]string{"port": "22"}},
		{"host:local", map[string]string{"sudo": "perhaps"}},
		{"host:local", map[string]string{"deep_seconds": "0"}},
		{"root:/", map[string]string{"sudo": "true"}},
		{"ssh:-oProxyCommand=id@web1", nil},
		{"ssh:-web1", nil},
		{"ssh:web1 -v", nil},
		{"ssh:a;b@web1", nil},
		{"ssh:root@web1:99999", nil},
		{"ssh:[::1", nil},
		{"ssh:web1", map[string]string{"identity": "-x"}},
		{"ssh:web1", map[string]string{"known_hosts": "a b"}},
		{"ssh:web1:22", map[string]string{"port": "23"}},
	} {
		_, err := readOptions(target(t, c.ref, c.options))
		var usage *collectors.UsageError
		if !errors.As(err, &usage) || usage.Hint == "" {
			t.Errorf("%s %v: %v is no error with a hint", c.ref, c.options, err)
		}
	}
	for ref, want := range map[string]string{
		"ssh:web1": "web1 ", "ssh:admin@web1.example:2222": "admin@web1.example 2222", "ssh:root@[fe80::1%eth0]:22": "root@fe80::1%eth0 22",
		"ssh:first.last@corp.example@web1": "first.last@corp.example@web1 ",
	} {
		o, err := readOptions(target(t, ref, nil))
		if got := o.address + " " + o.port; err != nil || got != want {
			t.Errorf("%s gave %q, %v", ref, got, err)
		}
	}
}

func TestParametersCannotBreakOut(t *testing.T) {
	for _, bad := range []string{"/mnt/a'b", "/mnt/a\nb", "/mnt/ü", "/mnt/$(id)", "/mnt/\x00"} {
		if _, err := program(parameters{nonce: testNonce, root: bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestSudoersLine(t *testing.T) {
	for user, want := range map[string]string{
		"audit": "audit ALL=(root) NOPASSWD: /bin/sh -s", "%wheel": "USER ALL=(root) NOPASSWD: /bin/sh -s",
		"ALL ALL=ALL #": "USER ALL=(root) NOPASSWD: /bin/sh -s",
	} {
		if got := New(Config{}).SudoersLine(user); got != want {
			t.Errorf("%q gave %q", user, got)
		}
	}
}

func TestCache(t *testing.T) {
	c := New(Config{CacheDir: t.TempDir()})
	local := target(t, "host:local", nil)
	first := c.openCache(local, options{})
	first.key = first.now()
	if first.known() || first.key == "" {
		t.Skipf("SKIPPED: the package manager's files cannot be read (key %q)", first.key)
	}
	fresh := newReading()
	fresh.sections["updates"] = &section{state: "0", text: "Inst a [1] (2 X:1 [amd64])"}
	first.exchange(fresh)
	second := c.openCache(local, options{})
	if !second.known() {
		t.Fatal("what was kept is not known")
	}
	told := newReading()
	told.sections["updates"] = &section{state: "cached"}
	second.exchange(told)
	if diff := cmp.Diff(pendingUpdates(fresh.sections["updates"].text), pendingUpdates(told.section("updates").text)); diff != "" || told.section("updates").state != "0" {
		t.Errorf("%s %s", told.section("updates").state, diff)
	}
	if c.openCache(local, options{sudo: true}).known() {
		t.Error("what one user was told was given to another")
	}
	if c.openCache(target(t, "ssh:web1", nil), options{}).known() {
		t.Error("what is known of this machine was given for another")
	}
	if err := os.Chmod(first.file, 0o644); err != nil {
		t.Fatal(err)
	}
	if c.openCache(local, options{}).known() {
		t.Error("a file that others may read was taken")
	}
}

// The key must change with every file that the simulation hangs on.
func TestCacheKey(t *testing.T) {
	root := t.TempDir()
	c := &cache{root: root}
	keys := map[string]string{c.now(): "nothing"}
	for _, path := range []string{"var/lib/dpkg/status", "var/lib/apt/extended_states", "var/lib/apt/lists/x_Release", "etc/apt/preferences.d/x", "etc/apt/sources.list"} {
		write(t, filepath.Join(root, path), "x")
		key := c.now()
		if before, same := keys[key]; same || key == "" {
			t.Errorf("%s changed nothing since %s", path, before)
		}
		keys[key] = path
	}
}
