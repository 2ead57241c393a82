package aws

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/restjson"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// A service is one that is asked without a module of the SDK, because a module costs more of the binary than the few reads
// that are wanted of it. Its calls pass the same middlewares as those of the SDK's clients: the guard, the meter, the retryer,
// the signature, the look at the answer.
type service struct {
	// id is the SDK's id of the service; signing is the name that its calls are signed for.
	id, signing string
	// host is the first part of the name of its endpoints. A global service has one endpoint in each partition.
	host   string
	global bool
	// target is the first half of the header that names an operation; "" where method and path do.
	target string
}

// suffixes are the domains of the endpoints of partitions. Source: partitions.json of the SDK.
var suffixes = map[string]string{
	"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn", "aws-eusc": "amazonaws.eu", "aws-iso": "c2s.ic.gov",
	"aws-iso-b": "sc2s.sgov.gov", "aws-iso-e": "cloud.adc-e.uk", "aws-iso-f": "csp.hci.ic.gov",
}

// A question is what one call asks: the path and query of a GET, or the body of a call whose operation a header names.
type question struct {
	path  string
	query url.Values
	body  any
}

// A client asks one service in one region. It may be used from several goroutines.
type client struct {
	service
	config  sdk.Config
	retryer sdk.Retryer
	base    string
	lost    error // why there is no base
}

// client makes the way to a service in a region; a global one is always asked in the region that its calls are signed for.
func (v *visit) client(ctx context.Context, s service, region string) *client {
	if s.global {
		if region = homeRegion; v.partition == "aws-cn" {
			region = "cn-northwest-1"
		}
	}
	c := &client{service: s, config: v.in(region)}
	if c.retryer = retry.NewStandard(); c.config.Retryer != nil {
		c.retryer = c.config.Retryer()
	}
	c.base, c.lost = c.endpoint(ctx, v.partition)
	return c
}

// endpoint is where the service is asked: where the configuration says, or where AWS has it.
func (c *client) endpoint(ctx context.Context, partition string) (string, error) {
	for _, source := range c.config.ConfigSources {
		if s, ok := source.(interface {
			GetServiceBaseEndpoint(context.Context, string) (string, bool, error)
		}); ok {
			if at, found, err := s.GetServiceBaseEndpoint(ctx, c.id); err != nil || found {
				return at, err
			}
		}
		if s, ok := source.(interface {
			GetUseFIPSEndpoint(context.Context) (sdk.FIPSEndpointState, bool, error)
		}); ok {
			if state, found, err := s.GetUseFIPSEndpoint(ctx); err != nil || found && state == sdk.FIPSEndpointStateEnabled {
				return "", errors.Join(errors.New("the configuration wants FIPS endpoints, and this service is not asked at one"), err)
			}
		}
	}
	suffix, known := suffixes[partition]
	switch {
	case c.config.BaseEndpoint != nil:
		return *c.config.BaseEndpoint, nil
	case !known:
		return "", fmt.Errorf("the partition %q is not known", partition)
	case c.global && partition == "aws":
		return "https://" + c.host + "." + suffix, nil
	}
	return "https://" + c.host + "." + c.config.Region + "." + suffix, nil
}

// ask sends one call and decodes its answer into out, as XML where answer.go names its root and as JSON otherwise. An error is a
// smithy.OperationError, as those of the SDK's clients are.
func (c *client) ask(ctx context.Context, operation string, q question, out any) error {
	ctx = middleware.ClearStackValues(ctx)
	ctx = middleware.WithOperationName(middleware.WithServiceID(ctx, c.id), operation)
	ctx = awsmiddleware.SetOperationName(awsmiddleware.SetServiceID(ctx, c.id), operation)
	ctx = awsmiddleware.SetSigningName(awsmiddleware.SetSigningRegion(awsmiddleware.SetRegion(ctx, c.config.Region), c.config.Region), c.signing)
	stack := middleware.NewStack(operation, smithyhttp.NewStackRequest)
	err := errors.Join(c.lost, c.assemble(stack, operation, q, out))
	for _, add := range c.config.APIOptions {
		err = errors.Join(err, add(stack))
	}
	if err == nil {
		_, _, err = middleware.DecorateHandler(smithyhttp.NewClientHandler(c.config.HTTPClient), stack).Handle(ctx, q)
	}
	if err != nil {
		return &smithy.OperationError{ServiceID: c.id, OperationName: operation, Err: err}
	}
	return nil
}

// assemble puts the steps of a call together, in the order and under the names that the SDK's clients have.
func (c *client) assemble(stack *middleware.Stack, operation string, q question, out any) error {
	return errors.Join(
		stack.Serialize.Add(middleware.SerializeMiddlewareFunc("OperationSerializer",
			func(ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler) (middleware.SerializeOutput, middleware.Metadata, error) {
				request, err := c.write(in.Request.(*smithyhttp.Request), operation, q)
				if err != nil {
					return middleware.SerializeOutput{}, middleware.Metadata{}, err
				}
				in.Request = request
				return next.HandleSerialize(ctx, in)
			}), middleware.After),
		smithyhttp.AddComputeContentLengthMiddleware(stack),
		awsmiddleware.AddUserAgentKeyValue("app", "assize")(stack),
		stack.Finalize.Add(retry.NewAttemptMiddleware(c.retryer, smithyhttp.RequestCloner), middleware.After),
		stack.Finalize.Add(&v4.ComputePayloadSHA256{}, middleware.After),
		stack.Finalize.Add(v4.NewSignHTTPRequestMiddleware(v4.SignHTTPRequestMiddlewareOptions{
			CredentialsProvider: c.config.Credentials, Signer: v4.NewSigner(),
		}), middleware.After),
		stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("OperationDeserializer",
			func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
				answer, metadata, err := next.HandleDeserialize(ctx, in)
				if response, ok := answer.RawResponse.(*smithyhttp.Response); ok && err == nil {
					err = c.read(response, operation, out)
				}
				return answer, metadata, err
			}), middleware.After),
	)
}

// write makes the request.
func (c *client) write(request *smithyhttp.Request, operation string, q question) (*smithyhttp.Request, error) {
	at, err := url.Parse(strings.TrimSuffix(c.base, "/") + q.path)
	if err != nil {
		return nil, err
	}
	at.RawQuery = q.query.Encode()
	request.URL, request.Method = at, http.MethodGet
	if _, isXML := roots[c.id+":"+operation]; !isXML {
		request.Header.Set("Accept", "application/json") // without it API Gateway answers in another form (HAL)
	}
	if c.target == "" {
		return request, nil
	}
	body, err := json.Marshal(q.body)
	if err != nil {
		return nil, err
	}
	request.Method = http.MethodPost
	request.URL.Path = strings.TrimSuffix(request.URL.Path, "/") + "/"
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", c.target+"."+operation)
	return request.SetStream(bytes.NewReader(body))
}

// read decodes an answer, or the error that it is.
func (c *client) read(response *smithyhttp.Response, operation string, out any) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if closing := response.Body.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	_, isXML := roots[c.id+":"+operation]
	switch {
	case response.StatusCode > 299:
		return &smithyhttp.ResponseError{Response: response, Err: apiError(response.Header, body, isXML)}
	case isXML:
		err = xml.Unmarshal(body, out)
	default:
		err = json.Unmarshal(body, out)
	}
	if err != nil {
		return &answerError{err.Error()}
	}
	return nil
}

// apiError is the error that an answer tells. Without a code it is none of AWS's.
func apiError(header http.Header, body []byte, isXML bool) error {
	out := &smithy.GenericAPIError{Code: restjson.SanitizeErrorCode(header.Get("X-Amzn-Errortype"))}
	if isXML {
		var is struct {
			Code    string `xml:"Error>Code"`
			Message string `xml:"Error>Message"`
		}
		if xml.Unmarshal(body, &is) == nil {
			out.Code, out.Message = is.Code, is.Message
		}
	} else if code, message, err := restjson.GetErrorInfo(json.NewDecoder(bytes.NewReader(body))); err == nil {
		if out.Message = message; out.Code == "" {
			out.Code = code
		}
	}
	if out.Code == "" {
		out.Code = "UnknownError"
	}
	return out
}

// query makes a query of names and values; those without a value are left out.
func query(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			out.Set(pairs[i], pairs[i+1])
		}
	}
	return out
}
