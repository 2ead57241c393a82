package host

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// gapPaths are the paths of gaps, sorted.
func gapPaths(list []collectors.Gap) []string {
	var out []string
	for _, g := range list {
		out = append(out, g.Path)
	}
	slices.Sort(out)
	return out
}

// tellOne runs one family over a reading and returns the gaps of its resources and of kinds.
func tellOne(r *reading, tell func(*reading, *emitter)) (paths []string, kinds []string) {
	r.index()
	s := &lastGaps{}
	tell(r, &emitter{sink: s, r: r, seen: map[[2]string]int{}})
	return gapPaths(s.resource), s.list
}

type lastGaps struct {
	kindGaps
	resource []collectors.Gap
}

func (l *lastGaps) Resource(_ collectors.Head, _ any, gaps ...collectors.Gap) error {
	l.resource = append(l.resource, gaps...)
	return nil
}

func TestWalkedIsWholeOnlyWithItsLastLine(t *testing.T) {
	const one = "/proc/sys/kernel/x:1\n"
	for text, want := range map[string]string{
		one + "code 0\nend 0\n": "0", one + "code 1\n" + one + "end 1\n": "0", one + "code 0\n": "truncated", one: "truncated",
		one + "code 124\nend 0\n": "124", one + "code 0\nend 137\n": "137", "code 127\nend 127\n": "127",
		"code 0\nend 0\n": "error: no parameter was found, and every kernel has some",
	} {
		if got := walked(section{state: "0", text: text}); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestModulesOfAKernelWithoutItsFolder(t *testing.T) {
	r := newReading()
	r.files["/proc/sys/kernel/osrelease"] = &file{state: "ok", text: "6.1\n"}
	r.files["/lib/modules/6.1/modules.builtin"] = &file{state: "absent"}
	paths, _ := tellOne(r, tellModules)
	if !slices.Contains(paths, "builtin") {
		t.Errorf("no gap among %q", paths)
	}
}

func TestSudoOfSomeOnly(t *testing.T) {
	var facts linux.Sudo
	facts.Defaults = map[string]string{}
	scoped := sudoers(file{text: "Defaults use_pty\nDefaults:bob !authenticate, env_keep += X\nDefaults>root timestamp_timeout=-1\n"}, &facts)
	if diff := cmp.Diff([]string{"authenticate", "env_keep", "timestamp_timeout"}, scoped); diff != "" || len(facts.Defaults) != 1 {
		t.Errorf("%v %s", facts.Defaults, diff)
	}
}

func TestSudoIncludesThatAreNotRead(t *testing.T) {
	for name, lay := range map[string]func(*reading){
		"a missing include": func(r *reading) { r.sections["sudoers"].files = []*file{{path: "/etc/sudoers.%h", state: "absent"}} },
		"a folder by name":  func(r *reading) { r.folders["/etc/sudoers.d/%h"] = "absent" },
	} {
		r := newReading()
		r.sections["sudoers"], r.sections["programs"] = &section{state: "0"}, &section{state: "0", text: "sudo\n"}
		lay(r)
		paths, _ := tellOne(r, tellSudo)
		if diff := cmp.Diff([]string{"defaults", "rules"}, paths); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A Match block that loosens a setting makes it unknown, whatever sshd -T says for one connection.
func TestMatchBlocksUnderTheServersOwnWord(t *testing.T) {
	const said = "port 22\npermitrootlogin no\npasswordauthentication no\nx11forwarding yes\nmaxauthtries 4\n"
	for config, want := range map[string][]string{
		"PermitRootLogin no\n": nil,
		"Match Group sftp\n X11Forwarding no\n PasswordAuthentication no\n": nil,
		"Match Address 10.0.0.0/8\n PermitRootLogin yes\n":                  {"settings.permitrootlogin"},
		"Match User bob\n PasswordAuthentication yes\n MaxAuthTries 4\n":    {"settings.passwordauthentication"},
		"Match all\nPermitRootLogin yes\n":                                  nil,
		"Include /etc/ssh/more.conf\n":                                      {"settings"},
	} {
		r := newReading()
		r.files["/etc/ssh/sshd_config"] = &file{path: "/etc/ssh/sshd_config", state: "ok", text: config}
		r.folders["/etc/ssh/sshd_config.d"] = "ok"
		r.sections["sshd.config"], r.sections["sshd"] = &section{state: "0"}, &section{state: "0", text: said}
		g := gaps{r: r}
		if sshdSettings(&g) == nil {
			t.Fatal("no settings")
		}
		if diff := cmp.Diff(want, gapPaths(g.list)); diff != "" {
			t.Errorf("%q: %s", config, diff)
		}
	}
}

func TestAptSourcesExemptFromSignatures(t *testing.T) {
	for line, want := range map[string]bool{
		"deb [allow-insecure=yes] http://x y z": true, "deb [trusted=yes allow-weak=no] http://x y z": true, "deb [arch=amd64] http://x y z": false,
	} {
		if got := sourcesList(file{text: line}); len(got) != 1 || got[0].Trusted != want {
			t.Errorf("%s gave %+v", line, got)
		}
	}
	if got := deb822(file{text: "Types: deb\nURIs: http://x\nSuites: y\nAllow-Insecure: yes\n"}); len(got) != 1 || !got[0].Trusted {
		t.Errorf("%+v", got)
	}
}

func TestUpdatesOfEverySource(t *testing.T) {
	got := pendingUpdates("Inst a [1] (2 [amd64])\nInst b [1:1-1] (1:2-1 X:1/stable, X-Security:1/stable-security [amd64]) []\nInst new (1 X:1 [amd64])\n")
	want := map[string]linux.Update{
		"a": {From: "1", To: "2"}, "b": {From: "1:1-1", To: "1:2-1", Origin: "X:1/stable, X-Security:1/stable-security", Security: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	r := newReading()
	r.sections["updates"], r.sections["lists"] = &section{state: "0", text: "Inst a 1 to 2\n"}, &section{state: "0"}
	if paths, _ := tellOne(r, tellUpdates); !slices.Contains(paths, "pending") {
		t.Errorf("a line of another form is no gap: %q", paths)
	}
}

func TestListsThatCannotBeEmpty(t *testing.T) {
	r := newReading()
	for name, s := range map[string]section{"packages": {text: "manager dpkg\n"}, "units.files": {}, "units.active": {}, "host": {text: "manager systemd\n"}} {
		s.state = "0"
		r.sections[name] = &s
	}
	for _, path := range []string{"/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"} {
		r.files[path] = &file{path: path, state: "absent"}
	}
	if _, kinds := tellOne(r, tellPackages); len(kinds) != 1 {
		t.Errorf("packages: %q", kinds)
	}
	if paths, _ := tellOne(r, tellServices); !slices.Contains(paths, "units") {
		t.Errorf("services: %q", paths)
	}
	if _, kinds := tellOne(r, tellSockets); len(kinds) != 2 {
		t.Errorf("sockets: %q", kinds)
	}
}

// A clock whose daemon does not say is not one that nobody could ask.
func TestClockThatIsNotTold(t *testing.T) {
	r := newReading()
	r.sections["host"], r.sections["clock"] = &section{state: "0", text: "uid 0\n"}, &section{state: "0"}
	g := gaps{r: r}
	synchronized(&g, &linux.TimeSync{Daemons: map[string]linux.TimeDaemon{"chrony": {Active: true}}})
	if diff := cmp.Diff([]string{"synchronized"}, gapPaths(g.list)); diff != "" {
		t.Error(diff)
	}
	g = gaps{r: r}
	synchronized(&g, &linux.TimeSync{})
	if len(g.list) > 0 {
		t.Errorf("without any daemon: %+v", g.list)
	}
}

func TestFirstRuleForEveryPacketDecides(t *testing.T) {
	for rules, want := range map[string]string{
		"-A INPUT -j ACCEPT\n-A INPUT -p tcp -j DROP\n":                                     "accept",
		"-A INPUT -m comment --comment \"all of \\\"it\\\"\" -j ACCEPT\n-A INPUT -j DROP\n": "accept",
		"-A INPUT -j LOG --log-prefix x\n-A INPUT -j DROP\n":                                "drop",
		"-A INPUT -p tcp -j ACCEPT\n":                                                       "drop",
		"-A INPUT -j NFQUEUE --queue-num 1\n":                                               "accept",
	} {
		w := wall{chains: map[string]*hookChain{}, six: map[string]*hookChain{}, backends: map[string]bool{}}
		w.iptables("*filter\n:INPUT DROP [0:0]\n"+rules+"COMMIT\n", false)
		if got := w.facts().Chains["input"].Policy; got != want {
			t.Errorf("%q: %s", rules, got)
		}
	}
	w := wall{chains: map[string]*hookChain{}, six: map[string]*hookChain{}, backends: map[string]bool{}}
	if err := w.nftables(`{"nftables":[{"chain":{"family":"inet","table":"t","name":"in","type":"filter","hook":"input","policy":"drop"}},
		{"rule":{"family":"inet","table":"t","chain":"in","expr":[{"counter":{}},{"accept":null}]}},
		{"rule":{"family":"inet","table":"t","chain":"in","expr":[{"drop":null}]}}]}`); err != nil || w.facts().Chains["input"].Policy != "accept" {
		t.Errorf("%v %+v", err, w.facts())
	}
}

func TestTablesOfTheOlderFilter(t *testing.T) {
	const header = "# Generated by iptables-save v1.8.9 "
	for _, c := range []struct {
		saved, names string
		want         bool
	}{
		{"", "", true}, {"", "filter\n", false}, {header + "(nf_tables)\n*filter\n", "filter\n", false},
		{header + "(nf_tables)\n*filter\n", "", true}, {header + "\n*filter\nCOMMIT\n", "filter\n", true}, {header + "\n*nat\n", "filter\nnat\n", false},
	} {
		if got := shows(c.saved, file{text: c.names, state: "ok"}); got != c.want {
			t.Errorf("%q with %q: %t", c.saved, c.names, got)
		}
	}
	if noTables(file{state: "cut"}) || noTables(file{state: "denied"}) || !noTables(file{state: "absent"}) {
		t.Error("what was not read counts as empty")
	}
}

func TestSettingsThatParsersPassedOver(t *testing.T) {
	umasks, _ := shellSettings(file{text: "umask \"000\"\n{ umask 002; }\numask $LOOSE\numask -S\nx=$(umask)\n"})
	var values []string
	for _, u := range umasks {
		values = append(values, u.Value)
	}
	if got := strings.Join(values, " "); got != "000 002 $LOOSE" {
		t.Errorf("umasks %q", got)
	}
	if _, ok := fstab("tmpfs /tmp/ tmpfs nodev 0 0\n")["/tmp"]; !ok {
		t.Error("a mount point with a slash at its end is another one")
	}
	if got := looser(ptr("0640"), "0604"); *got != "0644" {
		t.Errorf("mode %s", *got)
	}
	r := newReading()
	r.folders["/etc/audit/rules.d"] = "ok"
	r.sections["audit"] = &section{state: "0", files: []*file{
		{path: "/etc/audit/rules.d/10-a.rules", state: "ok", text: "-e 2"}, {path: "/etc/audit/rules.d/20-b.rules", state: "ok", text: "-e 1"}}}
	if _, immutable := auditOnDisk(&gaps{r: r}); immutable {
		t.Error("a later -e 1 does not count")
	}
}

// What stat(1) passed over is a gap; what it told of is none.
func TestFilesThatStatPassedOver(t *testing.T) {
	r := newReading()
	for _, name := range []string{"entries", "logs", "logs.audit", "cron.scripts", "homes"} {
		r.sections[name] = &section{state: "0", absentees: map[string]string{}}
	}
	r.sections["entries"].absentees = map[string]string{"/etc/shadow": "unread", "/etc/passwd": "unread"}
	r.sections["entries"].text = "81a4 0 0 /etc/passwd\n"
	r.sections["logs"].absentees = map[string]string{"/var/log/syslog": "unread"}
	r.sections["cron.scripts"].absentees = map[string]string{"/etc/cron.daily/x": "unread"}
	paths, _ := tellOne(r, tellFiles)
	if diff := cmp.Diff([]string{"exists", "gid", "group", "mode", "owner", "type", "uid"}, paths); diff != "" {
		t.Error(diff)
	}
	if paths, _ := tellOne(r, tellLogging); !slices.Contains(paths, `files["/var/log/syslog"]`) && !slices.Contains(paths, "files") {
		t.Errorf("logging: %q", paths)
	}
	if paths, _ := tellOne(r, tellCron); !slices.Contains(paths, "jobs") {
		t.Errorf("cron: %q", paths)
	}
}

// Whatever lies in a home that this user may not enter is denied, and says what would help.
func TestHomeThatMayNotBeEntered(t *testing.T) {
	root := image(t)
	place(t, root, []string{"0700", "root/"}, "")
	place(t, root, []string{"0600", "root/.netrc"}, "machine x")
	s := record(t, New(Config{Shell: plain(t, "/bin/sh")}), target(t, "root:"+root, nil))
	want := map[string]bool{}
	for _, name := range []string{".rhosts", ".shosts", ".netrc", ".forward"} {
		want[`dotfiles["`+name+`"]`] = true
	}
	for _, g := range s.Gaps {
		if g.Kind == "linux.user" && g.Resource == "root" && want[g.Path] {
			delete(want, g.Path)
			if g.Cause != collectors.Denied || g.Needs != "root on the host" {
				t.Errorf("%s: %+v", g.Path, g)
			}
		}
	}
	if len(want) > 0 {
		t.Errorf("no gap on %v", want)
	}
}
