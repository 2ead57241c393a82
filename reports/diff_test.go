package reports

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// sampleDiff compares two runs of the sample's company, some days apart.
func sampleDiff() engine.Diff {
	at := func(day int) time.Time { return sampleDate.AddDate(0, 0, day) }
	one := func(change engine.Change, severity engine.Severity, policy, resource, key, message string, first, since, end int, why string) engine.DiffFailure {
		return engine.DiffFailure{Change: change, Severity: severity, Policy: policy, Target: "web1", Kind: "linux.sysctl", Resource: resource, Key: key, Message: message,
			Fingerprint: "1:" + strings.Repeat("ab", 16), FirstSeen: at(first), Since: at(since), AgeSeconds: int64((end - since) * 86400), Why: why}
	}
	waived := one(engine.Persisting, engine.Low, "network/listening", "tcp/0.0.0.0:9100", "port", "port 9100 is open to every address", -40, -40, 0, "")
	waived.Waiver = "W-7"
	return engine.NewDiff([2]engine.Side{{Run: "0123456789abcdef", At: at(-7), Sequence: 11, Digest: digest("a")}, {Run: "fedcba9876543210", At: at(0), Sequence: 12, Digest: digest("b")}}, true,
		[]engine.DiffFailure{
			one(engine.Fixed, engine.High, "access/ssh_root_login", "sshd", "PermitRootLogin", "root may log in over SSH", -30, -30, -2, ""),
			one(engine.New, engine.Critical, "access/no_password", "deploy\x1b[2J", "password", "the account has an empty password", 0, 0, 0, ""),
			one(engine.New, engine.Medium, "hardening/sysctl_network", "sysctl", `running["net.ipv4.ip_forward"]`, "the kernel forwards packets", 0, 0, 0, ""),
			one(engine.Regressed, engine.High, "access/sudo", "sudo", "deploy", "anything without a password", -60, -3, 0, ""),
			one(engine.NotObserved, engine.High, "logging/auditd", "audit", "audit", "nothing is recorded", -20, -20, 0, "the target could not be visited"),
			waived,
		})
}

func TestDiffText(t *testing.T) {
	var b bytes.Buffer
	if err := (DiffText{}).Write(&b, sampleDiff()); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "diff.txt")
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(want, b.Bytes()) {
		t.Errorf("it reads (%v):\n%s", err, b.String())
	}
	if strings.Contains(b.String(), "\x1b") {
		t.Error("a resource steers the terminal")
	}
	b.Reset()
	if err := (DiffText{Limit: 1}).Write(&b, sampleDiff().Without(engine.Persisting)); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"… and 1 more; --limit 0 lists all", "Persisting (1)\n  not listed; --all lists them"} {
		if !strings.Contains(b.String(), text) {
			t.Errorf("%q is missing:\n%s", text, b.String())
		}
	}
}

func sampleDiagnosis() engine.Diagnosis {
	zero := 0
	probe := collectors.Probe{Service: "s3", Region: "eu-central-1", Needs: "s3:GetBucketPolicy", Cause: collectors.Denied, Detail: "AccessDenied"}
	closed := engine.Closed{Call: "s3:GetBucketPolicy", Cause: collectors.Denied, Hides: []string{"aws.s3.bucket b policy"}, Policies: []string{}}
	return engine.Diagnosis{Schema: engine.DiagnosisSchema, Targets: []engine.TargetDiagnosis{
		{Target: "a", Error: "nobody is there", Hint: "go", Closed: []engine.Closed{}},
		{Target: "b", Permissions: []collectors.Probe{probe}, Closed: []engine.Closed{closed}},
		{Target: "c", Certain: &zero, Unknown: &zero, Closed: []engine.Closed{}},
	}}
}

// TestSchemasHoldWhatTheHistorySays holds each form, with something and with nothing in it, against its schema.
func TestSchemasHoldWhatTheHistorySays(t *testing.T) {
	point := engine.TrendPoint{Run: "a", At: sampleDate, Sequence: 1, Readable: true, Verdicts: map[engine.Verdict]int{engine.Fail: 1}, Failing: map[engine.Severity]int{engine.High: 1}}
	run := engine.HistoryRun{Run: "a", Targets: []string{"web1"}, Lost: []string{}, Summary: sample().Summary, Objects: []engine.HistoryFile{{Role: "snapshot", Name: "s", Digest: digest("s"), Size: 1}}}
	problem := engine.HistoryProblem{Code: "missing", Runs: []string{"a"}, Object: digest("o"), Message: "it is missing"}
	for file, values := range map[string][]any{
		"diff.v1.json":          {sampleDiff(), engine.NewDiff([2]engine.Side{}, false, nil)},
		"trend.v1.json":         {engine.Trend{Schema: engine.TrendSchema, Policies: []string{}, Targets: []string{"web1"}, Runs: []engine.TrendPoint{point}}},
		"history.v1.json":       {engine.History{Schema: engine.HistorySchema, Runs: []engine.HistoryRun{run}}, engine.History{Schema: engine.HistorySchema, Runs: []engine.HistoryRun{}}},
		"history-check.v1.json": {engine.HistoryCheck{Schema: engine.CheckSchema, Problems: []engine.HistoryProblem{problem}}},
		"diagnosis.v1.json":     {engine.Diagnosis{Schema: engine.DiagnosisSchema, Targets: []engine.TargetDiagnosis{}}, sampleDiagnosis()},
		"waivers.v1.json":       {engine.ListWaivers(sampleWaivers(), sample(), sampleDate), engine.ListWaivers(sampleWaivers(), nil, sampleDate), engine.ListWaivers(nil, nil, sampleDate)},
	} {
		text, err := os.ReadFile(filepath.Join("schemas", file))
		if err != nil {
			t.Fatal(err)
		}
		schema := compile(t, text)
		for _, value := range values {
			var b bytes.Buffer
			if err := WriteJSON(&b, value); err != nil {
				t.Fatal(err)
			}
			read, err := validator.UnmarshalJSON(&b)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(read); err != nil {
				t.Errorf("%s: %v", file, err)
			}
			read.(map[string]any)["extra"] = 1
			if schema.Validate(read) == nil {
				t.Errorf("%s allows an unknown key", file)
			}
		}
	}
}

func TestTable(t *testing.T) {
	table := Table{Right: []int{1}}
	table.Row("name", "count", "note")
	table.Row("日本", "7", "")
	table.Row("a\x1b[2J", "12", "x")
	want := "name        count  note\n日本            7\na\\u{1b}[2J     12  x\n"
	if got := table.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestLasting(t *testing.T) {
	for seconds, want := range map[int64]string{0: "0 minutes", 61: "1 minute", 3600: "1 hour", 47 * 3600: "47 hours", 49 * 3600: "2 days", 30 * 86400: "30 days"} {
		if got := Lasting(seconds); got != want {
			t.Errorf("%d seconds are %q, want %q", seconds, got, want)
		}
	}
}
