package aws

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/assize/assize/collectors"
)

// gapOf turns the error of a call into a gap that says what failed, why, and what would help. Where it belongs the caller
// says.
func gapOf(err error) collectors.Gap {
	gap := collectors.Gap{Cause: causeOf(err), Detail: detailOf(err)}
	var operation *smithy.OperationError
	if errors.As(err, &operation) {
		gap.Call = callName(operation.ServiceID) + ":" + operation.OperationName
		gap.Needs = action(operation.ServiceID, operation.OperationName)
	}
	if lapseOf(err) != "" {
		gap.Needs = "credentials that live as long as the audit"
	}
	return gap
}

// denials are the codes by which services say no, besides the HTTP status 403.
var denials = map[string]bool{
	"AccessDenied": true, "AccessDeniedException": true, "AuthorizationError": true, "AuthorizationErrorException": true,
	"ExpiredToken": true, "ExpiredTokenException": true, "RequestExpired": true, "InvalidClientTokenId": true,
	"NotAuthorized": true, "OptInRequired": true, "UnauthorizedAccess": true, "UnauthorizedOperation": true,
	"UnrecognizedClientException": true, "AuthFailure": true,
}

// unsupported are the codes by which an endpoint says that it does not know the operation.
var unsupported = map[string]bool{
	"InvalidAction": true, "NotImplemented": true, "UnknownOperationException": true, "UnsupportedOperation": true,
	"UnsupportedOperationException": true,
}

func causeOf(err error) collectors.Cause {
	code := code(err)
	_, slow := retry.DefaultThrottleErrorCodes[code]
	var network net.Error
	status := status(err)
	var garbled *answerError
	switch {
	case errors.Is(err, errSampled):
		return collectors.NotRequested
	case errors.As(err, &garbled):
		return collectors.Failed
	case lapseOf(err) != "":
		return collectors.Denied
	case slow, status == http.StatusTooManyRequests:
		return collectors.Throttled
	case denials[code], status == http.StatusForbidden && code != "":
		return collectors.Denied
	case unsupported[code]:
		return collectors.Unsupported
	case errors.Is(err, errEndless):
		return collectors.Truncated
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout(),
		status == http.StatusGatewayTimeout, code == "RequestTimeout", code == "RequestTimeoutException":
		return collectors.Timeout
	case status == http.StatusNotFound && code != "":
		return collectors.NotFoundAmbiguous
	}
	return collectors.Failed
}

// code is the error code that the service sent, or "".
func code(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() != "UnknownError" {
		return strings.TrimPrefix(api.ErrorCode(), "Client.")
	}
	return ""
}

// status is the HTTP status of the answer, or 0.
func status(err error) int {
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) && response.Response != nil && response.Response.Response != nil {
		return response.HTTPStatusCode()
	}
	return 0
}

// maxDetail is the length of an error's text that a gap carries, in bytes. AWS adds kilobytes of encoded reasons.
const maxDetail = 300

// detailOf says in one line what went wrong, without what differs from one call to the next.
func detailOf(err error) string {
	var api smithy.APIError
	var operation *smithy.OperationError
	var garbled *answerError
	var text string
	switch {
	case errors.As(err, &garbled):
		text = garbled.Error()
	case errors.Is(err, errEndless):
		text = errEndless.Error()
	case lapseOf(err).words() != "":
		text = lapseOf(err).words()
	case errors.As(err, &api) && code(err) != "":
		text = api.ErrorCode()
		if message, _, _ := strings.Cut(api.ErrorMessage(), "Encoded authorization failure message"); message != "" {
			text += ": " + message
		}
	case causeOf(err) == collectors.Timeout:
		text = "no answer within the time allowed"
	case status(err) != 0:
		text = fmt.Sprintf("HTTP status %d without an error that AWS would send", status(err))
	case errors.As(err, &operation):
		text = innermost(operation.Err).Error()
	default:
		text = err.Error()
	}
	return oneLine(text)
}

// innermost leaves the SDK's wrappings, which tell of attempts and ids.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// oneLine makes a text of AWS's one line of bounded length.
func oneLine(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text), "\uFFFD"))
	if len(text) > maxDetail {
		text = strings.ToValidUTF8(text[:maxDetail], "") + "…"
	}
	return text
}

// A partial is a resource some facts of which could not be read. It is for one goroutine.
type partial struct{ gaps []collectors.Gap }

// ok says whether a call went well; when not, the facts at paths have gaps.
func (p *partial) ok(err error, paths ...string) bool {
	if err == nil {
		return true
	}
	for _, path := range paths {
		gap := gapOf(err)
		gap.Path = path
		p.gaps = append(p.gaps, gap)
	}
	return false
}

// unreachable is the hint on a region that does not answer.
const unreachable = " (is this region reachable from here? The option regions names those to read)"

// unanswered says that no answer came at all: the connection was refused or broke, or the time was over.
func unanswered(err error) bool {
	var unsent *smithyhttp.RequestSendError
	return errors.As(err, &unsent) || status(err) == 0 && causeOf(err) == collectors.Timeout
}

// everywhere is the region of what an account has once.
const everywhere = ""

// kindGap tells that the kinds could not be listed in a region.
func (v *visit) kindGap(err error, region string, kinds ...string) {
	for _, kind := range kinds {
		gap := gapOf(err)
		gap.Kind, gap.Region = kind, region
		if region != everywhere {
			gap.Detail = fmt.Sprintf("in %s: %s", region, gap.Detail)
			if unanswered(err) {
				gap.Detail += unreachable
			}
		}
		v.sink.Gap(gap)
	}
}

// has says whether an answer holds what it always holds; when not, the facts at paths have gaps.
func (p *partial) has(there bool, service, operation string, paths ...string) bool {
	if there {
		return true
	}
	return p.ok(&smithy.OperationError{ServiceID: service, OperationName: operation, Err: &answerError{"it holds nothing"}}, paths...)
}
