package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

func newWaiver() engine.Waiver {
	return engine.Waiver{ID: "new", Policies: []string{"access/ssh_*"}, Resources: []engine.Scope{{Pattern: "*"},
		engine.ScopeOf("linux.sshd", "web: 1", "", `running["a"]`, map[string]string{"env": "t*"})},
		Reason: "first line\n\n# and: another", Owner: "ann", ApprovedBy: "bob", Ticket: "4711", Granted: "2026-01-01", Expires: "2026-12-31"}
}

const newItem = `- id: new
  policies: [access/ssh_*]
  resources:
    - '*'
    - {kind: linux.sshd, target: 'web: 1', key: 'running["a"]', tags: {env: t*}}
  reason: |-
    first line

    # and: another
  owner: ann
  approved_by: bob
  ticket: "4711"
  granted: 2026-01-01
  expires: 2026-12-31
`

// TestAppendKeepsEveryByte: what somebody wrote by hand stays as it was.
func TestAppendKeepsEveryByte(t *testing.T) {
	const old = `- {id: w1, policies: [a/b], resources: ["*"], reason: r, owner: ann, approved_by: bob, granted: 2026-01-01, expires: 2026-12-31} # one
`
	in := func(indent, text string) string {
		lines := strings.SplitAfter(text, "\n")
		for i, line := range lines {
			if strings.TrimSpace(line) != "" {
				lines[i] = indent + line
			}
		}
		return strings.Join(lines, "")
	}
	for name, c := range map[string]struct{ before, added string }{
		"no file":             {"", "waivers:\n" + in("  ", newItem)},
		"comments alone":      {"# ours\n\n", "waivers:\n" + in("  ", newItem)},
		"no waivers yet":      {"waivers: # ours\n", in("  ", newItem)},
		"two spaces":          {"# ours\n\nwaivers:\n\n  # odd   spaces\n" + in("  ", old) + "  # the end\n", in("  ", newItem)},
		"no indentation":      {"waivers:\n" + old, newItem},
		"much indentation":    {"waivers:\n" + in("      ", old), in("      ", newItem)},
		"no last line feed":   {"waivers:\n" + strings.TrimSuffix(old, "\n"), "\n" + newItem},
		"blank lines between": {"waivers:\n" + in("  ", old) + "\n" + in("  ", strings.Replace(old, "w1", "w2", 1)), "\n" + in("  ", newItem)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseWaivers("w.yaml", []byte(c.before)).Append([]byte(c.before), newWaiver())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.before+c.added, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAppendToOtherForms: a list on one line is written anew, with its comments and in its order.
func TestAppendToOtherForms(t *testing.T) {
	for _, before := range []string{
		"# ours\nwaivers: [] # none yet\n",
		"# ours\nwaivers: null\n",
		"# ours\nwaivers: [{id: w1, policies: [a/b], resources: ['*'], reason: r, owner: ann, approved_by: bob, granted: 2026-01-01, expires: 2026-12-31}]\n",
		"# ours\nwaivers:\n- {id: w1, policies: [a/b], resources: ['*'], reason: r, owner: ann, approved_by: bob, granted: 2026-01-01, expires: 2026-12-31}\n...\n",
	} {
		file := ParseWaivers("w.yaml", []byte(before))
		got, err := file.Append([]byte(before), newWaiver())
		if err != nil {
			t.Fatalf("%s: %v", before, err)
		}
		after := ParseWaivers("w.yaml", got)
		if err := after.Problems(Known{}); err != nil || !strings.HasPrefix(string(got), "# ours\nwaivers:") {
			t.Errorf("%s\n%v", got, err)
		}
		if diff := cmp.Diff(len(file.Waivers())+1, len(after.Waivers())); diff != "" || after.Line("new") == 0 {
			t.Errorf("%s\n%s", got, diff)
		}
	}
}

func TestAppendRefuses(t *testing.T) {
	good := newWaiver()
	if err := CheckWaiver(good, Known{Policies: []string{"access/ssh_x"}, Kinds: []string{"linux.sshd"}}); err != nil {
		t.Error(err)
	}
	bad := good
	bad.ApprovedBy, bad.Expires, bad.ID = "ANN", "2027-01-02", ""
	err := CheckWaiver(bad, Known{Policies: []string{"access/sh_x"}})
	for _, text := range []string{"id is missing", "somebody else", "366 days", `no such policy: "access/ssh_*"; did you mean "access/sh_x"?`} {
		if err == nil || !strings.Contains(err.Error(), text) || strings.Contains(err.Error(), "line 0") {
			t.Errorf("%v does not say %q", err, text)
		}
	}
	text := strings.Replace(goodWaiver, "id: w1", "id: new", 1)
	if _, err := ParseWaivers("w.yaml", []byte(text)).Append([]byte(text), good); err == nil || !strings.Contains(err.Error(), `w.yaml:2: there is a waiver "new" already`) {
		t.Error(err)
	}
	text = strings.Replace(goodWaiver, "owner:", "owned:", 1)
	if _, err := ParseWaivers("w.yaml", []byte(text)).Append([]byte(text), good); err == nil || !strings.Contains(err.Error(), `w.yaml:6: unknown key "owned"`) {
		t.Error(err)
	}
}

// FuzzAppend: whatever the file looks like, the waivers before are there still and in their order, or nothing is written.
func FuzzAppend(f *testing.F) {
	f.Add([]byte(goodWaiver))
	f.Add([]byte("waivers: []"))
	f.Add([]byte("%YAML 1.1\n---\nwaivers:\n...\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := ParseWaivers("f", text)
		out, err := file.Append(text, newWaiver())
		if err != nil {
			return
		}
		after := ParseWaivers("f", out).Waivers()
		if diff := cmp.Diff(append(file.Waivers(), newWaiver()), after, cmp.AllowUnexported(engine.Scope{})); diff != "" {
			t.Fatal(diff)
		}
	})
}
