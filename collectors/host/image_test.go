package host

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

// canary is in every secret of the image; it must never come out.
const canary = "cAnArY7f3e"

// image makes the folder of a small system, with secrets, traps and closed folders in it.
func image(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for up := root; up != os.TempDir() && up != "/"; up = filepath.Dir(up) {
		if err := os.Chmod(up, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile("testdata/image.txt")
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq("\n"+string(text), "\n-- ") {
		head, body, _ := strings.Cut(part, " --\n")
		word := strings.Fields(head)
		if len(word) < 2 {
			continue
		}
		place(t, root, word, strings.ReplaceAll(body, "CANARY", canary)+"\n")
	}
	certificate, key := selfSigned(t)
	place(t, root, []string{"0600", "etc/nginx/site.pem"}, key+certificate)
	place(t, root, []string{"0700", "etc/letsencrypt/live/"}, "")
	place(t, root, []string{"0644", "etc/letsencrypt/live/web1.crt"}, certificate)
	return root
}

// place makes one thing: MODE path, MODE folder/ or link path target.
func place(t *testing.T, root string, word []string, body string) {
	t.Helper()
	path := filepath.Join(root, word[1])
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	var err error
	mode := os.FileMode(0o644)
	switch {
	case word[0] == "link":
		err = os.Symlink(word[2], path)
	case strings.HasSuffix(word[1], "/"):
		err = os.MkdirAll(path, 0o755)
	default:
		err = os.WriteFile(path, []byte(body), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if word[0] == "link" {
		return
	}
	for _, digit := range word[0][1:] {
		mode = mode<<3 | os.FileMode(digit-'0')
	}
	mode &= 0o777
	if word[0][0] == '4' {
		mode |= os.ModeSetuid
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func selfSigned(t *testing.T) (certificate, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "web1"}, DNSNames: []string{"web1.example"},
		NotBefore: time.Unix(1_700_000_000, 0), NotAfter: time.Unix(1_800_000_000, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &secret.PublicKey, secret)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}))
}

func plainText(t *testing.T, s *collectors.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Write(&b); err != nil {
		t.Fatal(err)
	}
	zip, err := gzip.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fact returns what lies at a path of the resource, or fails the test.
func fact(t *testing.T, s *collectors.Snapshot, kind, id, path string) any {
	t.Helper()
	p, err := collectors.ParsePath(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Of(s.Targets[0].ID, kind) {
		if r.ID == id {
			value, ok := p.Lookup(object(t, r))
			if !ok {
				t.Errorf("%s %s has nothing at %s: %s", kind, id, path, r.JSON)
			}
			return value
		}
	}
	t.Errorf("there is no %s %s", kind, id)
	return nil
}

// A wantedFact is one fact that the image must show, in JSON.
type wantedFact struct{ kind, id, path, value string }

func imageFacts() []wantedFact {
	return []wantedFact{

		{"linux.host", "host", "os.id", `"ubuntu"`},
		{"linux.host", "host", "kernel", `null`},
		{"linux.host", "host", "architecture", `"x86_64"`},
		{"linux.host", "host", "timezone", `"Europe/Berlin"`},
		{"linux.packages", "packages", `installed["openssh-server"].version`, `"1:9.6p1-3ubuntu13"`},
		{"linux.packages", "packages", `installed["libc6:i386"].architecture`, `"i386"`},
		{"linux.services", "services", `units["ssh.service"].enabled`, `"enabled"`},
		{"linux.services", "services", `units["rsync.service"].enabled`, `"disabled"`},
		{"linux.services", "services", `units["telnet.service"].masked`, `true`},
		{"linux.sysctl", "sysctl", `persistent["net.ipv4.ip_forward"].value`, `"0"`},
		{"linux.sysctl", "sysctl", `persistent["net.ipv4.ip_forward"].file`, `"/etc/sysctl.d/90-local.conf"`},
		{"linux.user", "root", "password.algorithm", `"yescrypt"`},
		{"linux.user", "root", "password.locked", `false`},
		{"linux.user", "root#2", "uid", `0`},
		{"linux.user", "alice", "password.max_days", `90`},
		{"linux.user", "alice", "password.changed_on", `"2024-01-01"`},
		{"linux.user", "alice", "home.mode", `"0700"`},
		{"linux.user", "alice", `authorized_keys["ssh-ed25519"]`, `1`},
		{"linux.user", "alice", `dotfiles[".netrc"].mode`, `"0600"`},
		{"linux.user", "bob", "password.empty", `true`},
		{"linux.user", "bob", "home.exists", `false`},
		{"linux.group", "adm", "has_password", `true`},
		{"linux.sudo", "sudo", "defaults.use_pty", `"true"`},
		{"linux.sudo", "sudo", "rules[1].nopasswd", `true`},
		{"linux.boot", "boot", "password_set", `true`},
		{"linux.boot", "boot", "config_mode", `"0400"`},
		{"linux.boot", "boot", "cmdline.audit", `"1"`},
		{"linux.cron", "cron", "jobs[1].user", `"alice"`},
		{"linux.apt", "apt", "sources[0].uri", `"https://packages.example/ubuntu"`},
		{"linux.apt", "apt", "sources[0].credentials", `true`},
		{"linux.logging", "logging", "rsyslog.forwards", `["tcp://log.example:6514"]`},
		{"linux.logging", "logging", "journald.Storage", `"persistent"`},
		{"linux.audit", "audit", "immutable", `true`},
		{"linux.audit", "audit", "on_disk[0].path", `"/etc/passwd"`},
		{"linux.mounts", "mounts", `fstab["/srv/my files"].options`, `["credentials=***","nodev","password=***"]`},
		{"linux.certificate", "/etc/nginx/site.pem", "key_type", `"ecdsa"`},
		{"linux.certificate", "/etc/letsencrypt/live/web1.crt", "dns_names", `["web1.example"]`},
		{"linux.file", "/etc/shadow", "mode", `"0640"`},
		{"linux.file", "/etc/cron.allow", "exists", `false`},
		{"linux.login", "login", `banners["/etc/issue"].reveals_system`, `true`},
		{"linux.pam", "pam", `services["common-auth"][0].control`, `"[success=1 default=ignore]"`},
		{"linux.kernel_modules", "kernel_modules", "modules.cramfs.disabled", `true`},
	}
}

func TestImage(t *testing.T) {
	root := image(t)
	s := collectortest.Run(t, New(Config{}), target(t, "root:"+root, nil))
	if s.Targets[0].Name != "web1" {
		t.Errorf("its name is %q", s.Targets[0].Name)
	}
	for _, want := range imageFacts() {
		got, err := json.Marshal(fact(t, s, want.kind, want.id, want.path))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want.value {
			t.Errorf("%s %s %s is %s, not %s", want.kind, want.id, want.path, got, want.value)
		}
	}
	for _, kind := range []string{"linux.firewall", "linux.updates", "linux.sysctl", "linux.socket", "linux.disk"} {
		gaps := s.GapsOf(s.Targets[0].ID, kind)
		if len(gaps) == 0 || gaps[0].Cause != collectors.Unsupported {
			t.Errorf("%s of an image: %v", kind, gaps)
		}
	}
}

func TestNoSecretLeavesTheTarget(t *testing.T) {
	s := record(t, New(Config{}), target(t, "root:"+image(t), map[string]string{"deep": "true"}))
	text := plainText(t, s)
	for line := range strings.SplitSeq(text, "\n") {
		if at := strings.Index(line, canary); at >= 0 {
			t.Errorf("a secret came out: …%s…", line[max(0, at-200):min(len(line), at+80)])
		}
	}
	for _, sign := range []string{"PRIVATE KEY", "$y$j9T$", "grub.pbkdf2"} {
		if strings.Contains(text, sign) {
			t.Errorf("%q came out", sign)
		}
	}
}

// An image may hold links that lead out of it: what they lead to is the auditing machine's own.
func TestImageCannotReachOut(t *testing.T) {
	root := image(t)
	outside := filepath.Join(t.TempDir(), "outside")
	write(t, outside, "PASS_MAX_DAYS oUtSiDe\n")
	for name, aim := range map[string]string{
		"etc/login.defs": outside, "etc/profile": strings.Repeat("../", 12) + outside, "etc/pam.d": filepath.Dir(outside),
		"etc/motd": "motd", "etc/issue": "/usr/lib/issue",
	} {
		path := filepath.Join(root, name)
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(aim, path); err != nil {
			t.Fatal(err)
		}
	}
	place(t, root, []string{"0644", "usr/lib/issue"}, "Ubuntu\n")
	s := record(t, New(Config{}), target(t, "root:"+root, nil))
	if text := plainText(t, s); strings.Contains(text, "oUtSiDe") {
		t.Error("a file outside of the image was read")
	}
	if got := fact(t, s, "linux.login", "login", `banners["/etc/issue"].reveals_system`); got != true {
		t.Error("an absolute link within the image was not followed")
	}
	paths := map[string]bool{}
	for _, g := range s.Gaps {
		if g.Cause == collectors.Unsupported && strings.Contains(g.Detail, "out of the image") {
			paths[g.Kind+" "+g.Path] = true
		}
	}
	for _, want := range []string{"linux.login umasks", "linux.pam services", "linux.login banners[\"/etc/motd\"]"} {
		if !paths[want] {
			t.Errorf("no gap at %s: %v", want, paths)
		}
	}
}

func TestPlainUserOfAnImage(t *testing.T) {
	root := image(t)
	some := record(t, New(Config{Shell: plain(t, "/bin/sh")}), target(t, "root:"+root, nil))
	all := record(t, New(Config{}), target(t, "root:"+root, nil))
	lesser(t, some, all)
	for _, s := range []*collectors.Snapshot{all, some} {
		denied := 0
		for _, g := range s.Gaps {
			if g.Cause == collectors.Denied {
				denied++
			}
		}
		if (denied > 10) != (s == some) {
			t.Errorf("%d denied", denied)
		}
	}
}

func TestDeepWalk(t *testing.T) {
	root := image(t)
	place(t, root, []string{"4755", "usr/bin/own"}, "")
	place(t, root, []string{"4755", "usr/bin/passwd"}, "")
	place(t, root, []string{"0666", "srv/open"}, "")
	place(t, root, []string{"0777", "srv/folder/"}, "")
	if os.Geteuid() != 0 {
		absent(t, "root")
	}
	if err := os.Chown(filepath.Join(root, "srv/open"), 4242, 0); err != nil {
		t.Fatal(err)
	}
	s := record(t, New(Config{}), target(t, "root:"+root, map[string]string{"deep": "true"}))
	for path, want := range map[string]string{
		"suid":           `[{"gid":0,"mode":"4755","packaged":false,"path":"/usr/bin/own","uid":0},{"gid":0,"mode":"4755","packaged":true,"path":"/usr/bin/passwd","uid":0}]`,
		"world_writable": `[{"gid":0,"mode":"0666","packaged":false,"path":"/srv/open","uid":4242}]`,
		"no_sticky_bit":  `[{"gid":0,"mode":"0777","packaged":false,"path":"/srv/folder","uid":0}]`,
		"unowned":        `[{"gid":0,"mode":"0666","packaged":false,"path":"/srv/open","uid":4242}]`,
	} {
		got, err := json.Marshal(fact(t, s, "linux.filesystem_scan", "filesystem_scan", path))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is %s\nwant %s", path, got, want)
		}
	}
}

func TestNoImage(t *testing.T) {
	for _, ref := range []string{"root:/nowhere", "root:" + t.TempDir(), "root:/etc/passwd"} {
		_, err := collectors.Record(t.Context(), New(Config{}), target(t, ref, nil), "test", time.Now, nil)
		if err == nil {
			t.Errorf("%s was taken as a system", ref)
		} else if strings.Contains(err.Error(), ref) { // who called knows the target
			t.Errorf("%s: the error names the target again: %v", ref, err)
		}
	}
}

// Red Hat's grub.cfg always names a password; it is there only when user.cfg holds one.
func TestRedHatBootPassword(t *testing.T) {
	root := image(t)
	if err := os.Remove(filepath.Join(root, "boot/grub/grub.cfg")); err != nil {
		t.Fatal(err)
	}
	place(t, root, []string{"0600", "boot/grub2/grub.cfg"}, "if [ -n \"${GRUB2_PASSWORD}\" ]; then\n  set superusers=\"root\"\n  password_pbkdf2 root ${GRUB2_PASSWORD}\nfi\n")
	c := New(Config{})
	if got := fact(t, record(t, c, target(t, "root:"+root, nil)), "linux.boot", "boot", "password_set"); got != false {
		t.Errorf("without user.cfg: %v", got)
	}
	place(t, root, []string{"0600", "boot/grub2/user.cfg"}, "GRUB2_PASSWORD="+"grub."+"pbkdf2."+"sha512."+canary+"\n")
	s := record(t, c, target(t, "root:"+root, nil))
	if got := fact(t, s, "linux.boot", "boot", "password_set"); got != true {
		t.Errorf("with user.cfg: %v", got)
	}
	if strings.Contains(plainText(t, s), canary) {
		t.Error("the password came out")
	}
}
