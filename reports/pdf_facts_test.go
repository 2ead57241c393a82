package reports

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// TestAnUpdateIsShownAsTwoVersions wants a package with what is installed and what can be had, and not the JSON of it;
// other objects stay as they are.
func TestAnUpdateIsShownAsTwoVersions(t *testing.T) {
	for value, want := range map[string]string{
		`{"from":"1.6-2","origin":"Debian-Security:12","security":true,"to":"1.6-3"}`:                          "pending.jq: installed 1.6-2, available 1.6-3 (Debian-Security:12)",
		"{\n  \"from\": \"1.6-2\",\n  \"origin\": \"Debian\",\n  \"security\": false,\n  \"to\": \"1.6-3\"\n}": "pending.jq: installed 1.6-2, available 1.6-3 (Debian)",
		`{"from":"1.6-2","to":"1.6-3"}`:            `pending.jq = {"from":"1.6-2","to":"1.6-3"}  ·  expected "1.6-3"`,
		`{"from":"a","origin":"o","to":"b","x":1}`: `pending.jq = {"from":"a","origin":"o","to":"b","x":1}  ·  expected "1.6-3"`,
	} {
		failure := engine.Failure{Fault: &engine.Fault{Path: "pending.jq", Expected: json.RawMessage(`"1.6-3"`)}}
		if got := found(failure, []engine.Evidence{{Path: "pending.jq", Value: json.RawMessage(value)}}); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
}

// TestReferencesAreWhole wants every link of a policy whole on the paper: a reader of print cannot follow one that is cut.
func TestReferencesAreWhole(t *testing.T) {
	const link = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"
	for _, severity := range engine.Severities() {
		b := newBuilder()
		b.target("t", "web1", "host:local", "host")
		b.policy("data/public", "Nothing is public", severity, "linux.user")
		b.find("t", "bucket", engine.Fail, "it is public")
		a := b.build()
		a.Policies[0].References = []string{link}
		text := strings.Join(strings.Fields(run(t, "pdftotext", "-raw", saved(t, pdfOf(t, a)), "-")), "")
		if !strings.Contains(text, strings.TrimPrefix(link, "https://")) {
			t.Errorf("%s: the link is not whole on any page", severity)
		}
	}
}
