package host

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// stateWords are the places in the script where a word tells a state.
var stateWords = regexp.MustCompile(`finish [\w.$]+ "?([a-z]+)\b|(?:^|'|\\n%s )[XDS] ([a-z]+) %s|(?:kept|state)=([a-z]+)\b|then echo ([a-z]+);`)

// Every word for a state in the script has plain words and a cause; those that are no state of failure are known.
func TestEveryStateOfTheScriptHasAReason(t *testing.T) {
	fine := map[string]bool{"ok": true, "cached": true, "unasked": true, "at": true}
	found := map[string]bool{}
	names, err := fs.Glob(scripts, "script/*.sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := scripts.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range stateWords.FindAllStringSubmatch(string(text), -1) {
			word := strings.Join(match[1:], "")
			found[word] = true
			if !fine[word] && reasons[word].Detail == "" {
				t.Errorf("%s: the state %q of %q has no reason", name, word, match[0])
			}
		}
	}
	for _, word := range []string{"denied", "absent", "outside", "other", "offline", "nopackages", "norpm", "rpm", "partly", "timeout", "deep", "unread", "missing"} {
		if !found[word] {
			t.Errorf("the state %q was not found in the script", word)
		}
	}
}

func TestReasons(t *testing.T) {
	for _, c := range []struct{ state, call, cause, detail, needs string }{
		{"denied", "/etc/shadow", "denied", "this user may not read it", "root on the host"},
		{"denied", "sshd -T", "denied", "it answers only root", "root on the host"},
		{"missing", "nft -j list ruleset", "tool_missing", "the program is not installed", "nft on the host"},
		{"absent", "/etc/group", "not_found_ambiguous", "it is not there, and no Linux system goes without it", "a whole system, with /etc/group in it"},
		{"124", "df", "timeout", "no answer within the time allowed", ""},
		{"141", "df", "truncated", "there is more than the limit", ""},
		{"100", "apt-get -s dist-upgrade", "error", "the command ended with exit code 100", ""},
		{"error: df has no line on it", "df /", "error", "df has no line on it", ""},
	} {
		want := collectors.Gap{Cause: collectors.Cause(c.cause), Detail: c.detail, Needs: c.needs, Call: c.call}
		if got := reason(c.state, c.call); got != want {
			t.Errorf("%s: %+v\nwant %+v", c.state, got, want)
		}
	}
}

// An image of three files has many gaps, and each says why and what would close it.
func TestGapsOfAThinImage(t *testing.T) {
	root := t.TempDir()
	place(t, root, []string{"0644", "etc/os-release"}, "ID=debian\n")
	place(t, root, []string{"0644", "etc/hostname"}, "thin\n")
	place(t, root, []string{"0644", "etc/passwd"}, "root:x:0:0:root:/root:/bin/bash\n")
	s := record(t, New(Config{}), target(t, "root:"+root, nil))
	causes := map[string]collectors.Cause{}
	for _, g := range s.Gaps {
		causes[g.Place()] = g.Cause
		if g.Cause == collectors.Failed || g.Cause == collectors.Truncated || g.Needs == "" || g.Call == "" {
			t.Errorf("%s: %+v", g.Place(), g)
		}
	}
	for place, want := range map[string]collectors.Cause{
		"linux.packages": collectors.Unsupported, "linux.group": collectors.NotFoundAmbiguous, "linux.user root groups": collectors.NotFoundAmbiguous,
		"linux.time_sync time_sync daemons": collectors.Unsupported, "linux.reboot": collectors.Unsupported,
	} {
		if causes[place] != want {
			t.Errorf("%s is %q, want %q", place, causes[place], want)
		}
	}
	place(t, root, []string{"0700", "usr/lib/sysimage/rpm/"}, "")
	for _, g := range record(t, New(Config{}), target(t, "root:"+root, nil)).Gaps {
		if g.Kind == "linux.packages" && !strings.Contains(g.Needs, "the running host") {
			t.Errorf("of rpm's packages: %+v", g)
		}
	}
}

// A plain user's gaps are denied and name root; none of them blames the session or the limits.
func TestGapsOfAPlainUser(t *testing.T) {
	s := record(t, New(Config{Shell: plain(t, "/bin/sh")}), target(t, "host:local", map[string]string{"deep": "true"}))
	walks := 0
	for _, g := range s.Gaps {
		if g.Cause == collectors.Truncated || g.Cause == collectors.Denied && g.Needs != root || g.Detail == "" || g.Call == "" {
			t.Errorf("%s: %+v", g.Place(), g)
		}
		if g.Kind == "linux.filesystem_scan" {
			walks++
			if g.Cause != collectors.Denied || g.Detail != "only root may enter every folder" {
				t.Errorf("the walk: %+v", g)
			}
		}
		if strings.Contains(g.Path, "stat_refresh") {
			t.Errorf("root would not read it either: %+v", g)
		}
	}
	if walks != 1 {
		t.Errorf("%d gaps on the walk", walks)
	}
}

// Why the clock is not told depends on the daemon and on what runs the system.
func TestWhyTheClockIsNotTold(t *testing.T) {
	for _, c := range []struct{ daemon, manager, needs string }{
		{"chrony", "systemd", "a running chronyd, and chronyc"},
		{"systemd-timesyncd", "other", "a system that systemd runs"},
		{"systemd-timesyncd", "systemd", "chrony or systemd-timesyncd, running"},
		{"openntpd", "other", "chrony or systemd-timesyncd, running"},
	} {
		r := newReading()
		r.sections["host"] = &section{state: "0", text: "uid 0\nmanager " + c.manager + "\n"}
		r.sections["clock"] = &section{state: "0"}
		g := gaps{r: r}
		synchronized(&g, &linux.TimeSync{Daemons: map[string]linux.TimeDaemon{c.daemon: {}}})
		if len(g.list) != 1 || g.list[0].Cause != collectors.Unsupported || g.list[0].Needs != c.needs || g.list[0].Detail == "" {
			t.Errorf("%+v: %+v", c, g.list)
		}
	}
}

// The mode of systemd-boot's configuration is read like that of GRUB's.
func TestModeOfTheOtherBootLoader(t *testing.T) {
	root := image(t)
	if err := os.Remove(filepath.Join(root, "boot/grub/grub.cfg")); err != nil {
		t.Fatal(err)
	}
	place(t, root, []string{"0640", "boot/loader/loader.conf"}, "timeout 3\n")
	s := record(t, New(Config{}), target(t, "root:"+root, nil))
	if got := fact(t, s, "linux.boot", "boot", "config_mode"); got != "0640" {
		t.Errorf("config_mode is %v", got)
	}
}
