package aws

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// A tally counts what is sent to a fake, by operation and region.
type tally struct {
	*fake
	mu   sync.Mutex
	sent map[string]int
}

func (f *tally) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.sent[operationOf(r)+" "+awsmiddleware.GetRegion(r.Context())]++
	f.mu.Unlock()
	return f.fake.RoundTrip(r)
}

// probed probes a fake and returns what became of each permission, and what was sent.
func probed(t *testing.T, f *fake, options map[string]string) ([]collectors.Probe, map[string]int) {
	t.Helper()
	counted := &tally{fake: f, sent: map[string]int{}}
	c := f.behind(counted)
	chosen := target()
	chosen.Options = options
	out, err := c.Probe(t.Context(), chosen, collectors.NewRecorder(chosen, c.Describe(), nil))
	if err != nil {
		t.Fatal(err)
	}
	return out, counted.sent
}

// with are the probes with a cause, as "service region action".
func with(probes []collectors.Probe, cause collectors.Cause) []string {
	var out []string
	for _, p := range probes {
		if p.Cause == cause {
			out = append(out, p.Service+" "+p.Region+" "+p.Needs)
		}
	}
	return out
}

// TestProbe: each operation is sent a few times in each region at most, and all that the account has can be read.
func TestProbe(t *testing.T) {
	probes, sent := probed(t, newFake(t), nil)
	most := 0
	for what, n := range sent {
		if n > samples {
			t.Errorf("%s was sent %d times", what, n)
		}
		most = max(most, n)
	}
	if most != samples {
		t.Errorf("nothing was sent %d times: the account has too little to show that there is an end", samples)
	}
	if n := len(sent); n < 50 {
		t.Errorf("only %d operations were tried", n)
	}
	readable := with(probes, "")
	if left := len(probes) - len(readable) - len(with(probes, collectors.NotRequested)); left != 0 {
		t.Errorf("%d permissions are neither readable nor untried: %+v", left, probes)
	}
	for _, e := range table() { // the recorded account has each kind, in one region at least
		for _, action := range e.actions {
			if !slices.ContainsFunc(readable, func(r string) bool { return strings.HasSuffix(r, " "+action) }) && action != "iam:ListVirtualMFADevices" && action != "s3:GetBucketLocation" {
				t.Errorf("%s of %s was never tried", action, e.service)
			}
		}
	}
	sorted := slices.IsSortedFunc(probes, func(a, b collectors.Probe) int {
		return strings.Compare(a.Service+" "+a.Region+" "+a.Needs, b.Service+" "+b.Region+" "+b.Needs)
	})
	if !sorted {
		t.Error("the probes are not sorted")
	}
}

// TestProbeOfWhatIsRefused breaks one operation at a time: its action is told, and no other.
func TestProbeOfWhatIsRefused(t *testing.T) {
	clean, _ := probed(t, newFake(t), nil)
	for operation, c := range map[string]struct {
		fault string
		cause collectors.Cause
		want  []string
	}{
		"s3:GetBucketPolicy":     {"denied", collectors.Denied, []string{"s3  s3:GetBucketPolicy"}},
		"ec2:DescribeVolumes":    {"denied", collectors.Denied, []string{"ec2 eu-central-1 ec2:DescribeVolumes", "ec2 us-east-1 ec2:DescribeVolumes"}},
		"sns:GetTopicAttributes": {"throttled", collectors.Throttled, nil},
		"iam:GetAccountSummary":  {"timeout", collectors.Timeout, []string{"iam  iam:GetAccountSummary"}},
	} {
		t.Run(operation, func(t *testing.T) {
			f := newFake(t)
			f.faults[operation] = faults()[c.fault].fault
			got, _ := probed(t, f, nil)
			broken := with(got, c.cause)
			if c.want == nil && len(broken) == 0 || c.want != nil && cmp.Diff(c.want, broken) != "" {
				t.Errorf("told %v, want %v", broken, c.want)
			}
			broke := iamAction(operation)
			others := func(p collectors.Probe) bool { return p.Needs == broke }
			if diff := cmp.Diff(slices.DeleteFunc(slices.Clone(clean), others), slices.DeleteFunc(slices.Clone(got), others)); diff != "" {
				t.Errorf("others changed:\n%s", diff)
			}
		})
	}
}

func iamAction(operation string) string {
	service, name, _ := strings.Cut(operation, ":")
	return actionOfCall(service, name)
}

// TestProbeChooses: what was left out is not asked and not told.
func TestProbeChooses(t *testing.T) {
	probes, sent := probed(t, newFake(t), map[string]string{"only": "kms", "regions": "eu-central-1"})
	for _, p := range probes {
		if p.Service != "kms" || p.Region != "eu-central-1" {
			t.Errorf("told %+v", p)
		}
	}
	for what := range sent {
		if service, _, _ := strings.Cut(what, ":"); !slices.Contains([]string{"kms", "ec2", "sts"}, service) {
			t.Errorf("sent %s", what)
		}
	}
	if len(probes) != 4 {
		t.Errorf("%d probes, want those of the 4 actions of kms", len(probes))
	}
}

// TestProbeIsBounded: a service that never answers costs the patience of a probe for each of its operations, side by side.
func TestProbeIsBounded(t *testing.T) {
	f := newFake(t)
	f.patience = 100 * time.Millisecond
	for _, operation := range []string{"kms:ListKeys", "s3:ListBuckets", "rds:DescribeDBInstances"} {
		f.faults[operation] = func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}
	}
	began := time.Now()
	probes, _ := probed(t, f, nil)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
	if got := with(probes, collectors.Timeout); len(got) != 5 {
		t.Errorf("told %v", got)
	}
	c := New(Config{}).hasty()
	if c.config.Attempt != probeAttempt || c.config.Call != probeCall || c.config.Retryer().MaxAttempts() != probeAttempts {
		t.Errorf("users wait %s for an attempt, %s for a call", c.config.Attempt, c.config.Call)
	}
}

// TestProbeErrs: without an identity there is nothing to probe.
func TestProbeErrs(t *testing.T) {
	f := newFake(t)
	f.faults["sts:GetCallerIdentity"] = faults()["denied"].fault
	c := f.collector()
	_, err := c.Probe(t.Context(), target(), collectors.NewRecorder(target(), c.Describe(), nil))
	var usage *collectors.UsageError
	if !errors.As(err, &usage) {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newFake(t).collector().Probe(ctx, target(), collectors.NewRecorder(target(), c.Describe(), nil)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func permissions(t *testing.T, options map[string]string) ([]string, string) {
	t.Helper()
	chosen := target()
	chosen.Options = options
	text, err := New(Config{}).Permissions(chosen)
	if err != nil {
		t.Fatal(err)
	}
	var got document
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Statement) != 1 || got.Version != "2012-10-17" || got.Statement[0].Effect != "Allow" || got.Statement[0].Resource != "*" {
		t.Fatalf("%s", text)
	}
	return got.Statement[0].Action, string(text)
}

// TestPermissionsAreEnough holds the policy that users grant against what goes over the wire: each operation that a visit
// sends is allowed by it, and nothing that it allows is anything but a read that is asked for.
func TestPermissionsAreEnough(t *testing.T) {
	allowed, text := permissions(t, nil)
	f := newFake(t)
	if _, err := f.visit(t); err != nil {
		t.Fatal(err)
	}
	if len(f.asked) < 60 {
		t.Fatalf("the visit sent only %d operations", len(f.asked))
	}
	for operation := range f.asked {
		if action := iamAction(operation); !slices.Contains(allowed, action) && operation != "sts:GetCallerIdentity" {
			t.Errorf("%s is sent, and %s is not in the policy", operation, action)
		}
	}
	asked := map[string]bool{}
	for _, e := range f.recorded { // what an account takes that has more than the visit found
		asked[iamAction(e.Operation)] = true
	}
	form := regexp.MustCompile(`^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$`) // and so no wildcard
	for _, action := range allowed {
		if !asked[action] || !form.MatchString(action) {
			t.Errorf("the policy allows %q, which nothing sends", action)
		}
	}
	if !slices.IsSorted(allowed) || len(slices.Compact(slices.Clone(allowed))) != len(allowed) {
		t.Errorf("not sorted, or not once each: %v", allowed)
	}
	// What IAM takes as one inline policy of a role. Source: IAM User Guide, IAM and AWS STS quotas; spaces do not count.
	if n := len(strings.Join(strings.Fields(text), "")); n > 10_240 {
		t.Errorf("the policy has %d characters: it must be cut in several", n)
	}
}

// TestPermissionsOfAChoice: who reads less needs less.
func TestPermissionsOfAChoice(t *testing.T) {
	got, _ := permissions(t, map[string]string{"only": "sns"})
	if diff := cmp.Diff([]string{"ec2:DescribeRegions", "sns:GetTopicAttributes", "sns:ListTopics"}, got); diff != "" {
		t.Error(diff)
	}
	f := newFake(t)
	chosen := target()
	chosen.Options = map[string]string{"only": "sns"}
	if _, err := collectors.Record(t.Context(), f.collector(), chosen, "test", time.Now, nil); err != nil {
		t.Fatal(err)
	}
	for operation := range f.asked {
		if !slices.Contains(got, iamAction(operation)) && operation != "sts:GetCallerIdentity" {
			t.Errorf("%s is sent, and not allowed", operation)
		}
	}
	chosen.Options = map[string]string{"only": "s4"}
	if _, err := New(Config{}).Permissions(chosen); err == nil {
		t.Error("a service that does not exist gives a policy")
	}
}

// TestProbeWithCredentialsThatEnd: what AWS refuses after they ended is no permission that is missing.
func TestProbeWithCredentialsThatEnd(t *testing.T) {
	f := newFake(t)
	f.faults["s3:GetBucketPolicy"] = refusal(http.StatusBadRequest, map[string]string{"": "ExpiredToken"})
	for address, again := range map[string]string{"default": `"aws sso login"`, "prod": `"aws sso login --profile prod"`} {
		chosen := target()
		chosen.Address = address
		if address != "default" {
			home := t.TempDir()
			t.Setenv("AWS_CONFIG_FILE", filepath.Join(home, "config"))
			if err := os.WriteFile(filepath.Join(home, "config"), []byte("[profile prod]\nregion = us-east-1\naws_access_key_id = test\naws_secret_access_key = test\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c := f.collector()
		probes, err := c.Probe(t.Context(), chosen, collectors.NewRecorder(chosen, c.Describe(), nil))
		var usage *collectors.UsageError
		if !errors.As(err, &usage) || !errors.Is(err, errOver) || !strings.Contains(usage.Hint, again) {
			t.Errorf("%s: %v", address, err)
		}
		if len(probes) != 0 {
			t.Errorf("%s: %d permissions were judged", address, len(probes))
		}
	}
}
