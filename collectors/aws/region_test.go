package aws

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// A lostRegion is a fake in which one region does not answer.
type lostRegion struct {
	*fake
	region string
	fail   func(context.Context) error
}

func (f *lostRegion) RoundTrip(r *http.Request) (*http.Response, error) {
	if awsmiddleware.GetRegion(r.Context()) == f.region {
		return nil, f.fail(r.Context())
	}
	return f.fake.RoundTrip(r)
}

// TestRegionThatDoesNotAnswer: each kind of that region has a gap there that says what may help, and the others are whole.
func TestRegionThatDoesNotAnswer(t *testing.T) {
	const lost = "eu-central-1"
	clean, err := newFake(t).visit(t)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		cause collectors.Cause
		says  string
		fail  func(context.Context) error
	}{
		"refused": {collectors.Failed, "connection refused", func(context.Context) error {
			return &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		}},
		"silent": {collectors.Timeout, "no answer within", func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFake(t)
			f.patience = 50 * time.Millisecond
			collector := f.behind(&lostRegion{f, lost, c.fail})
			s, err := collectors.Record(t.Context(), collector, target(), "test", time.Now, nil)
			if err != nil {
				t.Fatal(err)
			}
			holdsRegionalGaps(t, s, clean, lost, c.cause, c.says)
			if diff := cmp.Diff(elsewhere(clean, lost), elsewhere(s, lost)); diff != "" {
				t.Errorf("other regions are not whole: %s", diff)
			}
		})
	}
}

// holdsRegionalGaps: each regional kind has a gap in the region, as it should be, and nothing is missing anywhere else.
func holdsRegionalGaps(t *testing.T, s, clean *collectors.Snapshot, lost string, cause collectors.Cause, says string) {
	t.Helper()
	missed := map[string]bool{}
	for _, g := range s.Gaps {
		if slices.Contains(clean.Gaps, g) {
			continue
		}
		inRegion := slices.ContainsFunc(s.Resources, func(r collectors.Resource) bool { return r.ID == g.Resource && r.Origin.Region == lost })
		switch {
		case g.Resource != "" && !inRegion, g.Resource == "" && g.Region != lost:
			t.Errorf("a gap outside of %s: %+v", lost, g)
		case g.Resource != "" && g.Cause != cause, g.Resource == "" && (g.Cause != cause || !strings.Contains(g.Detail, says) || !strings.HasSuffix(g.Detail, unreachable)):
			t.Errorf("%+v", g)
		default: // the settings of a region are a resource, and its facts have the gaps
			missed[g.Kind] = true
		}
	}
	for _, e := range table() {
		for _, kind := range e.kinds {
			if e.scope == regional && !missed[kind] {
				t.Errorf("%s has no gap in %s", kind, lost)
			}
		}
	}
}

// elsewhere are the resources outside of a region, as JSON, by kind and id.
func elsewhere(s *collectors.Snapshot, region string) map[string]string {
	out := map[string]string{}
	for _, r := range s.Resources {
		if r.Origin.Region != region {
			out[r.Kind+" "+r.ID] = string(r.JSON)
		}
	}
	return out
}
