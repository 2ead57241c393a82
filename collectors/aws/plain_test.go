package aws

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/smithy-go"

	"github.com/assize/assize/collectors"
)

// TestPlainEndpoint: a service without a module of the SDK is asked where the SDK would ask it.
func TestPlainEndpoint(t *testing.T) {
	for name, c := range map[string]struct {
		service           service
		partition, region string
		environment       map[string]string
		want              string // "" for an error
	}{
		"a region":            {ecr, "aws", "eu-central-1", nil, "https://api.ecr.eu-central-1.amazonaws.com"},
		"China":               {events, "aws-cn", "cn-north-1", nil, "https://events.cn-north-1.amazonaws.com.cn"},
		"everywhere":          {cloudfront, "aws", "eu-central-1", nil, "https://cloudfront.amazonaws.com"},
		"all of China":        {cloudfront, "aws-cn", "cn-north-1", nil, "https://cloudfront.cn-northwest-1.amazonaws.com.cn"},
		"government":          {eks, "aws-us-gov", "us-gov-west-1", nil, "https://eks.us-gov-west-1.amazonaws.com"},
		"no such partition":   {eks, "moon", "moon-1", nil, ""},
		"one of one's own":    {eks, "aws", "us-east-1", map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:4"}, "http://127.0.0.1:4"},
		"one for the service": {eks, "aws", "us-east-1", map[string]string{"AWS_ENDPOINT_URL": "http://127.0.0.1:4", "AWS_ENDPOINT_URL_EKS": "http://127.0.0.1:5"}, "http://127.0.0.1:5"},
		"FIPS":                {eks, "aws", "us-east-1", map[string]string{"AWS_USE_FIPS_ENDPOINT": "true"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("AWS_ENDPOINT_URL", "")
			for key, value := range c.environment {
				t.Setenv(key, value)
			}
			collector := newFake(t).collector()
			config, err := collector.load(t.Context(), defaultProfile)
			if err != nil {
				t.Fatal(err)
			}
			v := &visit{session: collector.session(config)}
			v.partition = c.partition
			if got := v.client(t.Context(), c.service, c.region); got.base != c.want || (got.lost == nil) != (c.want != "") {
				t.Errorf("%q (%v), want %q", got.base, got.lost, c.want)
			}
		})
	}
}

// one answers everything alike and keeps the last request.
type one struct {
	status  int
	header  http.Header
	body    string
	request *http.Request
	sent    string
}

func (o *one) RoundTrip(r *http.Request) (*http.Response, error) {
	o.request = r
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		o.sent = string(body)
	}
	return &http.Response{StatusCode: o.status, Header: o.header, Request: r, Body: io.NopCloser(bytes.NewBufferString(o.body))}, nil
}

func plainClient(t *testing.T, s service, answer *one) *client {
	t.Helper()
	collector := newFake(t).collector()
	config, err := collector.load(t.Context(), defaultProfile)
	if err != nil {
		t.Fatal(err)
	}
	v := &visit{session: collector.session(config)}
	v.partition = "aws"
	v.config.HTTPClient = &http.Client{Transport: answer}
	return v.client(t.Context(), s, "us-east-1")
}

// TestPlainRequest: what is sent is signed for the service and region, and says what is asked as the service wants it.
func TestPlainRequest(t *testing.T) {
	answer := &one{status: http.StatusOK, header: http.Header{}, body: `{"repositories":[{"repositoryName":"r"}]}`}
	var page ecrPage
	if err := plainClient(t, ecr, answer).ask(t.Context(), "DescribeRepositories", question{body: map[string]int{"maxResults": 1}}, &page); err != nil {
		t.Fatal(err)
	}
	r := answer.request
	if got := r.Header.Get("X-Amz-Target"); r.Method != http.MethodPost || got != "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories" || answer.sent != `{"maxResults":1}` {
		t.Errorf("%s %q %s", r.Method, got, answer.sent)
	}
	if got := r.Header.Get("Authorization"); !strings.Contains(got, "/us-east-1/ecr/aws4_request") || !strings.Contains(got, "x-amz-target") {
		t.Errorf("the signature is %q", got)
	}
	if len(page.Repositories) != 1 || page.Repositories[0].RepositoryName != "r" {
		t.Errorf("%+v", page)
	}
	answer.body = `{"clusters":["a"]}`
	if err := plainClient(t, eks, answer).ask(t.Context(), "ListClusters", question{path: "/clusters", query: query("maxResults", "100", "nextToken", "")}, &struct{}{}); err != nil {
		t.Fatal(err)
	}
	if r := answer.request; r.Method != http.MethodGet || r.URL.RequestURI() != "/clusters?maxResults=100" || r.Header.Get("Accept") != "application/json" {
		t.Errorf("%s %s %v", r.Method, r.URL, r.Header)
	}
}

// TestPlainErrors: a service's errors carry its codes, and a page of somebody else's is none of its answers.
func TestPlainErrors(t *testing.T) {
	for name, c := range map[string]struct {
		service service
		answer  one
		code    string
		cause   collectors.Cause
	}{
		"a code in the header": {eks, one{status: 403, header: http.Header{"X-Amzn-Errortype": {"AccessDeniedException:http://x/"}}, body: `{"message":"no"}`}, "AccessDeniedException", collectors.Denied},
		"a code in the body":   {ecr, one{status: 400, header: http.Header{}, body: `{"__type":"com.amazonaws#ThrottlingException","message":"slow"}`}, "ThrottlingException", collectors.Throttled},
		"a page":               {eks, one{status: 200, header: http.Header{}, body: `<html>`}, "", collectors.Failed},
		"a page that fails":    {eks, one{status: 502, header: http.Header{}, body: `<html>`}, "", collectors.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			c.answer.header.Set("Content-Type", "application/json")
			err := plainClient(t, c.service, &c.answer).ask(t.Context(), "ListX", question{path: "/x", body: struct{}{}}, &struct{}{})
			var operation *smithy.OperationError
			if !errors.As(err, &operation) || operation.ServiceID != c.service.id || code(err) != c.code || causeOf(err) != c.cause {
				t.Errorf("%v: code %q, cause %s", err, code(err), causeOf(err))
			}
		})
	}
}

// TestPlainWritesNothing: the guard stands before these calls too.
func TestPlainWritesNothing(t *testing.T) {
	answer := &one{status: http.StatusOK, header: http.Header{}, body: `{"repositories":[]}`}
	for operation, sent := range map[string]bool{"DeleteRepository": false, "GetAuthorizationToken": false, "DescribeRepositories": true} {
		answer.request = nil
		err := plainClient(t, ecr, answer).ask(t.Context(), operation, question{body: struct{}{}}, &struct{}{})
		if (answer.request != nil) != sent || (err == nil) != sent {
			t.Errorf("%s: %v, reached the wire: %v", operation, err, answer.request != nil)
		}
	}
}

func TestScanningFilters(t *testing.T) {
	for filter, want := range map[string]bool{"*": true, "team/*": true, "*web": true, "eam": true, "other*": false, "web*": false, "te.m": false} {
		if got := wildcard(filter).MatchString("team/web"); got != want {
			t.Errorf("%s: %v", filter, got)
		}
	}
}
