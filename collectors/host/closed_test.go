package host

import (
	"testing"

	"github.com/assize/assize/collectors"
)

// A folder of certificates that may not be listed is named.
func TestCertificatesThatMayNotBeSeen(t *testing.T) {
	s := record(t, New(Config{Shell: plain(t, "/bin/sh")}), target(t, "root:"+image(t), nil))
	calls := map[string]collectors.Cause{}
	for _, g := range s.Gaps {
		if g.Kind == "linux.certificate" {
			calls[g.Call] = g.Cause
		}
	}
	if calls["/etc/letsencrypt/live"] != collectors.Denied {
		t.Errorf("gaps on certificates: %v", calls)
	}
}

// A folder that may not be entered is there all the same, and what it may hold is not known.
func TestFoldersThatMayNotBeEntered(t *testing.T) {
	root := image(t)
	for _, folder := range []string{"boot", "var/lib/apt/lists", "etc/init.d"} {
		place(t, root, []string{"0700", folder + "/"}, "")
	}
	s := record(t, New(Config{Shell: plain(t, "/bin/sh")}), target(t, "root:"+root, nil))
	denied := map[string]bool{}
	for _, g := range s.Gaps {
		if g.Cause == collectors.Denied {
			denied[g.Place()] = true
		}
	}
	for _, place := range []string{"linux.boot boot loader", "linux.updates updates lists_at", "linux.services services units"} {
		if !denied[place] {
			t.Errorf("no gap on %s", place)
		}
	}
}
