package reports

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

func TestEitherWay(t *testing.T) {
	known := func(verdict engine.Verdict, value string) engine.IfKnown {
		return engine.IfKnown{Path: `running["a b"]`, Value: json.RawMessage(value), Verdict: verdict}
	}
	long := strings.Repeat("x", 1000)
	tests := map[string]struct {
		finding engine.Outcome
		want    string
	}{
		"two values":    {engine.Outcome{Verdict: engine.Unknown, IfKnown: []engine.IfKnown{known(engine.Pass, "true"), known(engine.Fail, "false")}}, `pass if running["a b"] is true, fail if false`},
		"one verdict":   {engine.Outcome{Verdict: engine.Unknown, IfKnown: []engine.IfKnown{known(engine.Fail, "true"), known(engine.NotApplicable, "false"), known(engine.Fail, "null")}}, `fail if running["a b"] is true or null, not applicable if false`},
		"none":          {engine.Outcome{Verdict: engine.Unknown, IfKnown: []engine.IfKnown{known(engine.Pass, "true"), known(engine.Fail, "")}}, `pass if running["a b"] is true, fail if not there`},
		"not known":     {engine.Outcome{Verdict: engine.Unknown}, ""},
		"not unknown":   {engine.Outcome{Verdict: engine.Fail, IfKnown: []engine.IfKnown{known(engine.Pass, "true")}}, ""},
		"too many":      {engine.Outcome{Verdict: engine.Unknown, IfKnown: []engine.IfKnown{known(engine.Pass, "1"), known(engine.Pass, "2"), known(engine.Pass, "3"), known(engine.Fail, "4"), known(engine.Fail, "5")}}, `pass if running["a b"] is 1 or 2 or 3, fail if 4`},
		"a long one":    {engine.Outcome{Verdict: engine.Unknown, IfKnown: []engine.IfKnown{known(engine.Pass, `"`+long+`"`)}}, `pass if running["a b"] is "xxx`},
		"several lines": {engine.Outcome{Verdict: engine.Unknown, IfKnown: []engine.IfKnown{known(engine.Pass, "[1,\n 2]")}}, `pass if running["a b"] is [1, 2]`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := eitherWay(&engine.Finding{Outcome: &test.finding})
			if name == "a long one" {
				if !strings.HasPrefix(got, test.want) || len(got) > 300 {
					t.Errorf("%d bytes: %s", len(got), got)
				}
				return
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
