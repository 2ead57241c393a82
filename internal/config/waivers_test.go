package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

const goodWaiver = `waivers:
  - id: w1
    policies: [access/ssh_*]
    resources: ["host:web/*"]
    reason: the bastion needs it
    owner: ann@example.org
    approved_by: bob@example.org
    granted: 2026-01-01
    expires: 2026-12-31
`

func TestWaiversNeedEveryField(t *testing.T) {
	got, err := LoadWaivers(write(t, "waivers.yaml", goodWaiver))
	if err != nil || len(got.Waivers()) != 1 || got.Waivers()[0].Expires != "2026-12-31" {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, field := range []string{"id", "policies", "resources", "reason", "owner", "approved_by", "granted", "expires"} {
		var lines []string
		for _, line := range strings.Split(goodWaiver, "\n") {
			if strings.HasPrefix(strings.TrimLeft(line, " -"), field+":") {
				if strings.Contains(line, "- ") && field == "id" {
					lines = append(lines, "  - id: \"\"")
				}
				continue
			}
			lines = append(lines, line)
		}
		_, err := LoadWaivers(write(t, "waivers.yaml", strings.Join(lines, "\n")))
		if err == nil || !strings.Contains(err.Error(), field+" is missing") || !strings.Contains(err.Error(), ":2:") {
			t.Errorf("without %s: %v", field, err)
		}
	}
}

func TestWaiversThatCannotBeRight(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"approves itself", "bob@", "ann@", ":7: waiver \"w1\": approved_by must be somebody else than owner"},
		{"approves itself in capitals", "bob@", " ANN@", "somebody else than owner"},
		{"approves itself with spaces", "approved_by: bob@example.org", "approved_by: 'ann @ example.org '", "somebody else than owner"},
		{"nobody approves", "approved_by: bob@example.org", "approved_by: ' '", "approved_by is missing"},
		{"a date of another form", "granted: 2026-01-01", "granted: 01.01.2026", `:8: waiver "w1": granted: "01.01.2026" is not a date`},
		{"a time for a date", "expires: 2026-12-31", "expires: 2026-12-31T00:00:00Z", "is not a date"},
		{"a scope with an unknown key", `["host:web/*"]`, `[{kinds: linux.sshd}]`, `:4: unknown key "kinds"`},
		{"a scope that says nothing", `["host:web/*"]`, `[{}]`, `:4: waiver "w1": resources: an entry is empty`},
		{"a scope that is a list", `["host:web/*"]`, `[[a]]`, ":4: a list does not fit here"},
		{"a tag that is a list", `["host:web/*"]`, `[{tags: {a: [b]}}]`, ":4: a list does not fit here"},
		{"an empty pattern", `["host:web/*"]`, `[""]`, "an entry is empty"},
		{"an empty policy", `[access/ssh_*]`, `[" "]`, ":3: waiver \"w1\": policies: an entry is empty"},
		{"ends before it begins", "expires: 2026-12-31", "expires: 2025-12-31", "before it is granted"},
		{"no such day", "expires: 2026-12-31", "expires: 2026-02-30", "is not a date"},
		{"unknown key", "reason:", "because:", `unknown key "because"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := LoadWaivers(write(t, "waivers.yaml", strings.Replace(goodWaiver, c.old, c.new, 1)))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || !strings.Contains(usage.Hint, "approved_by") {
				t.Fatalf("%v does not tell what a waiver needs", err)
			}
		})
	}
	twice := goodWaiver + strings.TrimPrefix(goodWaiver, "waivers:\n")
	if _, err := LoadWaivers(write(t, "waivers.yaml", twice)); err == nil || !strings.Contains(err.Error(), "already on line 2") {
		t.Errorf("an id twice: %v", err)
	}
}

func TestWaiverLastsAYearAtMost(t *testing.T) {
	for _, c := range []struct {
		granted, expires string
		ok               bool
	}{
		{"2026-01-01", "2027-01-01", true},
		{"2026-01-01", "2027-01-02", false},
		{"2028-01-01", "2028-12-31", true}, // a leap year has a day more than a waiver
		{"2028-01-01", "2029-01-01", false},
		{"2028-02-29", "2029-02-28", true},
		{"2028-02-29", "2029-03-01", false},
		{"2026-01-01", "2026-01-01", true},
	} {
		text := strings.NewReplacer("2026-01-01", c.granted, "2026-12-31", c.expires).Replace(goodWaiver)
		_, err := LoadWaivers(write(t, "waivers.yaml", text))
		if (err == nil) != c.ok {
			t.Errorf("from %s to %s: %v", c.granted, c.expires, err)
		}
		if !c.ok && !strings.Contains(fmt.Sprint(err), ":9: waiver \"w1\": it expires 366 days after it is granted; at most 365 are allowed") {
			t.Errorf("from %s to %s: %v", c.granted, c.expires, err)
		}
	}
}

// TestWaiverEndsWithItsDayInUTC takes what was read through the clocks of five zones.
func TestWaiverEndsWithItsDayInUTC(t *testing.T) {
	waivers, err := LoadWaivers(write(t, "waivers.yaml", goodWaiver))
	if err != nil {
		t.Fatal(err)
	}
	last := time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC)
	for _, hours := range []int{-11, -5, 0, 1, 14} {
		zone := time.FixedZone("", hours*3600)
		before, after := engine.WaiversAt(waivers.Waivers(), last.In(zone))[0], engine.WaiversAt(waivers.Waivers(), last.Add(time.Second).In(zone))[0]
		if before.Status != engine.Active || before.ExpiresInDays != 0 || after.Status != engine.Expired || after.ExpiresInDays != -1 {
			t.Errorf("%+d hours: %s, %d; then %s, %d", hours, before.Status, before.ExpiresInDays, after.Status, after.ExpiresInDays)
		}
	}
}

func TestWaiverOfParts(t *testing.T) {
	text := strings.Replace(goodWaiver, `["host:web/*"]`, "\n      - host:web\n      - {kind: linux.*, target: web1, id: a, key: b, tags: {env: test}}", 1) + "    ticket: CHG-7\n"
	got, err := LoadWaivers(write(t, "waivers.yaml", text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"host:web", "kind linux.*, target web1, id a, key b, tag env=test"}, got.Waivers()[0].Where()); diff != "" || got.Waivers()[0].Ticket != "CHG-7" {
		t.Errorf("%s, ticket %q", diff, got.Waivers()[0].Ticket)
	}
}

// TestAllThatIsWrongWithWaiversAtOnce: one pass of mending is enough.
func TestAllThatIsWrongWithWaiversAtOnce(t *testing.T) {
	text := `waivers:
  - id: a
    policies: [access/ssh_rot_login, network/*]
    resources:
      - kind: linux.sshdd
      - host:web
    because: x
    reason: r
    owner: ann
    approved_by: Ann
    granted: 2026-01-01
    expires: 2027-06-01
  - nothing
  - id: a
    policies: [zzz/none]
    owner: [ann]
`
	err := ParseWaivers("w.yaml", []byte(text)).Problems(Known{Policies: []string{"access/ssh_root_login", "network/ip"}, Kinds: []string{"linux.sshd"}})
	want := `w.yaml:3: waiver "a": no such policy: "access/ssh_rot_login"; did you mean "access/ssh_root_login"?
       w.yaml:5: waiver "a": no such kind: "linux.sshdd"; did you mean "linux.sshd"?
       w.yaml:7: unknown key "because"
       w.yaml:10: waiver "a": approved_by must be somebody else than owner
       w.yaml:12: waiver "a": it expires 516 days after it is granted; at most 365 are allowed: 2027-01-01
       w.yaml:13: "nothing" does not fit here: a block of keys expected
       w.yaml:14: waiver "a": it is already on line 2
       w.yaml:14: waiver "a": resources is missing
       w.yaml:14: waiver "a": reason is missing
       w.yaml:14: waiver "a": approved_by is missing
       w.yaml:14: waiver "a": granted is missing
       w.yaml:14: waiver "a": expires is missing
       w.yaml:15: waiver "a": no such policy: "zzz/none"
       w.yaml:16: a list does not fit here: a text expected`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Error(diff)
	}
}

func FuzzWaivers(f *testing.F) {
	f.Add([]byte(goodWaiver))
	f.Add([]byte("waivers: [{resources: [{tags: {a: b}}]}, &a {id: *a}, 5]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		file := ParseWaivers("f", text)
		err := file.Problems(Known{Policies: []string{"a/b"}, Kinds: []string{"k"}})
		if err != nil && !strings.Contains(err.Error(), "f:") {
			t.Fatalf("%q does not name the file", err)
		}
		for _, w := range file.Waivers() {
			if err == nil && (w.ID == "" || w.ApprovedBy == "" || w.Owner == w.ApprovedBy) {
				t.Fatalf("%+v is taken for right", w)
			}
		}
	})
}
