package opa

import (
	"strings"
	"testing"
)

// A negated condition on what may be absent makes the rule silent, which reads as a pass.
func TestNegationsOfWhatMayBeAbsent(t *testing.T) {
	for rule, want := range map[string]string{
		`not startswith(input.o.x.k, "a")`:                    "input.o.x.k",
		`not input.o.x.k in ["a"]`:                            "input.o.x.k",
		`not input.map.x.a == true`:                           "input.map.x",
		`not _f(input.map.x)`:                                 "input.map.x",
		`some k in ["x"]; not _f(input.map[k])`:               "input.map[k]",
		`not input.map.x.a`:                                   "",
		`not input.mode in ["a"]`:                             "",
		`not startswith(input.mode, "a")`:                     "",
		`not input.o.on == true`:                              "",
		`input.map.x; not _f(input.map.x)`:                    "",
		`some k, v in input.map; k != ""; not v.a == true`:    "",
		`some k in ["x"]; input.map[k]; not _f(input.map[k])`: "",
		`some item in input.list; not _f(item.a)`:             "",
		`not _ok`: "",
	} {
		text := head("p", "t.box", "") + "fail contains {\"message\": \"m\"} if { " + rule + " }\n\n_f(x) if count([x]) > 0\n\n_ok if _f(input.map.x)\n\napplicable if { _ok; _f(input.on) }\n"
		_, err := loadFiles(t, nil, map[string]string{"t/p.rego": text})
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", rule, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), "silent where there is no "+want+"\n")):
			t.Errorf("%s: error %v", rule, err)
		}
	}
}
