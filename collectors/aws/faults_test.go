package aws

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"

	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"

	"github.com/assize/assize/collectors"
)

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
