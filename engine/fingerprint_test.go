package engine

import (
	"strings"
	"testing"
)

// TestFingerprintNeverChanges pins the value: waivers, baselines and histories of every user hang on it.
func TestFingerprintNeverChanges(t *testing.T) {
	const want = "1:378b660562e70fd85f4d7ef6630c5015"
	if got := Fingerprint("access/ssh_root_login", "web1", "linux.sshd", "sshd", "settings.permitrootlogin"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFingerprintTellsItsPartsApart(t *testing.T) {
	seen := map[string][]string{}
	for _, parts := range [][]string{
		{"p", "t", "k", "r", "x"}, {"p", "t", "k", "rx", ""}, {"p", "t", "kr", "x", ""}, {"pt", "k", "r", "x", ""},
		{"p", "t", "k", "", "rx"}, {"1:p", "t", "k", "r", "x"}, {"p", "t", "k", "r", "x1:"}, {"", "p", "t", "k", "rx"},
	} {
		f := Fingerprint(parts[0], parts[1], parts[2], parts[3], parts[4])
		if other, twice := seen[f]; twice {
			t.Errorf("%q and %q have one fingerprint", parts, other)
		}
		seen[f] = parts
	}
}

func TestCheckUnique(t *testing.T) {
	if err := CheckUnique([]Finding{failing("p/q", "t", "r", "a", "b"), failing("p/q", "t", "s", "a")}); err != nil {
		t.Error(err)
	}
	err := CheckUnique([]Finding{failing("p/q", "t", "r", "a"), failing("p/q", "t", "r", "a")})
	if err == nil || !strings.Contains(err.Error(), `p/q on k r in t, key "a"`) {
		t.Errorf("two failures with one key: %v", err)
	}
}
