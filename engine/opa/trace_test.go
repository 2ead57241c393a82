package opa

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestTrace: each expression that an author wrote comes out once, whatever the compiler makes of it.
func TestTrace(t *testing.T) {
	const box = `{"on": true, "mode": "x", "list": [{"a": true, "b": true}, {"a": false, "b": true}], "o": {"on": true, "x": {}}, "map": {}}`
	tests := map[string]struct {
		rules string
		gaps  []string
		want  []string
	}{
		"the first that fails": {"fail contains {\"message\": \"m\"} if {\n\tnot input.on\n\tx := input.mode\n\tx == \"a\"\n}", nil, []string{
			"fail 12: 0 of 1", "13 not input.on: false [on true]", "14 x := input.mode: not reached", `15 x == "a": not reached`}},
		"names": {"fail contains {\"message\": \"m\"} if {\n\tx := input.mode\n\tx == \"a\"\n}", nil, []string{
			"fail 12: 0 of 1", `13 x := input.mode: true [mode "x"] [x "x"]`, `14 x == "a": false [x "x"]`}},
		"iteration": {"fail contains {\"message\": \"m\"} if {\n\tsome i, e in input.list\n\te.a\n\tnot e.b == false\n\tinput.mode in {\"a\", \"b\"}\n}", nil, []string{
			"fail 12: 0 of 1", `13 some i, e in input.list: true [list [{"a":true,"b":true},{"a":false,"b":true}]] [i 0 | 1] [e {"a":true,"b":true} | {"a":false,"b":true}]`,
			"14 e.a: true 1 of 2 [e.a true | false]", "15 not e.b == false: true [e.b true]", `16 input.mode in {"a", "b"}: false [mode "x"]`}},
		"a helper": {"fail contains {\"message\": \"m\"} if _bad(input.mode)\n\n_bad(m) if startswith(m, \"a\")\n\n_bad(m) if {\n\tm == \"x\"\n\tevery e in input.list {\n\t\te.b\n\t}\n}", nil, []string{
			"fail 12: 1 of 1", `12 _bad(input.mode): true [mode "x"]`, "_bad 14: 0 of 1", `14 startswith(m, "a"): false [m "x"]`,
			"_bad 16: 1 of 1", `17 m == "x": true [m "x"]`, `18 every e in input.list { e.b }: true [list [{"a":true,"b":true},{"a":false,"b":true}]]`}},
		"a head that is not defined": {"fail contains {\"message\": input.o.x.y} if input.on", nil, []string{
			"fail 12: 0 of 1", "12 input.on: true [on true]", `12 fail contains {"message": input.o.x.y}: undefined [o.x.y not there]`}},
		"what is not there": {`fail contains {"message": "m"} if input.o.x.y == "1"`, nil, []string{
			"fail 12: 0 of 1", `12 input.o.x.y == "1": undefined [o.x.y not there]`}},
		"what was not read": {"applicable if input.mode != null\n\nfail contains {\"message\": \"m\"} if {\n\tinput.on\n\tnot _ok\n}\n\n_ok if input.o.on", []string{"mode", "o.on"}, []string{
			"applicable 12: open", "12 input.mode != null: not read [mode not read]",
			"fail 14: open", "15 input.on: true [on true]", "16 not _ok: true", "_ok 19: open", "19 input.o.on: not read [o.on not read]"}},
		"does not apply": {"applicable if input.mode == null\n\nfail contains {\"message\": \"m\"} if input.on", nil, []string{
			"applicable 12: 0 of 1", `12 input.mode == null: false [mode "x"]`, "fail 14: 0 of 0", "14 input.on: not reached"}},
		"else": {"fail contains {\"message\": \"m\"} if _n == 2\n\n_n := 1 if {\n\tinput.mode == \"a\"\n} else := 2 if {\n\tinput.on\n}", nil, []string{
			"fail 12: 1 of 1", "12 _n == 2: true", "_n 14: 0 of 1", `15 input.mode == "a": false [mode "x"]`, "_n 16: 1 of 1", "17 input.on: true [on true]"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			set := loadText(t, map[string]string{"p": test.rules + "\n"})
			_, traces, err := set.Try(context.Background(), Tryout{Resource: []byte(box), Gaps: test.gaps, Now: time.Unix(1, 0)}, true)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range traces {
				outcome := fmt.Sprintf("%d of %d", r.Held, r.Tried)
				if r.Open {
					outcome = "open"
				}
				got = append(got, fmt.Sprintf("%s %d: %s", r.Name, r.Line, outcome))
				for _, s := range r.Steps {
					line := fmt.Sprintf("%d %s: %s", s.Line, s.Text, s.Result)
					for _, v := range s.Values {
						line += fmt.Sprintf(" [%s %s]", v.Name, v.Value)
					}
					got = append(got, line)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s\ngot:\n%s", diff, strings.Join(got, "\n"))
			}
		})
	}
}
