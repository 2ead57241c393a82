package aws

import (
	"encoding/json"
	"errors"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func text(s string) *string { return &s }

func TestParseDocument(t *testing.T) {
	none, nobody := []string{}, map[string][]string{}
	for name, c := range map[string]struct {
		document string
		want     []Statement
	}{
		"one statement, not in a list": {
			`{"Version":"2012-10-17","Statement":{"Sid":"a","Effect":"Allow","Action":"S3:GetObject","Resource":"*"}}`,
			[]Statement{{Sid: text("a"), Effect: "allow", Principals: nobody, NotPrincipals: nobody, Actions: []string{"s3:getobject"},
				NotActions: none, Resources: []string{"*"}, NotResources: none, Conditions: []Condition{}}},
		},
		"everybody, written short": {
			`{"Statement":[{"Effect":"Deny","Principal":"*","NotAction":["a:B","c:D"],"NotResource":"r"}]}`,
			[]Statement{{Effect: "deny", Principals: map[string][]string{"AWS": {"*"}}, NotPrincipals: nobody, Actions: none,
				NotActions: []string{"a:b", "c:d"}, Resources: none, NotResources: []string{"r"}, Conditions: []Condition{}}},
		},
		"types of principals and conditions of each form": {
			`{"Statement":[{"Effect":"Allow","Principal":{"AWS":["1","2"],"Service":"x.amazonaws.com"},"Action":"*","Resource":"*",
			  "Condition":{"Bool":{"aws:SecureTransport":false},"NumericLessThan":{"s3:TlsVersion":1.2},"StringLike":{"aws:A":["x","y"]}}}]}`,
			[]Statement{{Effect: "allow", Principals: map[string][]string{"AWS": {"1", "2"}, "Service": {"x.amazonaws.com"}}, NotPrincipals: nobody,
				Actions: []string{"*"}, NotActions: none, Resources: []string{"*"}, NotResources: none, Conditions: []Condition{
					{"bool", "aws:securetransport", []string{"false"}}, {"numericlessthan", "s3:tlsversion", []string{"1.2"}},
					{"stringlike", "aws:a", []string{"x", "y"}}}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, form := range []string{c.document, url.PathEscape(c.document)} {
				got, err := ParseDocument(form)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("-want +got\n%s", diff)
				}
			}
		})
	}
}

func TestWhatIsNotUnderstoodIsRefused(t *testing.T) {
	for _, document := range []string{
		``, `null`, `[]`, `{}`, `%zz`, `{"Statement":null}`, `{"Statement":[null]}`, `{"Statement":[{"Action":"*"}]}`,
		`{"Statement":[{"Effect":"allow","Action":"*"}]}`,
		`{"Statement":[{"Effect":"Allow","Acton":"*"}]}`,
		`{"Statement":[{"Effect":"Allow","Action":"a","action":"b"}]}`,
		`{"Statement":[{"Effect":"Allow","Principal":"123"}]}`,
		`{"Statement":[{"Effect":"Allow","Principal":{"Nobody":"*"}}]}`,
		`{"Statement":[{"Effect":"Allow","Action":[["a"]]}]}`,
		`{"Statement":[{"Effect":"Allow","Action":null}]}`,
		`{"Statement":[{"Effect":"Allow","Condition":{"Bool":"x"}}]}`,
		`{"Statement":[],"More":1}`,
	} {
		if got, err := ParseDocument(document); !errors.Is(err, ErrDocument) {
			t.Errorf("%s: %v %v", document, got, err)
		}
	}
}

func FuzzParseDocument(f *testing.F) {
	f.Add(`{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["a"],"Condition":{"Bool":{"a":true}}}}`)
	f.Add(`%7B%22Statement%22%3A%5B%5D%7D`)
	f.Fuzz(func(t *testing.T, document string) {
		got, err := ParseDocument(document)
		if err != nil {
			if !errors.Is(err, ErrDocument) {
				t.Fatalf("%v is no ErrDocument", err)
			}
			return
		}
		for _, s := range got {
			if s.Effect != "allow" && s.Effect != "deny" {
				t.Fatalf("effect %q", s.Effect)
			}
		}
		first, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseDocument(document)
		if err != nil {
			t.Fatal(err)
		}
		if second, _ := json.Marshal(again); string(first) != string(second) {
			t.Fatalf("the same document read twice: %s and %s", first, second)
		}
	})
}
