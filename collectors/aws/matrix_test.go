package aws

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

var update = flag.Bool("update", false, "write testdata/matrix.golden anew")

// answer makes an answer of a status and a body.
func answer(r *http.Request, status int, contentType, body string) *http.Response {
	return exchange{Status: status, Type: contentType, Body: body}.response(r)
}

// refusal makes a service's error in the form of the protocol that the request speaks.
func refusal(status int, codes map[string]string) fault {
	return func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
		service, _, _ := strings.Cut(operationOf(r), ":")
		code := codes[service]
		if code == "" {
			code = codes[""]
		}
		content := r.Header.Get("Content-Type")
		switch {
		case service == "ec2":
			return answer(r, status, "text/xml", "<Response><Errors><Error><Code>"+code+"</Code><Message>no</Message></Error></Errors><RequestID>1</RequestID></Response>"), nil
		case strings.HasPrefix(content, "application/x-www-form-urlencoded"):
			return answer(r, status, "text/xml", "<ErrorResponse><Error><Type>Sender</Type><Code>"+code+"</Code><Message>no</Message></Error><RequestId>1</RequestId></ErrorResponse>"), nil
		case service == "s3":
			return answer(r, status, "application/xml", "<Error><Code>"+code+"</Code><Message>no</Message></Error>"), nil
		case service == "cloudfront", service == "s3control":
			return answer(r, status, "text/xml", "<ErrorResponse><Error><Code>"+code+"</Code><Message>no</Message></Error></ErrorResponse>"), nil
		case r.Header.Get("Smithy-Protocol") == "rpc-v2-cbor":
			name := []byte(code)
			body := append([]byte{0xa2, 0x66, '_', '_', 't', 'y', 'p', 'e', 0x78, byte(len(name))}, name...)
			body = append(body, 0x67, 'm', 'e', 's', 's', 'a', 'g', 'e', 0x62, 'n', 'o')
			return exchange{Status: status, Type: "application/cbor", Binary: body}.response(r), nil
		}
		response := answer(r, status, "application/json", `{"__type":"`+code+`","message":"no"}`)
		response.Header.Set("X-Amzn-Errortype", code)
		return response, nil
	}
}

// tokens is how each list says that there is more. %s is the token.
var tokens = map[string]struct{ before, insert string }{
	"ec2:DescribeNetworkInterfaces":              {"</DescribeNetworkInterfacesResponse>", "<nextToken>%s</nextToken>"},
	"ec2:DescribeSecurityGroups":                 {"</DescribeSecurityGroupsResponse>", "<nextToken>%s</nextToken>"},
	"iam:GetAccountAuthorizationDetails":         {"</GetAccountAuthorizationDetailsResult>", "<Marker>%s</Marker>"},
	"iam:ListServerCertificates":                 {"</ListServerCertificatesResult>", "<Marker>%s</Marker>"},
	"iam:ListVirtualMFADevices":                  {"</ListVirtualMFADevicesResult>", "<Marker>%s</Marker>"},
	"access-analyzer:ListAnalyzers":              {"}", `,"nextToken":"%s"`},
	"cloudwatch:DescribeAlarms":                  {},
	"ec2:DescribeFlowLogs":                       {"</DescribeFlowLogsResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeInstances":                      {"</DescribeInstancesResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeNetworkAcls":                    {"</DescribeNetworkAclsResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeSnapshots":                      {"</DescribeSnapshotsResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeVolumes":                        {"</DescribeVolumesResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeRouteTables":                    {"</DescribeRouteTablesResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeVpcEndpoints":                   {"</DescribeVpcEndpointsResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeVpcPeeringConnections":          {"</DescribeVpcPeeringConnectionsResponse>", `<nextToken>%s</nextToken>`},
	"ec2:DescribeVpcs":                           {"</DescribeVpcsResponse>", `<nextToken>%s</nextToken>`},
	"rds:DescribeDBInstances":                    {"</DescribeDBInstancesResult>", `<Marker>%s</Marker>`},
	"rds:DescribeDBClusters":                     {"</DescribeDBClustersResult>", `<Marker>%s</Marker>`},
	"kms:ListKeys":                               {"}", `,"Truncated":true,"NextMarker":"%s"`},
	"elasticfilesystem:DescribeFileSystems":      {"}", `,"NextMarker":"%s"`},
	"guardduty:ListDetectors":                    {"}", `,"nextToken":"%s"`},
	"logs:DescribeLogGroups":                     {"}", `,"nextToken":"%s"`},
	"logs:DescribeMetricFilters":                 {"}", `,"nextToken":"%s"`},
	"sns:ListTopics":                             {"</ListTopicsResult>", "<NextToken>%s</NextToken>"},
	"acm:ListCertificates":                       {"}", `,"NextToken":"%s"`},
	"backup:ListBackupPlans":                     {"}", `,"NextToken":"%s"`},
	"backup:ListBackupSelections":                {"}", `,"NextToken":"%s"`},
	"backup:ListBackupVaults":                    {"}", `,"NextToken":"%s"`},
	"backup:ListProtectedResources":              {"}", `,"NextToken":"%s"`},
	"backup:ListRestoreJobs":                     {"}", `,"NextToken":"%s"`},
	"backup:ListRestoreTestingPlans":             {"}", `,"NextToken":"%s"`},
	"eks:DescribeClusterVersions":                {"}", `,"nextToken":"%s"`},
	"wafv2:ListWebACLs":                          {"}", `,"NextMarker":"%s"`},
	"elasticloadbalancing:DescribeTargetGroups":  {"</DescribeTargetGroupsResult>", "<NextMarker>%s</NextMarker>"},
	"budgets:DescribeBudgets":                    {"}", `,"NextToken":"%s"`},
	"budgets:DescribeNotificationsForBudget":     {"}", `,"NextToken":"%s"`},
	"dynamodb:ListTables":                        {"}", `,"LastEvaluatedTableName":"%s"`},
	"elasticloadbalancing:DescribeListeners":     {"</DescribeListenersResult>", "<NextMarker>%s</NextMarker>"},
	"elasticloadbalancing:DescribeLoadBalancers": {"</DescribeLoadBalancersResult>", "<NextMarker>%s</NextMarker>"},
	"lambda:ListFunctionUrlConfigs":              {"}", `,"NextMarker":"%s"`},
	"lambda:ListFunctions":                       {"}", `,"NextMarker":"%s"`},
	"secretsmanager:ListSecrets":                 {"}", `,"NextToken":"%s"`},
	"sqs:ListQueues":                             {"}", `,"NextToken":"%s"`},
	"apigateway:GetResources":                    {"}", `,"position":"%s"`},
	"apigateway:GetRestApis":                     {"}", `,"position":"%s"`},
	"apigatewayv2:GetApis":                       {"}", `,"nextToken":"%s"`},
	"apigatewayv2:GetRoutes":                     {"}", `,"nextToken":"%s"`},
	"apigatewayv2:GetStages":                     {"}", `,"nextToken":"%s"`},
	"cloudfront:ListDistributions":               {"</DistributionList>", "<NextMarker>%s</NextMarker>"},
	"ecr:DescribeRepositories":                   {"}", `,"nextToken":"%s"`},
	"eks:ListClusters":                           {"}", `,"nextToken":"%s"`},
	"events:ListEventBuses":                      {"}", `,"NextToken":"%s"`},
	"logs:DescribeDeliveries":                    {"}", `,"nextToken":"%s"`},
	"logs:DescribeDeliverySources":               {"}", `,"nextToken":"%s"`},
	"organizations:ListDelegatedAdministrators":  {"}", `,"NextToken":"%s"`},
	"organizations:ListPolicies":                 {"}", `,"NextToken":"%s"`},
	"organizations:ListTargetsForPolicy":         {"}", `,"NextToken":"%s"`},
	"s3:ListBuckets":                             {"</ListAllMyBucketsResult>", "<ContinuationToken>%s</ContinuationToken>"},
}

var ended = regexp.MustCompile(`<IsTruncated>false</IsTruncated>`)

// endless makes a list that never ends: with another token each time, or always the same.
func endless(same bool) fault {
	var n atomic.Int64
	var first sync.Map // the first page, by region
	return func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
		response := rest()
		page, _ := io.ReadAll(response.Body)
		region := awsmiddleware.GetRegion(r.Context())
		if len(page) > 0 {
			first.Store(region, page)
		}
		kept, _ := first.Load(region)
		if r.Header.Get("Smithy-Protocol") == "rpc-v2-cbor" {
			return exchange{Status: http.StatusOK, Type: "application/cbor", Binary: moreCBOR(kept.([]byte), n.Add(1), same)}.response(r), nil
		}
		how := tokens[operationOf(r)]
		token := "again"
		if !same {
			token = fmt.Sprint("page", n.Add(1))
		}
		body := ended.ReplaceAll(kept.([]byte), []byte("<IsTruncated>true</IsTruncated>"))
		at := bytes.LastIndex(body, []byte(how.before))
		if at < 0 {
			return nil, errors.New("the recording of " + operationOf(r) + " has no " + how.before)
		}
		text := string(body[:at]) + fmt.Sprintf(how.insert, token) + string(body[at:])
		return answer(r, http.StatusOK, "text/xml", strings.Replace(text, "{,", "{", 1)), nil
	}
}

// moreCBOR adds a token to an answer, which is a map.
func moreCBOR(page []byte, n int64, same bool) []byte {
	token := "t0"
	if !same {
		token = fmt.Sprint("t", n%10)
	}
	member := append([]byte("\x69NextToken\x62"), token...)
	if page[0] == 0xbf { // of no stated length: the last byte ends it
		return append(append(bytes.Clone(page[:len(page)-1]), member...), 0xff)
	}
	return append(append([]byte{page[0] + 1}, page[1:]...), member...)
}

// faults are what can go wrong, and the cause that must stand in the gaps.
func faults() map[string]struct {
	fault fault
	cause collectors.Cause
} {
	type row = struct {
		fault fault
		cause collectors.Cause
	}
	page := "<html><head><title>Sign in</title></head><body>Welcome to the guest network</body></html>"
	return map[string]row{
		"denied":    {refusal(http.StatusForbidden, map[string]string{"": "AccessDenied", "ec2": "UnauthorizedOperation"}), collectors.Denied},
		"throttled": {refusal(http.StatusBadRequest, map[string]string{"": "Throttling", "ec2": "RequestLimitExceeded", "s3": "SlowDown"}), collectors.Throttled},
		"500": {func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
			return answer(r, http.StatusInternalServerError, "text/html", page), nil
		}, collectors.Failed},
		"timeout": {func(*http.Request, func() *http.Response) (*http.Response, error) {
			return nil, os.ErrDeadlineExceeded // as the network says it; TestNoAnswer really waits
		}, collectors.Timeout},
		"garbage": {func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
			return answer(r, http.StatusOK, "text/html", page), nil
		}, collectors.Failed},
		"empty": {func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
			return answer(r, http.StatusOK, "text/xml", ""), nil
		}, collectors.Failed},
		"hollow":      {hollow, collectors.Failed},
		"null":        {null, collectors.Failed},
		"null member": {nullMember, collectors.Failed},
		"other":       {other, collectors.Failed},
		"cut off": {func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
			response := rest()
			body, err := io.ReadAll(response.Body)
			if err != nil {
				return nil, err
			}
			return exchange{Status: http.StatusOK, Type: response.Header.Get("Content-Type"), Body: string(body[:len(body)/2])}.response(r), nil
		}, collectors.Failed},
		"endless": {endless(false), collectors.Truncated},
		"circle":  {endless(true), collectors.Truncated},
	}
}

// idle are the operations on which nothing depends in the recorded account, and why.
var idle = map[string]string{
	"iam:ListVirtualMFADevices": "the root user has no second factor: TestRootSecondFactor",
}

// TestMatrix breaks every operation that the collector uses in every way, one at a time: what depends on it becomes a gap
// with the right cause, nothing vanishes without one, and nothing else changes. What depends on what stands in
// testdata/matrix.golden. Once for each operation everything is read; the other faults are tried on the services that use it.
func TestMatrix(t *testing.T) {
	users := usersOfOperations(t)
	cleans := map[string]*collectors.Snapshot{}
	clean := func(t *testing.T, only string) *collectors.Snapshot {
		if cleans[only] == nil {
			f := newFake(t)
			f.only = only
			s, err := f.visit(t)
			if err != nil {
				t.Fatal(err)
			}
			cleans[only] = s
		}
		return cleans[only]
	}
	golden := readGolden(t)
	got := map[string][]string{}
	for operation, services := range users {
		for name, row := range faults() {
			if _, list := tokens[operation]; !list && row.cause == collectors.Truncated || says(operation, name) {
				continue
			}
			t.Run(operation+" "+name, func(t *testing.T) {
				broken := newFake(t)
				broken.faults[operation] = row.fault
				if name != "denied" {
					broken.only = services
				}
				s, err := broken.visit(t)
				if err != nil {
					t.Fatal(err)
				}
				places := compare(t, clean(t, broken.only), s, operation, row.cause)
				section := operation
				if row.cause == collectors.Truncated {
					section += ", broken off"
				}
				got[section] = places
				if diff := cmp.Diff(golden[section], places); diff != "" && !*update {
					t.Errorf("what depends on %s (-golden +now):\n%s", operation, diff)
				}
			})
		}
	}
	if *update {
		writeGolden(t, got)
	}
}

// compare holds a broken visit against the clean one and returns the kinds and facts that have gaps because of it.
func compare(t *testing.T, clean, broken *collectors.Snapshot, operation string, cause collectors.Cause) []string {
	t.Helper()
	for _, err := range collectortest.Verify(broken) {
		t.Error(err)
	}
	known := map[collectors.Gap]bool{}
	for _, g := range clean.Gaps {
		known[g] = true
	}
	places := map[string]bool{}
	unread := map[string]map[string]bool{} // by kind and resource, the paths
	for _, g := range broken.Gaps {
		key := g.Kind + " " + g.Resource
		if unread[key] == nil {
			unread[key] = map[string]bool{}
		}
		unread[key][g.Path] = true
		if known[g] {
			continue
		}
		places[strings.TrimSpace(g.Kind+" "+g.Path)] = true
		if g.Call != operation || g.Cause != cause || g.Needs == "" || g.Detail == "" {
			t.Errorf("the gap does not say what happened: %+v", g)
		}
	}
	for _, g := range broken.Gaps {
		if g.Resource == "" && g.Call == operation && operation != "ec2:DescribeRegions" && (g.Region != "") != listedByRegion(g.Kind) {
			t.Errorf("the region of the gap is wrong: %+v", g)
		}
	}
	if len(places) == 0 && idle[operation] == "" {
		t.Errorf("nothing tells that %s failed", operation)
	}
	after := map[string]collectors.Resource{}
	for _, r := range broken.Resources {
		after[r.Kind+" "+r.ID] = r
	}
	for _, before := range clean.Resources {
		key := before.Kind + " " + before.ID
		now, there := after[key]
		delete(after, key)
		if !there {
			if !unread[before.Kind+" "][""] {
				t.Errorf("%s vanished", key)
			}
			continue
		}
		if operation == "s3:GetBucketLocation" && before.Kind == "aws.s3.bucket" {
			unread[key]["origin"] = true // the region itself
		}
		same(t, key, nil, decoded(t, before.JSON), decoded(t, now.JSON), unread[key])
	}
	for key := range after {
		t.Errorf("%s is new", key)
	}
	return slices.Sorted(maps.Keys(places))
}

// listedByRegion says whether a kind is read region by region.
func listedByRegion(kind string) bool {
	return slices.ContainsFunc(table(), func(e entry) bool { return e.scope == regional && slices.Contains(e.kinds, kind) })
}

func decoded(t *testing.T, text json.RawMessage) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// same demands that two values are equal but for what has a gap.
func same(t *testing.T, where string, path collectors.Path, before, after any, unread map[string]bool) {
	t.Helper()
	object, isObject := before.(map[string]any)
	other, alike := after.(map[string]any)
	if !isObject || !alike {
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%s %s was %v and is %v", where, path, before, after)
		}
		return
	}
	for name, value := range object {
		at := append(slices.Clone(path), name)
		if unread[at.String()] {
			continue
		}
		now, there := other[name]
		if !there {
			t.Errorf("%s %s is missing and has no gap", where, at)
			continue
		}
		same(t, where, at, value, now, unread)
	}
	for name, value := range other {
		if _, was := object[name]; !was {
			t.Errorf("%s %s is new: %v", where, append(slices.Clone(path), name), value)
		}
	}
}

func readGolden(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/matrix.golden")
	if err != nil && !*update {
		t.Fatal(err)
	}
	out := map[string][]string{}
	operation := ""
	for line := range strings.Lines(string(text)) {
		if place, inner := strings.CutPrefix(line, "  "); inner {
			out[operation] = append(out[operation], strings.TrimSpace(place))
		} else {
			operation = strings.TrimSpace(line)
		}
	}
	return out
}

func writeGolden(t *testing.T, places map[string][]string) {
	t.Helper()
	var b strings.Builder
	for _, operation := range slices.Sorted(maps.Keys(places)) {
		b.WriteString(operation + "\n")
		for _, place := range places[operation] {
			b.WriteString("  " + place + "\n")
		}
	}
	if err := os.WriteFile("testdata/matrix.golden", []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
