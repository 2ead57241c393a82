package aws

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// told are the facts of the resources of a kind, by name, as a visit to the recorded account tells them.
func told[T any](t *testing.T, kind string) map[string]T {
	t.Helper()
	s, err := newFake(t).visit(t)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]T{}
	for _, r := range s.Resources {
		if r.Kind != kind {
			continue
		}
		var facts T
		if err := json.Unmarshal(r.JSON, &facts); err != nil {
			t.Fatal(err)
		}
		out[r.Name] = facts
	}
	return out
}

func TestWhoMayCallAnAPI(t *testing.T) {
	stages := told[kinds.Stage](t, "aws.apigateway.stage")
	for name, want := range map[string]struct {
		open       []string
		statements int
	}{
		"good live": {[]string{"POST /"}, 2}, "bad live": {[]string{"POST /"}, 0}, "web live": {[]string{"GET /pets"}, 0},
	} {
		is, there := stages[name]
		if diff := cmp.Diff(want.open, is.Open); !there || diff != "" || len(is.Policy) != want.statements {
			t.Errorf("%s: there %v, %d statements, open (-want +got):\n%s", name, there, len(is.Policy), diff)
		}
	}
}

func TestPolicyOfAnAPIHoweverItIsWritten(t *testing.T) {
	document := `{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/\u002a"}}`
	for name, text := range map[string]string{"plain": document, "escaped": strings.ReplaceAll(strings.ReplaceAll(document, `\`, `\\`), `"`, `\"`)} {
		t.Run(name, func(t *testing.T) {
			var p partial
			got := p.apiPolicy(text)
			if len(p.gaps) != 0 || len(got) != 1 || got[0].Resources[0] != "execute-api:/*" {
				t.Errorf("got %+v with gaps %+v", got, p.gaps)
			}
		})
	}
	var p partial
	if p.apiPolicy(`{\"Statement\": `); len(p.gaps) != 1 || p.gaps[0].Path != "policy" {
		t.Errorf("half a policy has the gaps %+v", p.gaps)
	}
}

func TestFirewallOfALoadBalancer(t *testing.T) {
	balancers := told[kinds.LoadBalancer](t, "aws.elb.load_balancer")
	shop, web := balancers["shop"].WebACL, balancers["web"].WebACL
	if shop == nil || !strings.Contains(*shop, ":regional/webacl/shop/") || web != nil {
		t.Errorf("shop has %v, web %v; want its own and none", shop, web)
	}
}

func TestEndOfSupportOfAVersion(t *testing.T) {
	clusters := told[kinds.Cluster](t, "aws.eks.cluster")
	if end := clusters["good"].SupportEnds; end == nil || *end != "2026-12-02" {
		t.Errorf("the support of 1.34 ends %v", end)
	}
	f := newFake(t)
	f.faults["eks:DescribeClusterVersions"] = func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
		return answer(r, http.StatusOK, "application/json", `{"clusterVersions": [{"clusterVersion": "1.34"}]}`), nil
	}
	s, err := f.visit(t)
	if err != nil {
		t.Fatal(err)
	}
	var unlisted []string
	for _, g := range s.Gaps {
		if g.Kind == "aws.eks.cluster" {
			unlisted = append(unlisted, g.Resource+" "+g.Path+": "+g.Detail)
		}
	}
	want := []string{"arn:aws:eks:us-east-1:123456789012:cluster/bad support_ends: AWS does not list the version"}
	if diff := cmp.Diff(want, unlisted); diff != "" {
		t.Errorf("what is not known (-want +got):\n%s", diff)
	}
	for _, r := range s.Resources {
		if r.Kind == "aws.eks.cluster" && r.Name == "good" && !strings.Contains(string(r.JSON), `"support_ends":null`) {
			t.Errorf("a version without a day to end has %s", r.JSON)
		}
	}
}
