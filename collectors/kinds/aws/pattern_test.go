package aws

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePattern(t *testing.T) {
	root := []Term{{"userIdentity.type", "=", "Root"}, {"userIdentity.invokedBy", "not exists", ""}, {"eventType", "!=", "AwsServiceEvent"}}
	for pattern, want := range map[string][]Alternative{
		`{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }`: {{root}},
		`{($.eventName=CreateTrail)||($.eventName = "UpdateTrail")}`: {
			{[]Term{{"eventName", "=", "CreateTrail"}}}, {[]Term{{"eventName", "=", "UpdateTrail"}}},
		},
		`{ ($.eventSource = kms.amazonaws.com) && (($.eventName = A) || ($.eventName = B)) }`: {
			{[]Term{{"eventSource", "=", "kms.amazonaws.com"}, {"eventName", "=", "A"}}},
			{[]Term{{"eventSource", "=", "kms.amazonaws.com"}, {"eventName", "=", "B"}}},
		},
		`{ $.errorCode = "*UnauthorizedOperation" }`: {{[]Term{{"errorCode", "=", "*UnauthorizedOperation"}}}},
	} {
		got, err := ParsePattern(pattern)
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got\n%s", pattern, diff)
		}
	}
	for _, pattern := range []string{"", "ERROR", "[a, b]", "{}", "{ $.a = 1", "{ ($.a = 1 }", "{ $.a = 1 $.b = 2 }", "{ $.a = 1 || }", "{ $.a }",
		"{" + strings.Repeat("(", 100) + "$.a = 1" + strings.Repeat(")", 100) + "}",
		"{" + strings.Repeat("($.a = 1 || $.b = 2) && ", 20) + "$.c = 3}"} {
		if got, err := ParsePattern(pattern); !errors.Is(err, ErrPattern) {
			t.Errorf("%q: %v %v", pattern, got, err)
		}
	}
}

func FuzzParsePattern(f *testing.F) {
	f.Add(`{ ($.eventSource = kms.amazonaws.com) && (($.eventName = A) || ($.eventName IS TRUE)) }`)
	f.Fuzz(func(t *testing.T, pattern string) {
		got, err := ParsePattern(pattern)
		if err == nil && len(got) == 0 || err != nil && !errors.Is(err, ErrPattern) {
			t.Fatalf("%v %v", got, err)
		}
		for _, a := range got {
			if len(a.Terms) == 0 {
				t.Fatal("an alternative without terms matches everything")
			}
		}
	})
}
