package host

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// What the C library takes for an account is one, whatever its line looks like.
func TestAccountsAsTheLibraryReadsThem(t *testing.T) {
	for line, want := range map[string]int{
		"toor:x:0:0:::/bin/sh": 1, "toor:x:0:0::/root": 1, "toor:x: 0:0:::": 1, " toor:x:0:0:::": 1, "toor:x:0:0": 1,
		"# a comment": 0, "": 0, "+::::::": 0, "-mallory::::::": 0, "toor:x:zero:0:::": 0, "toor": 0,
	} {
		list := accounts(line)
		if len(list) != want || want == 1 && (list[0].name != "toor" || list[0].uid != 0) {
			t.Errorf("%q gave %+v", line, list)
		}
	}
	for line, want := range map[string]int{"wheel:x:0:": 1, "wheel:x:0": 1, " wheel:x: 0:bob": 1, "+:::": 0, "wheel:x:none:": 0} {
		if list := groupLines(line); len(list) != want {
			t.Errorf("%q gave %+v", line, list)
		}
	}
}

// A line that is not understood could be an account: the list is not whole.
func TestStrangeLinesAreGaps(t *testing.T) {
	r := newReading()
	r.files["/etc/passwd"] = &file{path: "/etc/passwd", state: "ok", text: "root:x:0:0:::\n+::::::\n-bob\n#c\n\ntoor:x:zero:0:::\n"}
	r.files["/etc/group"] = &file{path: "/etc/group", state: "ok", text: "root:x:0:\n+:::\n"}
	r.index()
	recorder := &kindGaps{}
	tellAccounts(r, &emitter{sink: recorder, r: r, seen: map[[2]string]int{}})
	want := []string{"linux.user /etc/passwd:2", "linux.user /etc/passwd:6", "linux.group /etc/group:2"}
	if diff := cmp.Diff(want, recorder.list); diff != "" {
		t.Errorf("gaps differ (-want +got):\n%s", diff)
	}
}

func TestLoginShell(t *testing.T) {
	for shell, want := range map[string]bool{
		"/bin/bash": true, "": true, "/opt/zsh": true, "/usr/sbin/nologin": false, "/bin/false": false, "/bin/sync": false,
	} {
		if loginShell(shell) != want {
			t.Errorf("%q: %t", shell, !want)
		}
	}
}

// kindGaps is a fake sink that keeps the gaps of whole kinds.
type kindGaps struct{ list []string }

func (*kindGaps) Identify(_, _ string)      {}
func (*kindGaps) Option(_, _ string)        {}
func (*kindGaps) Kinds(...string)           {}
func (*kindGaps) Cover(collectors.Coverage) {}
func (*kindGaps) Progress(string)           {}
func (*kindGaps) Resource(collectors.Head, any, ...collectors.Gap) error {
	return nil
}
func (k *kindGaps) Gap(g collectors.Gap) { k.list = append(k.list, g.Kind+" "+g.Call) }
