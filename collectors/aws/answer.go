package aws

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// maxAnswer is the size of an answer that is read, in bytes. AWS's pages are far smaller.
const maxAnswer = 64 << 20

// An answerError says that an answer cannot be AWS's. The SDK would take the page of a proxy for an answer that says
// nothing, and nothing said means "off" or "none": that would be a wrong fact.
type answerError struct{ why string }

func (e *answerError) Error() string { return "the answer is not AWS's: " + e.why }

// errEndless says that a list did not end.
var errEndless = errors.New("the list does not end: the same page came again, or more pages than allowed")

// roots are the root elements of the answers in XML whose names do not follow from the operation's. An operation of
// these services that is missing here cannot be used.
var roots = map[string]string{
	"S3:GetBucketAcl": "AccessControlPolicy", "S3:GetBucketEncryption": "ServerSideEncryptionConfiguration",
	"S3:GetBucketLifecycleConfiguration": "LifecycleConfiguration", "S3:GetBucketLocation": "LocationConstraint",
	"S3:GetBucketLogging": "BucketLoggingStatus", "S3:GetBucketOwnershipControls": "OwnershipControls",
	"S3:GetBucketReplication": "ReplicationConfiguration", "S3:GetBucketVersioning": "VersioningConfiguration",
	"S3:GetBucketTagging": "Tagging", "S3:GetObjectLockConfiguration": "ObjectLockConfiguration", "S3:GetPublicAccessBlock": "PublicAccessBlockConfiguration",
	"S3:ListBuckets":                  "ListAllMyBucketsResult",
	"S3 Control:GetPublicAccessBlock": "PublicAccessBlockConfiguration",
	"CloudFront:ListDistributions":    "DistributionList", "CloudFront:GetDistributionConfig": "DistributionConfig",
}

// answers holds each answer against what the operation's protocol says of it, before the SDK reads it, and notes who
// was asked.
func (m *meter) answers(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("Answer",
		func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
			request, ok := in.Request.(*smithyhttp.Request)
			if ok {
				m.sees(request.URL.Scheme, request.URL.Host, request.URL.Hostname())
			}
			out, metadata, err := next.HandleDeserialize(ctx, in)
			response, isHTTP := out.RawResponse.(*smithyhttp.Response)
			if err != nil || !ok || !isHTTP || response.StatusCode < 200 || response.StatusCode > 299 {
				return out, metadata, err
			}
			body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
			if closing := response.Body.Close(); err == nil {
				err = closing
			}
			if err == nil {
				err = plausible(middleware.GetServiceID(ctx), middleware.GetOperationName(ctx), request, body)
			}
			if err == nil {
				err = numbered(middleware.GetServiceID(ctx)+":"+middleware.GetOperationName(ctx), request.URL.Hostname(), response.Header)
			}
			response.Body = io.NopCloser(bytes.NewReader(body))
			return out, metadata, err
		}), middleware.After)
}

// plausible says what is wrong with the body of a good answer.
func plausible(service, operation string, request *smithyhttp.Request, body []byte) error {
	if len(body) > maxAnswer {
		return &answerError{fmt.Sprintf("it is larger than %d bytes", maxAnswer)}
	}
	name := service + ":" + operation
	root, restXML := roots[name]
	content := request.Header.Get("Content-Type")
	switch {
	case request.Header.Get("Smithy-Protocol") == "rpc-v2-cbor":
		return binary(name, body)
	case strings.HasPrefix(content, "application/x-www-form-urlencoded"):
		if err := rootedIn(body, operation+"Response"); err != nil {
			return err
		}
		wrapper := operation + "Result"
		if service == "EC2" { // it has none, but a number
			wrapper = "requestId"
		}
		return elements(body, wrapper, members[name])
	case restXML: // servers that speak AWS's language sometimes name the root after the operation
		if err := rootedIn(body, root, operation+"Response", operation+"Result"); err != nil || silences[name] != "" {
			return err
		}
		return elements(body, members[name])
	case service == "S3" && operation != "GetBucketPolicy", service == "S3 Control", service == "CloudFront":
		return &answerError{"nothing says what " + operation + " answers"}
	}
	return object(name, body)
}

// rootedIn says whether body is a whole XML document with one of these roots, of which the first is AWS's. What lies inside the SDK reads.
func rootedIn(body []byte, roots ...string) error {
	decoder := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.Token()
		if err != nil {
			return &answerError{"it is no XML document"}
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		root := start.Name.Local
		if !slices.Contains(roots, root) {
			return &answerError{fmt.Sprintf("its root is %.40q and not %q", root, roots[0])}
		}
		end := bytes.TrimSpace(body)
		if !bytes.HasSuffix(end, []byte("</"+root+">")) && !bytes.HasSuffix(end, []byte("/>")) {
			return &answerError{"it breaks off"}
		}
		return nil
	}
}

// pages reads a list to its end. Next reads one page and returns the token of the page after it. A list that ends neither
// within the pages allowed nor with another token each time gives an error that wraps errEndless.
func (v *visit) pages(service, operation string, more func() bool, next func() (*string, error)) error {
	endless := &smithy.OperationError{ServiceID: service, OperationName: operation, Err: errEndless}
	seen := map[string]bool{}
	for n := 0; more(); n++ {
		if n == v.bounds.Pages {
			return endless
		}
		token, err := next()
		if err != nil {
			return err
		}
		if token == nil || *token == "" {
			continue
		}
		if seen[*token] {
			return endless
		}
		seen[*token] = true
	}
	return nil
}
