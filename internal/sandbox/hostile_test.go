package sandbox

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

// double makes rules that build 2^n of what the first is by doubling. Each reads the one before through a variable, that
// is once: more is refused when it is loaded.
func double(first, next string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "_s0 := %s\n", first)
	for i := range n {
		fmt.Fprintf(&b, "_s%d := %s if x := _s%d\n", i+1, strings.ReplaceAll(next, "$", "x"), i)
	}
	return b.String() + fmt.Sprintf("fail contains {\"message\": \"m\"} if { input.on; count(_s%d) < 0 }", n)
}

const digits = "_d := [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n"

// TestHostilePoliciesHarmNobodyElse: each policy breaks, in bounded time, and all others find what they find without it.
func TestHostilePoliciesHarmNobodyElse(t *testing.T) {
	const memory, tooLong = "needed more memory than allowed (256 MB)", "took longer than allowed"
	doubling := "concat(\"\", [$, $])"
	for name, test := range map[string]struct{ rules, note string }{
		"an endless loop":     {loop, tooLong},
		"a loop that gathers": {digits + `fail contains {"message": "m"} if { input.on; count([[a, b, c, d, e, f, g, h] | some a in _d; some b in _d; some c in _d; some d in _d; some e in _d; some f in _d; some g in _d; some h in _d]) < 0 }`, ""},
		"concat":              {double(`"xxxxxxxx"`, doubling, 40), memory},
		"sprintf":             {double(`"xxxxxxxx"`, `sprintf("%s%s", [$, $])`, 40), memory},
		"strings.replace_n":   {double(`"xxxxxxxx"`, `strings.replace_n({"x": "xx"}, $)`, 40), ""},
		"replace":             {double(`"xxxxxxxx"`, `replace($, "x", "xx")`, 40), ""},
		"array.concat":        {double(`[1, 2, 3, 4]`, `array.concat($, $)`, 40), memory},
		"bits.lsh":            {`fail contains {"message": "m"} if { input.on; bits.lsh(1, 100000000000) < 0 }`, ""},
		"a flood of failures": {double(`"xxxxxxxxxxxxxxxx"`, doubling, 10) + "\n" + digits + `fail contains {"message": _s10, "key": sprintf("%d%d%d", [a, b, c])} if { input.on; some a in _d; some b in _d; some c in _d }`, "found more than allowed"},
	} {
		t.Run(name, func(t *testing.T) { hostile(t, test.rules, test.note) })
	}
}

// TestStrangePoliciesEnd: these look harmful, and end by themselves or break.
func TestStrangePoliciesEnd(t *testing.T) {
	for name, rules := range map[string]string{
		"a regex that would take exponential time elsewhere": `fail contains {"message": "m"} if { input.on; regex.match("^(a|a|aa)+$(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!") }`,
		"a regex with large counts":                          `fail contains {"message": "m"} if { input.on; regex.match("((a{0,100}){0,100}){0,100}", "aaaa") }`,
		"a deep walk":                                        `fail contains {"message": "m"} if { input.on; count([p | walk(input.deep, [p, _])]) < 0 }`,
		"a wide number":                                      `fail contains {"message": "m"} if { input.on; count(format_int(to_number("1e99999999"), 10)) < 0 }`,
		"sprintf with a width":                               `fail contains {"message": sprintf("%900000d%900000d", [1, 2])} if input.on`,
		"units":                                              `fail contains {"message": "m"} if { input.on; units.parse("1e9999999") < 0 }`,
	} {
		t.Run(name, func(t *testing.T) { hostile(t, rules, "*") })
	}
}

// hostile judges with a policy that breaks and with harmless ones. A note of "*" stands for any outcome.
func hostile(t *testing.T, rules, note string) {
	t.Helper()
	with := harmless()
	s := snapshot(t)
	without, err := load(t, false, with)
	if err != nil {
		t.Fatal(err)
	}
	want, err := without.Evaluate(context.Background(), s, options())
	if err != nil {
		t.Fatal(err)
	}
	with["h"] = rules
	set, err := load(t, false, with)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	limits, o := Limits{Memory: 256 << 20, Time: 4 * time.Second, Output: 4 << 20}, options()
	if strings.Contains(note, "memory") { // which must run out before the time does
		limits.Time, o.Timeout = 40*time.Second, 30*time.Second
	}
	got, err := New(set, command(t, childArg), limits).Evaluate(context.Background(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	if took > time.Minute {
		t.Errorf("it took %v", took)
	}
	var others, own []engine.Finding
	for _, f := range got {
		if f.Policy == "t/h" {
			own = append(own, f)
			continue
		}
		others = append(others, f)
	}
	if diff := cmp.Diff(text(t, want), text(t, others)); diff != "" {
		t.Errorf("the other policies' findings changed: %s", diff)
	}
	broke := 0
	for _, f := range own {
		if f.Verdict == engine.Error {
			broke++
			if !strings.HasPrefix(f.Note, "mine/h.rego:") || !allowed(note, f.Note) {
				t.Errorf("the note of %s is %.300q, want %q", f.Resource, f.Note, note)
			}
		}
		t.Logf("%v: %s %s %.200s", took.Round(time.Millisecond), f.Resource, f.Verdict, f.Note)
	}
	if broke == 0 && note != "*" {
		t.Errorf("the policy did not break: %v", text(t, own)[:300])
	}
	if peak := peakMemory(t); peak > 400<<20 {
		t.Errorf("this process has held %d MB", peak>>20)
	}
}

// allowed says whether a note is the one that is wanted: "" stands for any limit, "*" for anything.
func allowed(want, note string) bool {
	if want == "" {
		want = "than allowed"
	}
	return want == "*" || strings.Contains(note, want)
}

// peakMemory is what this process has held at most, in bytes, or 0 where that is not told.
func peakMemory(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes int
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		t.Fatal(err)
	}
	return kilobytes << 10
}
