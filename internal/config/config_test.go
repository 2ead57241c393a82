package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMistakesNameFileLineAndRemedy(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"unknown key", "targets:\n  - ref: host:local\n    sudoo: true\n", `:3: unknown key "sudoo"`},
		{"wrong type", "concurrency: many\n", `:1: "many" does not fit here: a whole number expected`},
		{"a list for a text", "waivers: [a]\n", `:1: a list does not fit here: a text expected`},
		{"a block for a list", "targets: {a: 1}\n", `:1: a block of keys does not fit here: a list expected`},
		{"broken YAML", "targets: [\n", ":"},
		{"two documents", "profile: \"\"\n---\nprofile: x\n", "more than one YAML document"},
		{"no scheme", "targets:\n  - ref: web1\n", `target "web1" has no scheme`},
		{"unknown group", "targets:\n  - ref: host:local\n    groups: [x]\n", `no group "x"`},
		{"unknown profile", "profile: x\n", `no profile "x"`},
		{"twice", "targets: [{ref: 'git:.'}, {ref: 'git:.'}]\n", "listed twice"},
		{"severity", "profiles: {p: {severities: [bad]}}\n", `"bad" is none of`},
		{"exclusion without reason", "profiles: {p: {exclude: [{id: a/b}]}}\n", "needs id and reason"},
		{"unknown key of a policy source", "policies:\n  - mine\n  - path: ours\n    trust: true\n", `:4: unknown key "trust"`},
		{"trust of the wrong type", "policies:\n  - {path: ours, trusted: perhaps}\n", `:2: "perhaps" does not fit here: true or false expected`},
		{"a list for a policy source", "policies:\n  - [a]\n", `:2: a list does not fit here: a block of keys expected`},
		{"policies without a path", "policies: [{trusted: true}]\n", "policies[0] needs a path"},
		{"disabled without reason", "disable:\n  - {id: a/b, reason: ' '}\n", "disable[0] needs id and reason"},
		{"disabled twice", "disable: [{id: a/b, reason: x}, {id: a/b, reason: y}]\n", `disable[1]: "a/b" is listed twice`},
		{"unknown key of what is disabled", "disable:\n  - id: a/b\n    because: x\n", `:3: unknown key "because"`},
		{"evidence", "report: {evidence: attached}\n", `report.evidence: "attached" is none of embed, beside, none`},
		{"paper", "report: {paper: a4}\n", `report.paper: "a4" is none of A4, Letter`},
		{"threshold", "gate: {fail_on: worst}\n", `"worst" is none of`},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := write(t, "assize.yaml", c.text)
			_, err := Load(path)
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || usage.Hint == "" {
				t.Fatalf("got %v, want an error with a hint", err)
			}
			if !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %q, want the path and %q", err, c.want)
			}
			if strings.Contains(err.Error(), "config.") || strings.Contains(err.Error(), "!!") {
				t.Fatalf("%q speaks of the program's insides", err)
			}
		})
	}
}

func TestNoFileIsTheDefaultButANamedOneMustExist(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := Load("")
	if err != nil || c.Concurrency != DefaultConcurrency {
		t.Fatalf("%+v, %v", c, err)
	}
	if _, err := Load("none.yaml"); err == nil {
		t.Fatal("a named file that is not there was taken")
	}
}

func TestParametersOfTheTargetWinOverGroupAndProfile(t *testing.T) {
	path := write(t, "assize.yaml", `
profile: p
profiles: {p: {params: {a/b: {x: 1, y: 1, z: 1}}}, q: {params: {a/b: {x: 9}}}}
groups: {g: {params: {a/b: {y: 2, z: 2}}, options: {sudo: "true", port: "1"}}}
targets: [{ref: "ssh:web", id: "host:web", groups: [g], params: {a/b: {z: 3}}, options: {port: "2"}}]
`)
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	params, err := c.ParamsOf(c.Profile, "ssh:web")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"x": "1", "y": "2", "z": "3"} {
		if got := string(params["a/b"][name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if other, err := c.ParamsOf("q", "ssh:web"); err != nil || string(other["a/b"]["x"]) != "9" || string(other["a/b"]["z"]) != "3" {
		t.Errorf("under another profile: %s, %v", other["a/b"], err)
	}
	configured, ok := c.Find("host:web")
	if !ok {
		t.Fatal("a target is not found by its id")
	}
	target, err := c.Resolve(configured)
	if err != nil || target.ID != "host:web" || target.Options["sudo"] != "true" || target.Options["port"] != "2" {
		t.Errorf("%+v, %v", target, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(goodWaiver))
	f.Add([]byte("a: &a [*a]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var c Config
		if err := decode("f", text, &c, configHint); err != nil && !strings.Contains(err.Error(), "f:") {
			t.Fatalf("%q does not name the file", err)
		}
	})
}

// TestParametersOfAnOrganisationHoldForItsAccounts, and a path below a configured one is no member of it.
func TestParametersOfAnOrganisationHoldForItsAccounts(t *testing.T) {
	c, err := Load(write(t, "assize.yaml", `
targets: [{ref: "aws-org:main", params: {a/b: {x: 1}}}, {ref: "root:/mnt", params: {a/b: {x: 1}}}, {ref: "aws-org:main/222222222222", params: {a/b: {x: 2}}}]
`))
	if err != nil {
		t.Fatal(err)
	}
	for ref, want := range map[string]string{"aws-org:main/111111111111": "1", "aws-org:main/222222222222": "2", "aws-org:other/111111111111": "", "root:/mnt/image": ""} {
		params, err := c.ParamsOf("", ref)
		if got := string(params["a/b"]["x"]); err != nil || got != want {
			t.Errorf("%s has %q, want %q (%v)", ref, got, want, err)
		}
	}
}
