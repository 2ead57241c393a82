package host

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// same compares what a parser made of a text with what it should.
func same(t *testing.T, name string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(entry{})); diff != "" {
		t.Errorf("%s: want (-), got (+):\n%s", name, diff)
	}
}

func TestSudoersFile(t *testing.T) {
	facts := linux.Sudo{Defaults: map[string]string{}}
	sudoers(file{path: "/etc/sudoers", text: `# comment
Defaults env_reset, !lecture, \
  secure_path="/usr/bin:/bin"
Defaults:alice !authenticate
Defaults env_keep="A B"
Defaults env_keep += "C"
Defaults env_keep -= B
User_Alias OPS = alice, bob
OPS ALL = NOPASSWD: ALL
#1000 web1 = (root : adm) /bin/ls, NOPASSWD: /bin/cat /a\,b, PASSWD: /bin/ps # why
alice a = /bin/x : b = (bob) NOPASSWD: /bin/y
`}, &facts)
	same(t, "defaults", map[string]string{"env_reset": "true", "lecture": "false", "secure_path": "/usr/bin:/bin", "env_keep": "A C"}, facts.Defaults)
	same(t, "rules", []linux.SudoRule{
		{File: "/etc/sudoers", Line: 9, Who: "OPS", Hosts: "ALL", Commands: []string{"ALL"}, NoPasswd: true},
		{File: "/etc/sudoers", Line: 10, Who: "#1000", Hosts: "web1", RunAs: "root : adm", Commands: []string{"/bin/ls"}},
		{File: "/etc/sudoers", Line: 10, Who: "#1000", Hosts: "web1", RunAs: "root : adm", Commands: []string{`/bin/cat /a\,b`}, NoPasswd: true},
		{File: "/etc/sudoers", Line: 10, Who: "#1000", Hosts: "web1", RunAs: "root : adm", Commands: []string{"/bin/ps"}},
		{File: "/etc/sudoers", Line: 11, Who: "alice", Hosts: "a", Commands: []string{"/bin/x"}},
		{File: "/etc/sudoers", Line: 11, Who: "alice", Hosts: "b", RunAs: "bob", Commands: []string{"/bin/y"}, NoPasswd: true},
	}, facts.Rules)
}

func TestPAMFile(t *testing.T) {
	same(t, "entries", []linux.PAMEntry{
		{Type: "auth", Control: "[success=1 default=ignore]", Module: "pam_unix.so", Args: []string{"nullok", "rounds=5"}, Line: 2},
		{Type: "session", Control: "optional", Module: "pam_x.so", Args: []string{"[a b]", "bindpw=***"}, Line: 3},
		{Type: "include", Module: "common-account", Line: 5},
	}, pamEntries("# c\nAuth [success=1 default=ignore] /lib/security/pam_unix.so nullok rounds=5\n-session optional pam_x.so [a b] \\\n  bindpw=x\n@include common-account\nauth required\n"))
}

func TestRedact(t *testing.T) {
	for text, want := range map[string]string{
		"tar czf /b.tgz /etc":                        "tar czf /b.tgz /etc",
		"curl https://a:b@h/x":                       "curl https://***@h/x",
		"X_TOKEN=abc run":                            "X_TOKEN=*** run",
		"run --password 'a b' --verbose":             "run --password *** --verbose",
		`curl -H "Authorization: Bearer abc" x`:      `curl -H "Authorization: *** x`,
		"mysqldump -pabc db":                         "mysqldump -p*** db",
		"sshpass -p abc ssh x":                       "sshpass -p *** ssh x",
		"curl -u a:b x":                              "curl -u *** x",
		"echo ghp_0123456789abcdefghijABCDEFGHIJ01":  "echo ***",
		"AWS_SECRET_ACCESS_KEY=abc; restic backup /": "AWS_SECRET_ACCESS_KEY=***; restic backup /",
	} {
		if got := redact(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestUpdatesOfUbuntuAndDebian(t *testing.T) {
	same(t, "updates", map[string]linux.Update{
		"libc6":      {From: "2.39-0ubuntu8", To: "2.39-0ubuntu8.3", Origin: "Ubuntu:24.04/noble-updates, Ubuntu:24.04/noble-security", Security: true},
		"base-files": {From: "12.4", To: "12.4+deb12u5", Origin: "Debian:12.5/stable"},
		"apt":        {From: "2.6.1", To: "2.6.2", Origin: "Debian-Security:12/oldstable-security", Security: true},
	}, pendingUpdates(`NOTE: This is only a simulation!
Inst libc6 [2.39-0ubuntu8] (2.39-0ubuntu8.3 Ubuntu:24.04/noble-updates, Ubuntu:24.04/noble-security [amd64]) []
Inst base-files [12.4] (12.4+deb12u5 Debian:12.5/stable [amd64])
Inst linux-image-new (6.1 Debian:12.5/stable [amd64])
Inst apt [2.6.1] (2.6.2 Debian-Security:12/oldstable-security [amd64])
Conf apt (2.6.2 Debian-Security:12/oldstable-security [amd64])
`))
}

func TestListsAt(t *testing.T) {
	for text, want := range map[string]string{
		"lists ok\nfolder 5":                           "",
		"lists ok\nlist 1700000000\nfolder 1700000100": "2023-11-14T22:15:00Z",
		"list 1700000000\nstamp 1700086400":            "2023-11-15T22:13:20Z",
	} {
		got := ""
		if at := listsAt(words(text)); at != nil {
			got = *at
		}
		if got != want {
			t.Errorf("%q gave %q, not %q", text, got, want)
		}
	}
}

func TestAptSources(t *testing.T) {
	same(t, "list", []linux.AptSource{
		{File: "/l", Line: 2, URI: "http://h/d", Suite: "stable", Parts: []string{"main", "contrib"}},
		{File: "/l", Line: 3, URI: "https://h/d", Suite: "./", Parts: []string{}, SignedBy: ptr("/k"), Trusted: true, Credentials: true},
	}, sourcesList(file{path: "/l", text: "# x\ndeb http://h/d stable main contrib # y\ndeb [arch=amd64 signed-by=/k trusted=yes] https://u:p@h/d ./\ndeb-src http://h/d stable main\n"}))
	same(t, "sources", []linux.AptSource{
		{File: "/s", Line: 1, URI: "http://h/d", Suite: "a", Parts: []string{"main"}, SignedBy: ptr("/k")},
		{File: "/s", Line: 1, URI: "http://h/d", Suite: "b", Parts: []string{"main"}, SignedBy: ptr("/k")},
		{File: "/s", Line: 13, URI: "http://h/e", Suite: "c", Parts: []string{}, SignedBy: ptr("embedded key")},
	}, deb822(file{path: "/s", text: "Types: deb deb-src\n# c\nURIs: http://h/d\nSuites: a b\nComponents: main\nSigned-By: /k\n\nTypes: deb\nURIs: http://h/off\nSuites: a\nEnabled: no\n\nTypes: deb\nURIs: http://h/e\nSuites: c\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n"}))
	same(t, "settings", map[string]string{"apt::periodic::unattended-upgrade": "1", "unattended-upgrade::origins-pattern": "a,b", "acquire::http::proxy": "http://***@p/"},
		aptSettings("APT \"\";\nAPT::Periodic::Unattended-Upgrade \"1\";\nUnattended-Upgrade::Origins-Pattern \"\";\nUnattended-Upgrade::Origins-Pattern:: \"a\";\nUnattended-Upgrade::Origins-Pattern:: \"b\";\nAcquire::http::Proxy \"http://u:p@p/\";\n"))
}

func TestCrontab(t *testing.T) {
	same(t, "system", []linux.CronJob{
		{File: "/c", Line: 3, Schedule: "*/5 * * * *", User: "root", Command: "a b"},
		{File: "/c", Line: 4, Schedule: "@daily", User: "bob", Command: "c --token=***"},
	}, crontab(file{path: "/c", text: "# x\nPATH=/bin\n*/5 * * * * root a  b\n@daily bob c --token=1\n* * *\n"}, true, ""))
	same(t, "own", []linux.CronJob{{File: "/s/bob", Line: 1, Schedule: "1 2 3 4 5", User: "bob", Command: "x"}},
		crontab(file{path: "/s/bob", text: "1 2 3 4 5 x"}, false, "bob"))
}

func TestLiveUnits(t *testing.T) {
	same(t, "units", map[string]linux.Unit{
		"ssh.service":        {Enabled: "enabled", Active: true},
		"telnet.socket":      {Enabled: "masked", Masked: true},
		"getty@.service":     {Enabled: "enabled"},
		"getty@tty1.service": {Enabled: "enabled", Active: true},
		"gen.service":        {Enabled: "transient"},
	}, liveUnits("ssh.service enabled enabled\ntelnet.socket masked enabled\ngetty@.service enabled enabled\n",
		"ssh.service loaded active running OpenBSD Secure Shell server\n● telnet.socket masked inactive dead x\ngetty@tty1.service loaded active running Getty\nuser@1000.service loaded active running x\nuser-runtime-dir@0.service loaded active exited x\nghost.service not-found inactive dead x\n* gen.service loaded failed failed x\n"))
}

func TestEncryptedDisks(t *testing.T) {
	blocks := blockDevices("8:1|sda1|||\n253:0|dm-0|CRYPT-LUKS2-x|root| sda1\n253:1|dm-1|LVM-y|vg-swap| dm-0\n9:0|md0|||dm-0 sda1\n")
	for source, want := range map[string]bool{"/dev/sda1": false, "/dev/mapper/root": true, "/dev/mapper/vg-swap": true, "/dev/md0": false, "/dev/none": false} {
		if got := encrypted(blocks, deviceName(blocks, source, ""), 0); got != want {
			t.Errorf("%s encrypted: %t", source, got)
		}
	}
	mounts := mountinfo("1 1 253:0 / / rw - ext4 /dev/mapper/root rw\n2 1 8:1 / /boot rw - ext4 /dev/sda1 rw\n")
	same(t, "swap", []linux.SwapArea{{Path: "/boot/s", Encrypted: false}, {Path: "/dev/dm-1", Encrypted: true}, {Path: "/swap file", Encrypted: true}},
		swapAreas("Filename Type Size Used Priority\n/swap\\040file file 1 0 -2\n/dev/dm-1 partition 1 0 -2\n/boot/s file 1 0 -2\n", blocks, mounts))
}

func TestNewestKernel(t *testing.T) {
	for _, c := range []struct{ have, running, want string }{
		{"6.1.0-9-amd64 6.1.0-35-amd64 6.1.0-36-cloud-amd64", "6.1.0-9-amd64", "6.1.0-36-cloud-amd64"},
		{"6.8.0-31-generic 6.8.0-45-generic 6.8.0-99-lowlatency", "6.8.0-31-generic", "6.8.0-45-generic"},
		{"", "6.1", ""},
		{"6.1.0~rc1-x 6.1.0-x", "5-x", "6.1.0-x"},
	} {
		if got := newestKernel(c.have, c.running); got != c.want {
			t.Errorf("of %q the newest is %q", c.have, got)
		}
	}
}

func TestAuditRules(t *testing.T) {
	rules, locks := auditRules("-D\n-b 8192\n-w /etc/passwd -p wa -k identity\n-a always,exit -F arch=b64 -S b,a -S c -C auid!=uid -F key=t\n-a always,exit -F path=/bin/su -F perm=x -F auid>=1000\n-e 2\n")
	same(t, "rules", []linux.AuditRule{
		{Text: "-w /etc/passwd -p wa -k identity", Path: ptr("/etc/passwd"), Permissions: ptr("wa"), Key: ptr("identity")},
		{Text: "-a always,exit -F arch=b64 -S b,a -S c -C auid!=uid -F key=t", Syscalls: []string{"a", "b", "c"}, Fields: []string{"arch=b64", "auid!=uid"}, Key: ptr("t")},
		{Text: "-a always,exit -F path=/bin/su -F perm=x -F auid>=1000", Path: ptr("/bin/su"), Permissions: ptr("x"), Fields: []string{"auid>=1000", "path=/bin/su"}},
	}, rules)
	if !locks {
		t.Error("-e 2 was not seen")
	}
}

func TestForwards(t *testing.T) {
	same(t, "forwards", []string{"@@(o)log:514", "@second", "tcp://h:6514", "relp://r"}, forwards(withoutComments(
		"# *.* @x\nauth.* /var/log/auth.log\n*.* @@(o)log:514\n& @second\naction(type=\"omfwd\"\n target=\"h\" port=\"6514\" protocol=\"tcp\")\naction(type=\"omrelp\" target=\"r\")\naction(type=\"omfile\" file=\"/x\")\n")))
}

func TestSysctlPrecedence(t *testing.T) {
	files := inPrecedence([]file{
		{path: "/etc/sysctl.d/50-a.conf", text: "a.b = etc\n"},
		{path: "/usr/lib/sysctl.d/50-a.conf", text: "a.b = lib\n"},
		{path: "/usr/lib/sysctl.d/60-b.conf", text: "net.ipv4.conf.*.rp_filter = 2\n-net.ipv4.conf.lo.rp_filter\nnet.ipv4.conf.all.rp_filter=1\nnet/ipv4/conf/eth0.10/rp_filter = 0\n"},
	})
	got := persistentParameters(files, map[string]string{"net.ipv4.conf.eth1.rp_filter": "0", "net.ipv4.conf.lo.rp_filter": "0", "net.ipv4.conf.all.rp_filter": "0"})
	values := map[string]string{}
	for name, setting := range got {
		values[name] = setting.Value
	}
	same(t, "values", map[string]string{"a.b": "etc", "net.ipv4.conf.eth1.rp_filter": "2", "net.ipv4.conf.all.rp_filter": "1", "net.ipv4.conf.eth0/10.rp_filter": "0"}, values)
}

func TestSocketsOfTheKernelsTables(t *testing.T) {
	head := "  sl  local_address rem_address st tx rx tr uid\n"
	var got []string
	for _, l := range append(append(listeners(head+"   0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 33 0 650 1\n   1: 0100007F:1F91 0100007F:0001 01 0:0 0:0 0 33 0 651 1\n", "tcp", false),
		listeners(head+"   0: 00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 652 1\n", "tcp", false)...),
		listeners(head+"   0: 00000000:0035 00000000:0000 07 0:0 0:0 0 0 0 653 1\n   1: 00000000:0036 01020304:0035 01 0:0 0:0 0 0 0 654 1\n", "udp", false)...) {
		got = append(got, l.protocol+" "+l.address.String()+" "+l.inode)
	}
	same(t, "listeners", "tcp 127.0.0.1 650, tcp ::1 652, udp 0.0.0.0 653", strings.Join(got, ", "))
	same(t, "holder", "sshd", holder([]listener{{inode: "1"}}, holderNames("1 systemd\n1 sshd\n")))
}

func TestEntryForms(t *testing.T) {
	same(t, "entries", []entry{
		{path: "/tmp", kind: "directory", mode: "1777", uid: 0, gid: 0},
		{path: "/usr/bin/su", kind: "file", mode: "4755", uid: 0, gid: 0},
		{path: "/a b", kind: "symlink", mode: "0777", uid: 1, gid: 2},
		{path: "/sgid", kind: "file", mode: "2640", uid: 1, gid: 2},
	}, entryLines("43ff 0 0 /tmp\n-rwsr-xr-x 1 0 0 10 Jan  1 00:00 /usr/bin/su\nlrwxrwxrwx 1 1 2 3 Jan  1 00:00 /a b -> /c\n-rw-r-S--- 1 1 2 3 Jan  1 00:00 /sgid\nnonsense\n"))
}

func TestShellSettings(t *testing.T) {
	umasks, timeouts := shellSettings(file{path: "/etc/profile", text: "# umask 000\nif x; then umask 027; fi\nTMOUT=900\nexport TMOUT\nreadonly TMOUT\n"})
	same(t, "umasks", []linux.ShellSetting{{Value: "027", File: "/etc/profile", Line: 2}}, umasks)
	same(t, "timeouts", []linux.ShellSetting{{Value: "900", File: "/etc/profile", Line: 3, Readonly: true}}, timeouts)
}

func TestInitScripts(t *testing.T) {
	units := map[string]linux.Unit{"ssh.service": {Enabled: "masked", Masked: true}}
	hidden := initScripts("script ssh\nscript telnetd\nscript rsync\nscript hwclock.sh\nstart ssh\nstart telnetd\nstart hwclock.sh\ndenied /etc/rc3.d\n", units)
	same(t, "hidden", []string{"/etc/rc3.d"}, hidden)
	same(t, "units", map[string]linux.Unit{
		"ssh.service": {Enabled: "masked", Masked: true}, "telnetd.service": {Enabled: "enabled"},
		"rsync.service": {Enabled: "disabled"}, "hwclock.service": {Enabled: "enabled"},
	}, units)
}

func TestBuiltinModulesAreNotGuessed(t *testing.T) {
	r := newReading()
	r.complete = true
	r.files["/proc/sys/kernel/osrelease"] = &file{state: "ok", text: "6.1"}
	r.files["/lib/modules/6.1/modules.builtin"] = &file{state: "absent"}
	sink := collectors.NewRecorder(collectors.Target{Ref: "host:local"}, collectors.Description{}, nil)
	sink.Identify("host:x", "x")
	e := &emitter{sink: told{sink, t}, r: r, seen: map[[2]string]int{}}
	tellModules(r, e)
}

// told asserts that a kernel without a list of its built-in modules leaves a gap.
type told struct {
	collectors.Sink
	t *testing.T
}

func (s told) Resource(head collectors.Head, facts any, gaps ...collectors.Gap) error {
	for _, g := range gaps {
		if g.Path == "builtin" && g.Cause == collectors.Unsupported {
			return nil
		}
	}
	s.t.Errorf("no gap on the built-in modules: %v", gaps)
	return nil
}
