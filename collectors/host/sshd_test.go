package host

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// What the files state must be, word for word, what the server itself prints.
func TestWrittenAsTheServerPrints(t *testing.T) {
	const sshd = "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil || os.Geteuid() != 0 {
		absent(t, "root and "+sshd)
	}
	if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	run(t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, "key"))
	const text = `PermitRootLogin prohibit-password
permitrootlogin yes
MaxAuthTries=4
LoginGraceTime 1m30s
ClientAliveInterval 300
ChallengeResponseAuthentication no
X11Forwarding	"no"
LogLevel verbose
Ciphers aes256-ctr,aes128-ctr
MACs +hmac-sha2-256
Banner /etc/issue.net # who may come in
UsePAM yes
PermitEmptyPasswords no
Match User backup
  PasswordAuthentication no
  PermitTTY no
`
	config := filepath.Join(dir, "sshd_config")
	write(t, config, "HostKey "+filepath.Join(dir, "key")+"\n"+text)
	said, err := exec.Command(sshd, "-T", "-f", config, "-C", "user=root,host=client.invalid,addr=192.0.2.1,laddr=192.0.2.2,lport=22").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	truth := effective(string(said))
	c := written(file{text: text}, []file{})
	told := 0
	for keyword := range strings.FieldsSeq(sshdKeywords) {
		value, stated := c.values[keyword]
		text, ok := printed(sshdForms[keyword], value)
		if !stated || !ok || c.unclear[keyword] {
			continue
		}
		told++
		if diff := cmp.Diff(truth[keyword], []string{text}); diff != "" {
			t.Errorf("%s: the server (-), the files (+):\n%s", keyword, diff)
		}
	}
	if told != 11 {
		t.Errorf("%d settings were told: %v", told, c.values)
	}
	for keyword := range truth {
		if !strings.Contains(" "+strings.Join(strings.Fields(sshdKeywords), " ")+" ", " "+keyword+" ") {
			t.Errorf("the server prints %s, which the list of keywords lacks", keyword)
		}
	}
}

func TestWrittenIncludes(t *testing.T) {
	drops := []file{{text: "PasswordAuthentication no\nMatch User x\nX11Forwarding yes\n"}, {text: "MaxSessions 3\n"}}
	c := written(file{text: "Include /etc/ssh/sshd_config.d/*.conf\nPasswordAuthentication yes\nUsePAM yes\n"}, drops)
	if diff := cmp.Diff(map[string]string{"passwordauthentication": "no", "maxsessions": "3", "usepam": "yes"}, c.values); diff != "" || !c.unclear["x11forwarding"] {
		t.Errorf("%s %v", diff, c.unclear)
	}
	if c := written(file{text: "Include /opt/x\n"}, drops); c.foreign == "" {
		t.Error("an include from elsewhere was passed over")
	}
}

func FuzzSSHDWritten(f *testing.F) {
	f.Add("Match User x\nPort 2\nInclude a b\nLoginGraceTime 1h2")
	f.Fuzz(func(t *testing.T, text string) {
		c := written(file{text: text}, []file{})
		for key, value := range c.values {
			for _, form := range []string{"flag", "number", "time", "root", "upper", "list", "text", ""} {
				if out, ok := printed(form, value); ok && out == "" {
					t.Fatalf("%s %q is printed as nothing in the form %q", key, value, form)
				}
			}
		}
	})
}

func TestWhatSshdSaysInsteadOfItsSettings(t *testing.T) {
	plain := collectors.Gap{Cause: collectors.Denied, Needs: "root on the host"}
	if got := refused(plain, ""); got != plain {
		t.Errorf("without a word of sshd the gap became %+v", got)
	}
	for said, want := range map[string]string{
		"sshd -T said: Missing privilege separation directory: /run/sshd":             "the SSH service started",
		"sshd -T said: /etc/ssh/sshd_config: line 3: Bad configuration option: Prot0": "sshd -t",
	} {
		if got := refused(plain, said); got.Detail != said || !strings.Contains(got.Needs, want) {
			t.Errorf("%s: %+v", said, got)
		}
	}
}
