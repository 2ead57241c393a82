package aws

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// organisation makes a fake the management account 123456789012 of an organisation: 111111111111 lets in whoever says
// the external id "x", 222222222222 nobody, 333333333333 is suspended.
func organisation(t *testing.T) *fake {
	t.Helper()
	f := newFake(t)
	f.faults["organizations:ListAccounts"] = func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if strings.Contains(string(body), "page2") {
			return answer(r, http.StatusOK, "application/x-amz-json-1.1", `{"Accounts":[{"Id":"111111111111","Status":"ACTIVE"},{"Id":"333333333333","Status":"SUSPENDED"}]}`), err
		}
		return answer(r, http.StatusOK, "application/x-amz-json-1.1",
			`{"Accounts":[{"Id":"222222222222","Status":"ACTIVE"},{"Id":"123456789012","Status":"ACTIVE"}],"NextToken":"page2"}`), err
	}
	f.faults["sts:AssumeRole"] = func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, err
		}
		if form.Get("RoleArn") != "arn:aws:iam::111111111111:role/audit" || form.Get("ExternalId") != "x" {
			return faults()["denied"].fault(r, rest)
		}
		return assumed("KEYOF111111111111")(r, rest)
	}
	f.faults["sts:GetCallerIdentity"] = func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
		m := regexp.MustCompile(`KEYOF([0-9]+)/`).FindStringSubmatch(r.Header.Get("Authorization"))
		if m == nil {
			return rest(), nil
		}
		return answer(r, http.StatusOK, "text/xml", fmt.Sprintf(`<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::%s:assumed-role/audit/assize</Arn><Account>%s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`, m[1], m[1])), nil
	}
	return f
}

func orgTarget(options map[string]string) collectors.Target {
	return collectors.Target{Ref: "aws-org:default", Scheme: "aws-org", Address: "default", Options: options}
}

// TestOrganisation: each active account is a target of its own, entered by its role; one that nobody may enter is an error
// with a hint and keeps its identity.
func TestOrganisation(t *testing.T) {
	f := organisation(t)
	c := f.collector()
	options := map[string]string{"role": "audit", "external-id": "x", "only": "sns"}
	targets, err := c.Expand(t.Context(), orgTarget(options))
	if err != nil {
		t.Fatal(err)
	}
	var refs []string
	for _, one := range targets {
		refs = append(refs, one.Ref+" "+one.ID+" "+one.Options["suspended"])
	}
	if diff := cmp.Diff([]string{
		"aws-org:default/111111111111 aws:aws:111111111111 333333333333", "aws-org:default/123456789012 aws:aws:123456789012 333333333333",
		"aws-org:default/222222222222 aws:aws:222222222222 333333333333",
	}, refs); diff != "" {
		t.Fatal(diff)
	}
	if len(options) != 3 {
		t.Errorf("the options of the organisation were changed: %v", options)
	}
	for _, one := range targets {
		again, err := c.Expand(t.Context(), one)
		if err != nil || len(again) != 1 || again[0].Ref != one.Ref {
			t.Errorf("%s stands for %v (%v)", one.Ref, again, err)
		}
		s, err := collectors.Record(t.Context(), c, one, "test", time.Now, nil)
		if id := s.Targets[0].ID; id != one.ID {
			t.Errorf("%s is %s", one.Ref, id)
		}
		if one.Address == "default/222222222222" {
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || !strings.Contains(err.Error(), "take the role arn:aws:iam::222222222222:role/audit: AccessDenied") || !strings.Contains(usage.Hint, "trust 123456789012") {
				t.Errorf("%v (%+v)", err, usage)
			}
			continue
		}
		if err != nil || !slices.ContainsFunc(s.Resources, func(r collectors.Resource) bool { return r.Kind == "aws.sns.topic" }) {
			t.Errorf("%s: %v, %d resources", one.Ref, err, len(s.Resources))
		}
		if account := s.Resources[0].Origin.Account; !strings.HasSuffix(one.ID, account) {
			t.Errorf("%s has resources of %s", one.ID, account)
		}
	}
}

// TestOrganisationProbe: the doctor enters an account as the audit does.
func TestOrganisationProbe(t *testing.T) {
	f := organisation(t)
	one := orgTarget(map[string]string{"role": "audit", "external-id": "x", "only": "sns"})
	one.Address += "/111111111111"
	probes, err := f.collector().Probe(t.Context(), one, collectors.NewRecorder(one, New(Config{}).Describe(), nil))
	if err != nil || len(with(probes, "")) == 0 {
		t.Errorf("%v %v", probes, err)
	}
}

func TestOrganisationErrs(t *testing.T) {
	whole := map[string]string{"role": "audit", "external-id": "x"}
	for name, c := range map[string]struct {
		options    map[string]string
		fault      fault
		want, hint string
	}{
		"no role":         {nil, nil, "which role", "role=assize"},
		"no role's name":  {map[string]string{"role": "arn:aws:iam::1:role/x"}, nil, "no role's name", "without the account"},
		"may not list":    {whole, faults()["denied"].fault, "list the accounts of the organisation: AccessDenied", "organizations:ListAccounts"},
		"no organisation": {whole, refusal(http.StatusBadRequest, map[string]string{"": "AWSOrganizationsNotInUseException"}), "123456789012 belongs to no organisation", "aws:PROFILE"},
		"garbage":         {whole, faults()["garbage"].fault, "not AWS's", "ListAccounts"},
		"nobody": {whole, func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
			return answer(r, http.StatusOK, "application/x-amz-json-1.1", `{"Accounts":[]}`), nil
		}, "no active account", ""},
		"no account": {whole, func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
			return answer(r, http.StatusOK, "application/x-amz-json-1.1", `{"Accounts":[{"Id":"../x"}]}`), nil
		}, "is no account", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := organisation(t)
			if c.fault != nil {
				f.faults["organizations:ListAccounts"] = c.fault
			}
			_, err := f.collector().Expand(t.Context(), orgTarget(c.options))
			var usage *collectors.UsageError
			if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) || !strings.Contains(usage.Hint, c.hint) {
				t.Errorf("%v (%+v)", err, usage)
			}
		})
	}
	named := orgTarget(whole)
	named.ID = "org"
	if _, err := organisation(t).collector().Expand(t.Context(), named); err == nil {
		t.Error("one id for all accounts")
	}
	// A role that leads elsewhere must not be read under the account's name.
	f := organisation(t)
	f.faults["sts:AssumeRole"] = assumed("KEYOF999999999999")
	one := orgTarget(whole)
	one.Address += "/111111111111"
	if _, err := collectors.Record(t.Context(), f.collector(), one, "test", time.Now, nil); err == nil || !strings.Contains(err.Error(), "leads into the account 999999999999") {
		t.Errorf("%v", err)
	}
}

// TestOrganisationPermissions: the policy for an organisation says what enters the accounts too, and no other's does.
func TestOrganisationPermissions(t *testing.T) {
	text, err := New(Config{}).Permissions(orgTarget(map[string]string{"role": "audit", "only": "sns"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"organizations:ListAccounts"`, `"sts:AssumeRole"`, `"arn:aws:iam::*:role/audit"`, `"sns:ListTopics"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	if _, err := New(Config{}).Permissions(orgTarget(nil)); err == nil {
		t.Error("a policy without the role's name")
	}
}
