package git

import (
	"os"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

// token returns a made-up credential in the form of GitHub's. It is put together here so that this file holds none.
func token(seed string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	var b strings.Builder
	state := uint32(2166136261)
	for i := range 36 {
		for _, c := range []byte(seed) {
			state = (state ^ uint32(c) ^ uint32(i)) * 16777619
		}
		b.WriteByte(alphabet[(state>>8)%uint32(len(alphabet))])
	}
	return "ghp_" + b.String()
}

func TestSecrets(t *testing.T) {
	one, two, allowed := token("one"), token("two"), token("allowed")
	c := newCheckout(t)
	c.commit(map[string]string{
		"a.py":              "x = 1\ntoken = '" + one + "'\nagain = '" + one + "'\n",
		"b.sh":              "T=" + two + "\n",
		"c.sh":              "T=" + allowed + " # gitleaks:allow\n",
		".gitleaksignore":   "b.sh:github-pat:1\n",
		".gitleaks.toml":    "[allowlist]\npaths = ['''.*''']\n",
		"node_modules/x.js": "T=" + token("three"),
		"node_modules/y.js": "harmless",
		"logo.bin":          "\x00\x01" + token("four"),
		"big.txt":           "T=" + token("five") + "\n" + strings.Repeat("x\n", 1<<20),
		"clean.md":          "nothing here\n",
	})
	c.write("untracked.sh", "T="+token("untracked"))
	s, err := collect(t, targetOf(c.dir, nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range collectortest.Verify(s) {
		t.Error(problem)
	}
	got := factsOf[kinds.Secrets](t, s, "git.secrets", ".")
	var found []string
	prints := map[string]bool{}
	for _, secret := range got.Found {
		found = append(found, secret.Path+" "+secret.Rule+" "+secret.Redacted)
		prints[secret.Fingerprint] = true
	}
	if want := "a.py github-pat ghp_…, b.sh github-pat ghp_…, c.sh github-pat ghp_…"; strings.Join(found, ", ") != want {
		t.Errorf("found %v, want %s", found, want)
	}
	if len(prints) != 3 || got.Found[0].Line != 2 {
		t.Errorf("fingerprints %v, line %d", prints, got.Found[0].Line)
	}
	var skipped []string
	for _, file := range got.Skipped {
		skipped = append(skipped, file.Path)
	}
	if want := ".gitleaks.toml big.txt logo.bin node_modules/"; strings.Join(skipped, " ") != want {
		t.Errorf("skipped %v, want %s", skipped, want)
	}
	if gaps := s.GapsOf(s.Targets[0].ID, "git.secrets"); len(gaps) != 1 || gaps[0].Cause != collectors.Truncated || gaps[0].Resource != "" ||
		!strings.Contains(gaps[0].Detail, "big.txt") {
		t.Errorf("a text file that was not searched gives the gaps %v", gaps)
	}
	if got.FilesScanned != 5 || got.Rules < 100 {
		t.Errorf("%d files with %d rules", got.FilesScanned, got.Rules)
	}
	for _, r := range s.Resources {
		for _, secret := range []string{one, two, allowed} {
			if strings.Contains(string(r.JSON), secret[4:12]) {
				t.Errorf("%s %s holds the secret", r.Kind, r.ID)
			}
		}
	}
}

func TestNothingFoundInPartIsUnknown(t *testing.T) {
	for name, text := range map[string]string{"big.txt": strings.Repeat("x\n", 1<<20+1), "wide.txt": "\xff\xfeT\x00=\x00"} {
		t.Run(name, func(t *testing.T) { notSearched(t, name, text) })
	}
}

func notSearched(t *testing.T, name, text string) {
	t.Helper()
	c := newCheckout(t)
	c.commit(map[string]string{name: text})
	s, err := collect(t, targetOf(c.dir, nil))
	if err != nil {
		t.Fatal(err)
	}
	gaps := s.GapsOf(s.Targets[0].ID, "git.secrets")
	if len(gaps) != 1 || gaps[0].Path != "found" || gaps[0].Cause != collectors.Truncated {
		t.Errorf("gaps %v", gaps)
	}
	for _, problem := range collectortest.Verify(s) {
		t.Error(problem)
	}
}

func TestSecretsNotRequestedIsAGap(t *testing.T) {
	c := newCheckout(t)
	c.commit(map[string]string{"a": "b"})
	s := visited(t, c.dir)
	gaps := s.GapsOf(s.Targets[0].ID, "git.secrets")
	if len(gaps) != 1 || gaps[0].Cause != collectors.NotRequested || gaps[0].Resource != "" {
		t.Errorf("gaps %v", gaps)
	}
}

func TestScannerIsTheOneInGoMod(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	version := strings.TrimPrefix(scanner, "gitleaks ")
	if !strings.Contains(string(mod), "github.com/zricethezav/gitleaks/v8 "+version+"\n") {
		t.Errorf("go.mod has not gitleaks %s", version)
	}
}

func TestFingerprintsTellApart(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range [][3]string{{"r", "p", "s"}, {"r", "p", "t"}, {"r", "q", "s"}, {"q", "p", "s"}} {
		seen[fingerprint(x[0], x[1], x[2])] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d fingerprints of 4 secrets", len(seen))
	}
}
