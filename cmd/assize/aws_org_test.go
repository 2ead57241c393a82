package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// orgCommand is "awsorg" in a script: AWS as awsCommand has it, but as the management account of an organisation. It is entered by
// the role audit: 111111111111 lets in whoever says the external id "x", and 222222222222 nobody. 333333333333 is suspended.
func orgCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: awsorg")
	}
	recorded, err := recordedAWS()
	ts.Check(err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		if !answerOrg(w, r, string(body)) {
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			replayAWS(w, r, recorded, nil)
		}
	}))
	ts.Defer(server.Close)
	awsIs(ts, server.URL)
}

var keyOf = regexp.MustCompile(`Credential=KEYOF([0-9]+)/`)

// answerOrg answers what concerns the organisation, and says whether it was that.
func answerOrg(w http.ResponseWriter, r *http.Request, body string) bool {
	form, err := url.ParseQuery(body)
	if err != nil {
		form = nil
	}
	as := keyOf.FindStringSubmatch(r.Header.Get("Authorization"))
	switch {
	case strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".ListAccounts"):
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		fmt.Fprint(w, `{"Accounts":[{"Id":"222222222222","Status":"ACTIVE"},{"Id":"123456789012","Status":"ACTIVE"},{"Id":"111111111111","Status":"ACTIVE"},{"Id":"333333333333","Status":"SUSPENDED"}]}`)
	case form.Get("Action") == "AssumeRole" && (form.Get("RoleArn") != "arn:aws:iam::111111111111:role/audit" || form.Get("ExternalId") != "x"):
		refuseAWS(w, r, "sts:AssumeRole")
	case form.Get("Action") == "AssumeRole":
		enter(w, "111111111111")
	case form.Get("Action") == "GetCallerIdentity" && as != nil:
		introduce(w, as[1])
	default:
		return false
	}
	return true
}

// enter answers AssumeRole with credentials whose key names the account.
func enter(w http.ResponseWriter, account string) {
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>KEYOF%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, account)
}

// introduce answers GetCallerIdentity of who entered an account by a role.
func introduce(w http.ResponseWriter, account string) {
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::%[1]s:assumed-role/audit/assize</Arn><Account>%[1]s</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`, account)
}
