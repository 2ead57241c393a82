package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// TestOrganisationMemory: an organisation is read account by account. What an account leaves behind is the names of its resources,
// not their text and not AWS's answers.
func TestOrganisationMemory(t *testing.T) {
	const groups = 2000
	few, many := heldFor(t, 3, groups), heldFor(t, 15, groups)
	t.Logf("collect: %d MB for 3 accounts of %d resources, %d MB for 15; audit: %d and %d MB",
		few.collect>>20, groups, many.collect>>20, few.audit>>20, many.audit>>20)
	if each := (many.collect - few.collect) / 12; each > 5<<20 { // two copies of the text of an account are 3 MB
		t.Errorf("each further account is held with %d KB", each>>10)
	}
	if many.audit > 400<<20 {
		t.Errorf("the audit held %d MB", many.audit>>20)
	}
}

type held struct{ collect, audit int64 } // bytes

// heldFor audits an organisation of so many accounts, each with so many security groups.
func heldFor(t *testing.T, accounts, groups int) (out held) {
	t.Helper()
	answers := newOrgAnswers(t, accounts, groups)
	server := httptest.NewServer(answers)
	defer server.Close()
	surroundings(t, server.URL)
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	dir := t.TempDir()
	options := []string{"aws-org:default", "-q", "--option", "role=audit", "--option", "regions=us-east-1"}
	out.collect = measured(t, dir, append([]string{"collect", "-o", "snapshot=s.jsonl.gz"}, options...)...).rss
	out.audit = measured(t, dir, append([]string{"audit", "-o", "json=a.json"}, options...)...).rss
	a := readAssessment(t, dir+"/a.json")
	judged := 0
	for _, f := range a.Findings {
		if f.Policy == "network/aws_admin_ports_ipv4" && strings.Contains(f.Resource, "sg-many-") {
			judged++
		}
	}
	if len(a.Targets) != accounts || judged != accounts*groups {
		t.Fatalf("%d targets and %d security groups judged, want %d and %d", len(a.Targets), judged, accounts, accounts*groups)
	}
	return out
}

// orgAnswers is an organisation whose accounts are alike: what was recorded of one, and many security groups.
type orgAnswers struct {
	recorded     map[string]said
	list, groups string
}

func newOrgAnswers(t *testing.T, accounts, groups int) *orgAnswers {
	t.Helper()
	recorded, err := recordedAWS()
	if err != nil {
		t.Fatal(err)
	}
	out := &orgAnswers{recorded: recorded}
	var list []string
	for i := range accounts {
		list = append(list, fmt.Sprintf(`{"Id":"%d","Status":"ACTIVE"}`, 200_000_000_000+i))
	}
	out.list = `{"Accounts":[` + strings.Join(list, ",") + `]}`
	for _, s := range recorded {
		if s.Operation == "ec2:DescribeSecurityGroups" && s.Region == "us-east-1" {
			out.groups = s.Body
		}
	}
	begin, end := strings.Index(out.groups, "<item><groupId>"), strings.Index(out.groups, "</securityGroupInfo>")
	if begin < 0 || end < begin {
		t.Fatal("nobody recorded a security group")
	}
	one := strings.Split(out.groups[begin:end], "<item><groupId>")[3]
	var many strings.Builder
	for i := range groups {
		many.WriteString("<item><groupId>" + regexp.MustCompile(`^sg-[0-9a-f]+`).ReplaceAllString(one, fmt.Sprintf("sg-many-%d", i)))
	}
	out.groups = out.groups[:end] + many.String() + out.groups[end:]
	return out
}

var roleIn = regexp.MustCompile(`RoleArn=arn%3Aaws%3Aiam%3A%3A([0-9]{12})%3A`)

// ServeHTTP implements http.Handler.
func (o *orgAnswers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	as := keyOf.FindStringSubmatch(r.Header.Get("Authorization"))
	role := roleIn.FindStringSubmatch(string(body))
	switch {
	case strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".ListAccounts"):
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		io.WriteString(w, o.list)
	case role != nil:
		enter(w, role[1])
	case strings.HasPrefix(string(body), "Action=GetCallerIdentity") && as != nil:
		introduce(w, as[1])
	case strings.HasPrefix(string(body), "Action=DescribeSecurityGroups&"):
		w.Header().Set("Content-Type", "text/xml")
		io.WriteString(w, o.groups)
	default:
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		replayAWS(w, r, o.recorded, nil)
	}
}
