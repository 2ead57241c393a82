package aws

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go/middleware"
	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
)

// nameOf is an operation as the tables in answer.go and member.go have it.
func nameOf(r *http.Request) string {
	return middleware.GetServiceID(r.Context()) + ":" + middleware.GetOperationName(r.Context())
}

// emptied makes an answer that has the form of its protocol and says nothing: the JSON or the CBOR, or an element, with inner in it
// where the protocol wraps its answers.
func emptied(r *http.Request, json string, cbor []byte, inner string) *http.Response {
	operation := middleware.GetOperationName(r.Context())
	root, restXML := roots[nameOf(r)]
	switch {
	case r.Header.Get("Smithy-Protocol") == "rpc-v2-cbor":
		return exchange{Status: http.StatusOK, Type: "application/cbor", Binary: cbor}.response(r)
	case restXML:
		return answer(r, http.StatusOK, "application/xml", "<"+root+"/>")
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		return answer(r, http.StatusOK, "text/xml", "<"+operation+"Response>"+inner+"</"+operation+"Response>")
	}
	return answer(r, http.StatusOK, "application/json", json)
}

// hollow answers with {} and its like.
func hollow(r *http.Request, _ func() *http.Response) (*http.Response, error) {
	return emptied(r, "{}", []byte{0xa0}, ""), nil
}

// null answers with a JSON null, whatever the protocol.
func null(r *http.Request, _ func() *http.Response) (*http.Response, error) {
	if r.Header.Get("Smithy-Protocol") == "rpc-v2-cbor" {
		return exchange{Status: http.StatusOK, Type: "application/cbor", Binary: []byte{0xf6}}.response(r), nil
	}
	return answer(r, http.StatusOK, "application/json", "null"), nil
}

// nullMember answers with the member that there must be, as null.
func nullMember(r *http.Request, _ func() *http.Response) (*http.Response, error) {
	member := members[nameOf(r)]
	return emptied(r, `{"`+member+`": null}`, append([]byte{0xa1, 0x78, byte(len(member))}, member+"\xf6"...), "<requestId>1</requestId>"), nil
}

// other answers with another program's object, or with AWS's wrapper and nothing in it.
func other(r *http.Request, _ func() *http.Response) (*http.Response, error) {
	wrapper := middleware.GetOperationName(r.Context()) + "Result"
	return emptied(r, `{"message": "ok"}`, []byte("\xa1\x62ok\x62ok"), "<"+wrapper+"/><requestId>1</requestId>"), nil
}

// says is true where an answer that says nothing is AWS's way to say that there is none.
func says(operation, fault string) bool {
	switch fault {
	case "hollow", "null member":
	case "other": // in XML it is as hollow, in JSON it speaks of something else
		if !strings.HasPrefix(operation, "s3:") {
			return false
		}
	default:
		return false
	}
	for name := range silences {
		service, short, _ := strings.Cut(name, ":")
		if callName(service)+":"+short == operation {
			return true
		}
	}
	return false
}

// TestMembers wants to know of each operation how its answer shows that it is one, and names no operation that is not used.
func TestMembers(t *testing.T) {
	seen := map[string]bool{}
	f := newFake(t)
	f.sees = func(r *http.Request) {
		name := nameOf(r)
		seen[name] = true
		if (members[name] == "") == (silences[name] == "") {
			t.Errorf("%s must stand in members or in silences, in one of them", name)
		}
	}
	if _, err := f.visit(t); err != nil {
		t.Fatal(err)
	}
	seen["Organizations:ListAccounts"] = true // TestOrganisation
	for name := range lists {
		if silences[name] == "" {
			t.Errorf("%s may not be silent", name)
		}
	}
	for _, table := range []map[string]string{members, silences} {
		for name := range table {
			if !seen[name] {
				t.Errorf("%s is not asked", name)
			}
		}
	}
}

// TestListsStandThereEmpty holds the table against what a stand-in for AWS answered to an account with nothing in a region.
func TestListsStandThereEmpty(t *testing.T) {
	recorded, err := recordings()
	if err != nil {
		t.Fatal(err)
	}
	empty := 0
	for _, e := range recorded {
		if e.Status > 299 || !strings.HasPrefix(strings.TrimSpace(e.Body), "{") {
			continue
		}
		for name, member := range members {
			service, short, _ := strings.Cut(name, ":")
			if callName(service)+":"+short != e.Operation {
				continue
			}
			if err := object(name, []byte(e.Body)); err != nil {
				t.Errorf("%s in %s: %v", name, e.Region, err)
			}
			if strings.Contains(strings.ReplaceAll(e.Body, " ", ""), `"`+member+`":[]`) {
				empty++
			}
		}
	}
	if empty < 15 {
		t.Errorf("only %d lists were empty", empty)
	}
}

// TestSilenceHasANumber: at AWS's own endpoints an answer that says nothing counts only with the number of its request.
func TestSilenceHasANumber(t *testing.T) {
	t.Setenv("AWS_ENDPOINT_URL", "")
	for header, want := range map[string]bool{"X-Amzn-Requestid": true, "X-Amz-Request-Id": true, "X-Request-Id": false} {
		t.Run(header, func(t *testing.T) {
			f := newFake(t)
			f.faults["sqs:ListQueues"] = func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
				out := answer(r, http.StatusOK, "application/x-amz-json-1.0", "{}")
				out.Header.Set(header, "1")
				return out, nil
			}
			chosen := target()
			chosen.Options["only"] = "sqs"
			s, err := collectors.Record(t.Context(), f.collector(), chosen, "test", time.Now, nil)
			if err != nil {
				t.Fatal(err)
			}
			gap := slices.IndexFunc(s.Gaps, func(g collectors.Gap) bool { return g.Kind == "aws.sqs.queue" })
			if (gap < 0) != want || gap >= 0 && !strings.Contains(s.Gaps[gap].Detail, "number of the request") {
				t.Errorf("taken for AWS's: %v; gaps %+v", gap < 0, s.Gaps[max(gap, 0)])
			}
		})
	}
}

// TestSilenceThatCannotBe: a bucket with a lock or a copy has versions, whatever an emptied answer says.
func TestSilenceThatCannotBe(t *testing.T) {
	f := newFake(t)
	f.faults["s3:GetBucketVersioning"] = func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
		return answer(r, http.StatusOK, "application/xml", "<VersioningConfiguration/>"), nil
	}
	s, err := f.visit(t)
	if err != nil {
		t.Fatal(err)
	}
	var unread []string
	for _, g := range s.Gaps {
		if g.Path == "versioning" {
			unread = append(unread, g.Resource)
		}
	}
	if diff := cmp.Diff([]string{"arn:aws:s3:::good-data"}, unread); diff != "" {
		t.Errorf("buckets whose versioning is not known (-want +got):\n%s", diff)
	}
}
