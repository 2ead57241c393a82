package host

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"github.com/assize/assize/collectors/kinds/linux"
)

// fuzz feeds a parser with cleaned text, as it gets from the frames, and asserts that what it makes of it can
// be told: it encodes, and no control character is left in it.
func fuzz(f *testing.F, parse func(text string) any, seeds ...string) {
	f.Helper()
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		text, _ := clean(raw)
		facts, _ := tidy(parse(text))
		encoded, err := json.Marshal(facts)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsFunc(encoded, unicode.IsControl) || bytes.Contains(encoded, []byte(`\u0000`)) || bytes.Contains(encoded, []byte(`\u001b`)) {
			t.Fatalf("a control character is left in %s", encoded)
		}
	})
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte("hello\n@@n B s\nx\n\n@@n F /a\ntext\n\n@@n f ok /a\n\n@@n E s 0\n\n@@n end\n"))
	f.Add([]byte("@@n S list\n@@n S at /a\n/b\n@@n D ok /x\n@@n X denied /y\n@@n E s 0\n@@n f\n@@n "))
	f.Fuzz(func(t *testing.T, said []byte) {
		r, err := readFrames(bytes.NewReader(said), "n", limits{total: 1 << 16, section: 1 << 10, line: 1 << 8, items: 100}, func(string) {})
		if r == nil || err != nil && err != errFlood {
			t.Fatalf("%v, %v", r, err)
		}
		if r.complete && !bytes.Contains(said, []byte("@@n end")) {
			t.Fatal("complete without an end")
		}
		r.index()
		for _, s := range r.sections {
			if strings.Contains(s.text, "\x00") {
				t.Fatal("a NUL got through")
			}
		}
	})
}

func FuzzClean(f *testing.F) {
	f.Add("a\x00b\x1b[31m\xff\r\n\u202e")
	f.Fuzz(func(t *testing.T, text string) {
		once, marred := clean(text)
		if twice, again := clean(once); twice != once || again {
			t.Fatalf("%q became %q and then %q", text, once, twice)
		}
		if !marred && once != strings.ReplaceAll(text, "\r\n", "\n") {
			t.Fatalf("%q changed to %q without a mark", text, once)
		}
	})
}

// An address's password goes, whatever stands around it.
func FuzzRedact(f *testing.F) {
	f.Add("curl ", " && true")
	f.Add("--password=x ", "'")
	f.Fuzz(func(t *testing.T, before, after string) {
		text := before + " https://me:Tr0ub4dor@example.org/ " + after
		if out := redact(text); strings.Contains(out, "Tr0ub4dor") {
			t.Fatalf("%q became %q", text, out)
		}
	})
}

func FuzzAccounts(f *testing.F) {
	fuzz(f, func(text string) any {
		return []any{accountNames(accounts(text)), shadowLines(text), len(groupLines(text)), loginDefs(text), hashName(text), day(text)}
	}, "root:x:0:0:root:/root:/bin/sh\n+::::::\n", "adm:x:4:a,b\n", "root:l::19000:0:99999:7:::\n")
}

func accountNames(list []account) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.name)
	}
	return out
}

func FuzzSudoers(f *testing.F) {
	fuzz(f, func(text string) any {
		facts := linux.Sudo{Defaults: map[string]string{}}
		sudoers(file{path: "/etc/sudoers", text: text}, &facts)
		return facts
	}, "Defaults env_reset, !tty, x=\"a,b\"\n%a ALL=(b:c) NOPASSWD: /x, PASSWD: /y : h2 = ALL\n", "a\\\nb = (", "#1000 ALL = ALL # x")
}

func FuzzCron(f *testing.F) {
	fuzz(f, func(text string) any {
		return []any{crontab(file{path: "/x", text: text}, true, ""), crontab(file{text: text}, false, "a"), anacrontab(file{text: text})}
	}, "*/5 * * * * root x\n@daily root y\nA=b\n", "1 5 cron.daily run-parts /x\n@monthly 1 a b")
}

func FuzzPAM(f *testing.F) {
	fuzz(f, func(text string) any { return []any{pamEntries(text), keyValues(text)} },
		"auth [success=1 default=ignore] pam_unix.so nullok\n@include x\n-session optional x.so [a b]\n", "auth [x\\\n", "minlen = 3\nenforce_for_root")
}

func FuzzFirewall(f *testing.F) {
	fuzz(f, func(text string) any {
		w := wall{chains: map[string]*hookChain{}, six: map[string]*hookChain{}, backends: map[string]bool{}}
		if err := w.nftables(text); err != nil {
			w.iptables(text, false)
		}
		return w.facts()
	}, nftSample, "*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n")
}

func FuzzMounts(f *testing.F) {
	fuzz(f, func(text string) any {
		list := mountinfo(text)
		return []any{len(list), fstab(text), swapAreas(text, blockDevices(text), list), len(diskFree(text)), unoctal(text)}
	}, "22 27 0:21 / /a\\040b rw - ext4 /dev/sda rw\n", "/dev/sda1 / ext4 defaults,password=x 0 1\n", "8:0|sda|CRYPT-x|y|dm-0\n",
		"Filename\n/dev/dm-0 partition 1 0 -2\n", "/dev/vda 264212084 1 2 3% /\n")
}

func FuzzSysctl(f *testing.F) {
	fuzz(f, func(text string) any {
		running := runningParameters(text)
		return []any{running, persistentParameters([]file{{path: "/etc/sysctl.d/a.conf", text: text}}, running)}
	}, "/proc/sys/net/ipv4/conf/eth0.1/x:1\t2\n", "-net.ipv4.conf.*.x = 1\nnet/a.b/c=2\n-x.y\n")
}

func FuzzApt(f *testing.F) {
	fuzz(f, func(text string) any {
		source := file{path: "/etc/apt/x", text: text}
		return []any{sourcesList(source), deb822(source), aptSettings(text), pendingUpdates(text), packageTable(text), listsAt(words(text))}
	}, "deb [trusted=yes signed-by=/a] http://u:p@h/d s a b # x\n", "Types: deb\nURIs: http://x\n y\nSuites: a b\nSigned-By:\n -----BEGIN PGP\n\n",
		"APT::A \"x\";\nAPT::A:: \"y\";\n", "Inst a [1] (2 Debian:12/stable, X:1 [amd64]) []\n", "list 1\nfolder 99999999999999\n", "manager dpkg\np a|1|amd64|\n")
}

func FuzzUnits(f *testing.F) {
	fuzz(f, func(text string) any {
		files := map[string]string{"/etc/systemd/system/a@.service": text, "/usr/lib/systemd/system/b.timer": text}
		units := diskUnits(files, unitLinks(text))
		hidden := initScripts(text, units)
		return []any{units, hidden, liveUnits(text, text), unitSettings([]file{{text: text}}, "Journal")}
	}, "a.service enabled enabled\n", "script a\nstart a\ndenied /x\n", "/etc/systemd/system/x.wants/a@1.service ../a@.service\n", "[Journal]\nStorage=auto\nStorage=\n[X\n")
}

func FuzzAudit(f *testing.F) {
	fuzz(f, func(text string) any {
		rules, locks := auditRules(text)
		return []any{rules, locks}
	}, "-w /etc/passwd -p wa -k x\n-a always,exit -F arch=b64 -S a,b -C uid!=euid -F key=y\n-e 2\n-w\n")
}

func FuzzLogging(f *testing.F) {
	fuzz(f, func(text string) any {
		umasks, timeouts := shellSettings(file{text: text})
		return []any{forwards(withoutComments(text)), umasks, timeouts, coreLimits(file{text: text}), banner(text, linux.OS{ID: "debian"}), profiles(text)}
	}, "*.* @@(o)host:514\n& @b\naction(type=\"omfwd\" target=\"x\")\n", "umask 027; TMOUT=900\n", "* hard core 0\n", "/usr/bin/x (enforce)\n")
}

func FuzzSockets(f *testing.F) {
	fuzz(f, func(text string) any {
		return []any{len(listeners(text, "tcp", false)), len(listeners(text, "udp", true)), holderNames(text)}
	}, "  sl\n   0: 0100007F:0016 00000000:0000 0A 0:0 0:0 0 0 0 650 1\n", "650 sshd\n")
}

func FuzzEntries(f *testing.F) {
	fuzz(f, func(text string) any { return len(entryLines(text)) },
		"81a4 0 0 /etc/passwd\n", "drwxrwsr-t 2 0 0 4096 Jan 1 00:00 /a b\n", "lrwxrwxrwx 1 0 0 1 Jan 1 00:00 /a -> b")
}

func FuzzBoot(f *testing.F) {
	fuzz(f, func(text string) any {
		facts, config, hidden := bootFacts(text)
		modules := map[string]linux.KernelModule{}
		modprobe([]file{{text: text}}, modules)
		return []any{facts, config, hidden, cmdline(text), newestKernel(text, "6.1-amd64"), modules, moduleNames(text), shellValues(text)}
	}, "loader /boot/grub/grub.cfg\npassword yes\ncmdline ro a=b -- c\n", "install a-b /bin/false\nblacklist c\n")
}

func FuzzCertificates(f *testing.F) {
	fuzz(f, func(text string) any {
		list, broken := certificates(text)
		return []any{list, broken}
	}, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
}

func FuzzSSHD(f *testing.F) {
	fuzz(f, func(text string) any { return effective(text) }, "port 22\npermitrootlogin no\n")
}
