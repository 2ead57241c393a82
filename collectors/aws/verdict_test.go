package aws

import (
	"cmp"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa/opatest"
	"github.com/assize/assize/policies"
)

// judge evaluates the built-in policies on the kinds of this collector.
func judge(t *testing.T) func(*collectors.Snapshot) map[string]engine.Finding {
	t.Helper()
	set, _ := opatest.BuiltIn(t, policies.FS)
	return func(s *collectors.Snapshot) map[string]engine.Finding {
		findings, err := set.Evaluate(t.Context(), s, engine.Options{Now: time.Unix(1_800_000_000, 0)})
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]engine.Finding{}
		for _, f := range findings {
			if strings.HasPrefix(f.Kind, "aws.") {
				out[f.Policy+" "+f.Resource] = f
			}
		}
		return out
	}
}

// TestVerdictMatrix breaks every operation and judges: a verdict stays or becomes unknown, and none disappears but for an
// unknown of its policy on the kind as a whole.
func TestVerdictMatrix(t *testing.T) {
	evaluate := judge(t)
	f := newFake(t)
	s, err := f.visit(t)
	if err != nil {
		t.Fatal(err)
	}
	clean := evaluate(s)
	if len(clean) < 100 {
		t.Fatalf("only %d findings: the matrix proves nothing", len(clean))
	}
	clouded := 0
	for operation := range f.asked {
		if operation == "sts:GetCallerIdentity" {
			continue
		}
		for _, name := range []string{"denied", "garbage"} {
			t.Run(operation+" "+name, func(t *testing.T) {
				broken := newFake(t)
				broken.faults[operation] = faults()[name].fault
				s, err := broken.visit(t)
				if err != nil {
					t.Fatal(err)
				}
				clouded += verdicts(t, clean, evaluate(s), operation)
			})
		}
	}
	if clouded < 100 {
		t.Errorf("only %d verdicts became unknown: the matrix proves nothing", clouded)
	}
}

// verdicts compares findings and returns how many became unknown.
func verdicts(t *testing.T, clean, broken map[string]engine.Finding, operation string) int {
	t.Helper()
	clouded := 0
	for key, before := range clean {
		now, there := broken[key]
		switch {
		case !there && before.Resource == "*":
			continue // "none found" gives way to what is said of the kind
		case !there:
			region := cmp.Or(before.Origin.Region, "us-east-1")
			if whole, regional := broken[before.Policy+" "+engine.WholeKind("")], broken[before.Policy+" "+engine.WholeKind(region)]; !unknown(whole) && !unknown(regional) {
				t.Errorf("%s was %s and has no finding any more", key, before.Verdict)
			}
		case now.Verdict == before.Verdict:
		case now.Verdict != engine.Unknown:
			t.Errorf("%s was %s and is %s without %s", key, before.Verdict, now.Verdict, operation)
		default:
			clouded++
		}
	}
	for key, now := range broken {
		if _, was := clean[key]; was {
			continue
		}
		if _, whole := engine.IsWholeKind(now.Resource); !whole || now.Verdict != engine.Unknown {
			t.Errorf("%s is new and %s", key, now.Verdict)
		}
		clouded++
	}
	return clouded
}

// unknown says whether there is a finding and it could not be decided.
func unknown(f engine.Finding) bool { return f.Whole() && f.Verdict == engine.Unknown }

// TestOneBucketCloudsNoOther: what is not known of one bucket leaves the verdicts on the others as they are. Else what cannot be
// read of n buckets would stand in n findings n times.
func TestOneBucketCloudsNoOther(t *testing.T) {
	evaluate := judge(t)
	whole, err := newFake(t).visit(t)
	if err != nil {
		t.Fatal(err)
	}
	clean := evaluate(whole)
	for _, operation := range []string{"GetBucketLogging", "GetBucketPolicy", "GetBucketAcl", "GetBucketVersioning", "GetPublicAccessBlock"} {
		t.Run(operation, func(t *testing.T) {
			f := newFake(t)
			f.faults["s3:"+operation] = func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
				if strings.Contains(r.URL.Path, "bad-bare") {
					return refusal(http.StatusForbidden, map[string]string{"": "AccessDenied"})(r, rest)
				}
				return rest(), nil
			}
			s, err := f.visit(t)
			if err != nil {
				t.Fatal(err)
			}
			clouded := 0
			for key, now := range evaluate(s) {
				switch {
				case now.Kind != "aws.s3.bucket" || now.Verdict == clean[key].Verdict:
				case strings.HasSuffix(now.Resource, ":bad-bare"):
					clouded++
				default:
					t.Errorf("%s was %s and is %s", key, clean[key].Verdict, now.Verdict)
				}
			}
			if clouded == 0 {
				t.Error("nothing hangs on it")
			}
		})
	}
}
