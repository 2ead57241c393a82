package aws

import (
	"net/http"
	"strings"
	"testing"

	"github.com/aws/smithy-go/middleware"
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
	if fault != "hollow" && fault != "null member" && fault != "other" {
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
