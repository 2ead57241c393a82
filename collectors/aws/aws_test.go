package aws

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

func TestConformance(t *testing.T) {
	s := collectortest.Run(t, newFake(t).collector(), target())
	counts := map[string]int{}
	for _, r := range s.Resources {
		counts[r.Kind]++
	}
	for _, kind := range New(Config{}).Describe().Kinds {
		if counts[kind] == 0 {
			t.Errorf("the recorded account has no %s: the matrix says nothing of it", kind)
		}
	}
	for kind, want := range map[string]int{"aws.account": 1, "aws.iam.root": 1, "aws.iam.user": 2, "aws.s3.bucket": 5} {
		if counts[kind] != want {
			t.Errorf("%d of %s, want %d", counts[kind], kind, want)
		}
	}
	if id := s.Targets[0].ID; id != "aws:aws:123456789012" {
		t.Errorf("the target is %q", id)
	}
}

// TestActions holds the table against what is really asked: an action that is missing there would be missing in the
// permissions that users grant.
func TestActions(t *testing.T) {
	f := newFake(t)
	if _, err := f.visit(t); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, e := range f.recorded {
		service, operation, _ := strings.Cut(e.Operation, ":")
		asked[actionOfCall(service, operation)] = true
	}
	delete(asked, "sts:GetCallerIdentity") // always allowed
	for _, e := range table() {
		for _, action := range e.actions {
			if !asked[action] {
				t.Errorf("%s says that it takes %s, and nothing asks for it", e.service, action)
			}
		}
	}
	for action := range asked {
		if !slices.ContainsFunc(table(), func(e entry) bool { return slices.Contains(e.actions, action) }) {
			t.Errorf("%s is asked for and stands in no entry of the table", action)
		}
	}
}

// actionOfCall is the IAM action of a call as gaps name it.
func actionOfCall(service, operation string) string {
	for name, action := range actions {
		id, op, _ := strings.Cut(name, ":")
		if callName(id) == service && op == operation {
			return action
		}
	}
	return service + ":" + operation
}

func TestNoIdentity(t *testing.T) {
	for name, c := range map[string]struct {
		fault      fault
		want, hint string
	}{
		"unknown key": {refusal(http.StatusForbidden, map[string]string{"": "InvalidClientTokenId"}), "InvalidClientTokenId", "does not know these credentials"},
		"expired":     {refusal(http.StatusForbidden, map[string]string{"": "ExpiredToken"}), "ExpiredToken", "aws sso login"},
		"a proxy":     {faults()["garbage"].fault, "not AWS's", "reachable"},
		"no answer":   {faults()["timeout"].fault, "no answer", "reachable"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.faults["sts:GetCallerIdentity"] = c.fault
			_, err := f.visit(t)
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) || !strings.Contains(usage.Hint, c.hint) {
				t.Errorf("%v (%+v)", err, usage)
			}
		})
	}
	t.Run("no such profile", func(t *testing.T) {
		_, err := collectors.Record(t.Context(), newFake(t).collector(),
			collectors.Target{Ref: "aws:nobody", Scheme: "aws", Address: "nobody"}, "test", time.Now, nil)
		if err == nil || !strings.Contains(err.Error(), `no profile "nobody"`) {
			t.Error(err)
		}
	})
}

func TestNoCredentials(t *testing.T) {
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	f := newFake(t)
	_, err := f.visit(t)
	var usage *collectors.UsageError
	if !errors.As(err, &usage) || !strings.Contains(usage.Hint, "AWS_ACCESS_KEY_ID") {
		t.Errorf("%v", err)
	}
	if len(f.asked) > 0 {
		t.Errorf("asked %v without credentials", f.asked)
	}
}

func TestOptions(t *testing.T) {
	for name, c := range map[string]struct {
		given map[string]string
		want  string // in the error, "" for none
	}{
		"nothing":            {nil, ""},
		"a choice":           {map[string]string{"only": "iam, s3", "skip": "s3", "regions": "eu-central-1"}, ""},
		"all regions":        {map[string]string{"regions": "all"}, ""},
		"an unknown option":  {map[string]string{"deep": "true"}, "no option"},
		"an unknown service": {map[string]string{"only": "s4"}, "no service"},
		"no region":          {map[string]string{"regions": "Frankfurt"}, "no region"},
		"nothing left":       {map[string]string{"only": "iam", "skip": "iam"}, "nothing to read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseOptions(c.given)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestWhatWasLeftOutIsSaid: a choice of regions and services makes gaps that say so, and asks nothing else.
func TestWhatWasLeftOutIsSaid(t *testing.T) {
	f := newFake(t)
	chosen := target()
	chosen.Options = map[string]string{"regions": "us-east-1", "skip": "s3"}
	s, err := collectors.Record(t.Context(), f.collector(), chosen, "test", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"aws.s3.bucket": "s3 was left out", "aws.ec2.security_group": "regions left out: eu-central-1"}
	for _, g := range s.Gaps {
		if text := want[g.Kind]; g.Resource == "" && g.Cause == collectors.NotRequested && text != "" && strings.Contains(g.Detail, text) {
			delete(want, g.Kind)
		}
	}
	for _, r := range s.Resources {
		if r.Kind == "aws.s3.bucket" || r.Origin.Region == "eu-central-1" {
			t.Errorf("%s %s was read", r.Kind, r.ID)
		}
	}
	if len(want) > 0 || f.asked["s3:ListBuckets"] {
		t.Errorf("not said: %v; asked %v", want, f.asked)
	}
	chosen.Options = map[string]string{"regions": "ap-south-1"}
	if _, err := collectors.Record(t.Context(), newFake(t).collector(), chosen, "test", time.Now, nil); err == nil || !strings.Contains(err.Error(), "not enabled") {
		t.Errorf("a region that is not enabled: %v", err)
	}
}

// TestCustomEndpointIsStated: whoever reads the report must see that it was not AWS that was asked; and that it was, when
// it was.
func TestCustomEndpointIsStated(t *testing.T) {
	given := target()
	s, err := collectors.Record(t.Context(), newFake(t).collector(), given, "test", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Targets[0].Options["endpoint"]; got != "http://127.0.0.1:1" {
		t.Errorf("the endpoint is told as %q", got)
	}
	if len(given.Options) > 0 {
		t.Errorf("the caller's options were changed: %v", given.Options)
	}
	t.Setenv("AWS_ENDPOINT_URL", "")
	if s, err = collectors.Record(t.Context(), newFake(t).collector(), given, "test", time.Now, nil); err != nil {
		t.Fatal(err)
	}
	if got, there := s.Targets[0].Options["endpoint"]; there {
		t.Errorf("AWS itself is told as the endpoint %q", got)
	}
}

// TestNoAnswer: a service that accepts a call and never answers costs an attempt's time and no more.
func TestNoAnswer(t *testing.T) {
	f := newFake(t)
	f.patience = 200 * time.Millisecond
	f.faults["s3:ListBuckets"] = func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	s, err := f.visit(t)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Gaps, func(g collectors.Gap) bool { return g.Kind == "aws.s3.bucket" && g.Resource == "" })
	if i < 0 || s.Gaps[i].Cause != collectors.Timeout || s.Gaps[i].Needs != "s3:ListAllMyBuckets" {
		t.Errorf("%+v", s.Gaps)
	}
}

// TestThrottledOnce: what is throttled is tried again, and then it is no gap.
func TestThrottledOnce(t *testing.T) {
	clean, err := newFake(t).visit(t)
	if err != nil {
		t.Fatal(err)
	}
	f := newFake(t)
	slow, tries := faults()["throttled"].fault, 0
	f.faults["iam:GetAccountSummary"] = func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
		if tries++; tries == 1 {
			return slow(r, rest)
		}
		return rest(), nil
	}
	c := New(Config{Transport: f, Retryer: func() sdk.Retryer {
		return retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) {
			o.StandardOptions = append(o.StandardOptions, func(o *retry.StandardOptions) {
				o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return time.Millisecond, nil })
			})
		})
	}})
	s, err := collectors.Record(t.Context(), c, target(), "test", time.Now, nil)
	if err != nil || tries != 2 || len(s.Gaps) != len(clean.Gaps) {
		t.Errorf("%v, %d tries, %d gaps instead of %d", err, tries, len(s.Gaps), len(clean.Gaps))
	}
}

// TestExpiredInMidAudit: credentials that end while the audit runs make gaps that say what is needed.
func TestExpiredInMidAudit(t *testing.T) {
	f := newFake(t)
	f.faults["s3:ListBuckets"] = refusal(http.StatusBadRequest, map[string]string{"": "ExpiredToken"})
	s, err := f.visit(t)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Gaps, func(g collectors.Gap) bool { return g.Kind == "aws.s3.bucket" })
	if i < 0 || s.Gaps[i].Cause != collectors.Denied || !strings.Contains(s.Gaps[i].Needs, "live as long as the audit") {
		t.Errorf("%+v", s.Gaps)
	}
}

// TestRootSecondFactor: the recorded root user has none, so this lays its facts in.
func TestRootSecondFactor(t *testing.T) {
	withMFA := func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
		response := rest()
		body, err := io.ReadAll(response.Body)
		text := strings.Replace(string(body), "<key>AccountMFAEnabled</key><value>0</value>", "<key>AccountMFAEnabled</key><value>1</value>", 1)
		if text == string(body) {
			t.Errorf("the recording has no AccountMFAEnabled of 0: %s", body)
		}
		return answer(r, http.StatusOK, "text/xml", text), err
	}
	device := func(serial string) fault {
		return func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
			return answer(r, http.StatusOK, "text/xml", `<ListVirtualMFADevicesResponse><ListVirtualMFADevicesResult><IsTruncated>false</IsTruncated><VirtualMFADevices><member><SerialNumber>`+
				serial+`</SerialNumber></member></VirtualMFADevices></ListVirtualMFADevicesResult></ListVirtualMFADevicesResponse>`), nil
		}
	}
	for name, c := range map[string]struct {
		list fault
		want string
	}{
		"hardware": {device("arn:aws:iam::123456789012:mfa/ada"), `"mfa_type":"hardware"`},
		"virtual":  {device("arn:aws:iam::123456789012:mfa/root-account-mfa-device"), `"mfa_type":"virtual"`},
		"denied":   {faults()["denied"].fault, `"mfa":true,"name"`},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFake(t)
			f.faults["iam:GetAccountSummary"], f.faults["iam:ListVirtualMFADevices"] = withMFA, c.list
			s, err := f.visit(t)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range s.Resources {
				if r.Kind == "aws.iam.root" && !strings.Contains(string(r.JSON), c.want) {
					t.Errorf("%s lacks %s", r.JSON, c.want)
				}
			}
		})
	}
}

// TestEndOfContextIsNoGap: an audit that is interrupted is no audit with gaps.
func TestEndOfContextIsNoGap(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := newFake(t)
	f.faults["iam:GetAccountSummary"] = func(*http.Request, func() *http.Response) (*http.Response, error) {
		cancel()
		return nil, ctx.Err()
	}
	if _, err := collectors.Record(ctx, f.collector(), target(), "test", time.Now, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
