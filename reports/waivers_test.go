package reports

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

func TestWaiverWords(t *testing.T) {
	use := func(status engine.Status, days, covers, open int) engine.WaiverUse {
		return engine.WaiverUse{Waiver: engine.Waiver{ID: "w", Granted: "2026-11-01", Expires: "2026-12-31"}, Status: status, Covers: covers,
			ExpiresInDays: days, OpenAgain: open}
	}
	for _, c := range []struct {
		use         engine.WaiverUse
		title, want string
	}{
		{use(engine.Active, 15, 2, 0), "Active", "covers 2 failures; until 2026-12-31"},
		{use(engine.Active, 14, 1, 0), "Expiring within 14 days", "covers 1 failure; expires in 14 days, on 2026-12-31"},
		{use(engine.Active, 0, 1, 0), "Expiring within 14 days", "covers 1 failure; expires at the end of this day, UTC"},
		{use(engine.Expired, -1, 0, 3), "Expired: what they covered is open again", "expired on 2026-12-31; 3 failures are open again"},
		{use(engine.Expired, -1, 0, 0), "Expired: what they covered is open again", "expired on 2026-12-31; nothing is open again"},
		{use(engine.Unmatched, 3, 0, 0), "Matching nothing that fails", "matches nothing that fails; expires in 3 days, on 2026-12-31"},
		{use(engine.NotYet, 90, 0, 0), "Not yet valid", "holds from 2026-11-01 on"},
	} {
		groups := waiverGroups([]engine.WaiverUse{c.use})
		if len(groups) != 1 || groups[0].title != c.title || waiverWords(c.use) != c.want {
			t.Errorf("%v: %q, want %q under %q", groups, waiverWords(c.use), c.want, c.title)
		}
	}
}

// TestManyWaiversAreCut: a terminal shows some of each group and counts the others.
func TestManyWaiversAreCut(t *testing.T) {
	a := sample()
	for i := range waiversShown {
		a.Waivers = append(a.Waivers, engine.WaiverUse{Waiver: engine.Waiver{ID: fmt.Sprintf("V-%02d", i)}, Status: engine.Unmatched, ExpiresInDays: 90})
	}
	var b bytes.Buffer
	if err := (Text{}).Write(&b, a); err != nil {
		t.Fatal(err)
	}
	if text := b.String(); !strings.Contains(text, "Matching nothing that fails (11)") || !strings.Contains(text, "1 more is in the reports") || strings.Contains(text, "V-09") {
		t.Error(text)
	}
}

func TestWaiversText(t *testing.T) {
	a := sample()
	waivers := sampleWaivers()
	waivers[0].Owner = "\x1b[31mred"
	want := `waiver  status     days left  covers  owner          ticket    policies and resources
W-3     expired          -20  1 open  \u{1b}[31mred            access/ssh_* on *
W-7     expiring          14       2  Ada Byron                network/* on *
W-9     unmatched        345       0  Ada Byron      CHG-4711  cost/* on kind linux.*, target web*, tag env=test

Held against run 0123456789abcdef of 2026-11-20.
`
	got := WaiversText(engine.ListWaivers(waivers, a, a.Run.At))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff + got)
	}
	alone := engine.ListWaivers(waivers, nil, a.Run.At.AddDate(0, 0, 1))
	if text := WaiversText(alone); !strings.Contains(text, "W-9     active          344       ?") || !strings.Contains(text, "--from") {
		t.Error(text)
	}
}

// sampleWaivers are the waivers of the sample, before they were held against anything.
func sampleWaivers() []engine.Waiver {
	var out []engine.Waiver
	for _, u := range sample().Waivers {
		out = append(out, u.Waiver)
	}
	return out
}
