package github

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	sdk "github.com/google/go-github/v60/github"

	"github.com/assize/assize/collectors"
)

var (
	errGarbled = errors.New("the answer is no JSON")
	errSampled = errors.New("not tried: others like it were")
)

// A fault is a call that brought nothing.
type fault struct {
	request request
	cause   collectors.Cause
	detail  string
	needs   string // empty is what the endpoint takes
	status  int    // 0 where there was no answer
	message string // what GitHub said
}

func (f *fault) Error() string { return f.request.call() + ": " + f.detail }

// says is true when GitHub answered with that status and a message that has text in it, whatever its letters.
func (f *fault) says(status int, text string) bool {
	return f.status == status && strings.Contains(strings.ToLower(f.message), strings.ToLower(text))
}

// saysOf is true when err is a fault that says so.
func saysOf(err error, status int, text string) bool {
	var f *fault
	return errors.As(err, &f) && f.says(status, text)
}

// The answers by which GitHub says that there is none, and not that nobody may see it. Source: the recorded answers of
// @octokit/fixtures for the first; GitHub Docs for the others.
var absences = map[string]string{
	protectionOf:    "Branch not protected",
	analysesOf:      "no analysis found",
	codeAlertsOf:    "no analysis found",
	vulnerabilityOf: "Vulnerability alerts are disabled",
}

// absent says whether the fault is the answer "there is none".
func (f *fault) absent() bool {
	text, known := absences[f.request.endpoint]
	return known && f.says(http.StatusNotFound, text)
}

// isFault is true for what a call brought, and false for a defect and the end of ctx.
func isFault(err error) bool {
	var f *fault
	return errors.As(err, &f)
}

// absentIn is true when err is a fault that says "there is none".
func absentIn(err error) bool {
	var f *fault
	return errors.As(err, &f) && f.absent()
}

// gap turns the fault into a gap. Where it belongs the caller says.
func (f *fault) gap() collectors.Gap {
	needs := f.needs
	if needs == "" {
		needs = endpoints[f.request.endpoint].needs
	}
	out := collectors.Gap{Cause: f.cause, Detail: f.detail, Needs: needs}
	if f.request.endpoint != "" {
		out.Call = f.request.call()
	}
	return out
}

// gapOf turns the error of a call into a gap.
func gapOf(err error) collectors.Gap {
	var f *fault
	if errors.As(err, &f) {
		return f.gap()
	}
	return collectors.Gap{Cause: collectors.Failed, Detail: oneLine(err.Error())}
}

// faultOf says why a call brought nothing.
func (c *client) faultOf(r request, err error) *fault {
	f := &fault{request: r, cause: collectors.Failed}
	var refused *sdk.ErrorResponse
	var primary *sdk.RateLimitError
	var secondary *sdk.AbuseRateLimitError
	var network net.Error
	switch {
	case errors.Is(err, errSpent):
		f.cause, f.detail, f.needs = collectors.Throttled, errSpent.Error(), "a larger number in the option max_requests"
	case errors.As(err, &primary):
		f.cause, f.detail, f.needs = collectors.Throttled, "GitHub's limit of requests is used up", "an audit after the limit is reset, within the hour"
	case errors.As(err, &secondary):
		f.cause, f.detail, f.needs = collectors.Throttled, "GitHub's secondary limit does not pass", "an audit later"
	case errors.As(err, &refused):
		c.refusal(f, refused)
	case errors.Is(err, errTooLong):
		f.cause, f.detail = collectors.Truncated, errTooLong.Error()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		f.cause, f.detail = collectors.Timeout, "no answer within the time allowed"
	case errors.Is(err, errGarbled):
		f.detail = errGarbled.Error()
	default:
		f.detail = oneLine(innermost(err).Error())
	}
	return f
}

// refusal says what an answer with a status of failure means. A cause that has to do with rights is taken from what GitHub
// itself says alone: a proxy on the way refuses too.
func (c *client) refusal(f *fault, r *sdk.ErrorResponse) {
	f.status, f.message = r.Response.StatusCode, r.Message
	f.detail = oneLine(fmt.Sprintf("HTTP status %d: %s", f.status, f.message))
	if f.message == "" {
		f.detail = fmt.Sprintf("HTTP status %d without an error that GitHub would send", f.status)
	}
	switch {
	case f.status == http.StatusTooManyRequests, f.status == http.StatusForbidden && f.has("rate limit"):
		f.cause, f.needs = collectors.Throttled, "an audit later"
	case f.message == "":
	case f.status == http.StatusGatewayTimeout:
		f.cause = collectors.Timeout
	case f.status == http.StatusUnauthorized:
		f.cause, f.needs = collectors.Denied, "a token that GitHub takes"
	case f.has("upgrade to github", "upgrade your", "not available for your plan"):
		f.cause, f.needs = collectors.PlanLimit, "a plan of GitHub's that has it"
	case f.status == http.StatusUnprocessableEntity && f.has("owner"): // of the filter for who has no second factor
		f.cause = collectors.Denied
	case f.blocked():
		f.cause, f.needs = collectors.Denied, "GitHub to lift its block"
	case f.status == http.StatusForbidden, f.status == http.StatusNotFound:
		c.hidden(f, r.Response.Header)
	}
}

// blocked says whether GitHub has taken something away from everybody: for legal reasons, or against its terms of service.
func (f *fault) blocked() bool {
	return f.status == http.StatusUnavailableForLegalReasons || f.status == http.StatusForbidden && f.has("access blocked")
}

// has says whether any of the texts, in lower case, is in what GitHub said.
func (f *fault) has(texts ...string) bool {
	message := strings.ToLower(f.message)
	return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(message, text) })
}

// hidden says why GitHub shows nothing, or says that there is nothing.
func (c *client) hidden(f *fault, header http.Header) {
	switch {
	case header.Get("X-GitHub-SSO") != "", f.has("saml"):
		f.cause, f.needs = collectors.Denied, "a token that is authorised for the organisation's single sign-on"
	case f.has("disabled", "must be enabled", "not enabled"):
		f.cause, f.needs = collectors.Disabled, "the feature switched on"
	case f.status == http.StatusForbidden:
		f.cause = collectors.Denied
	case c.server && endpoints[f.request.endpoint].public:
		f.cause, f.needs = collectors.Unsupported, "a server that has this part of the API"
	default:
		f.cause = collectors.NotFoundAmbiguous
	}
}

// maxDetail is the length of an error's text that a gap carries, in bytes.
const maxDetail = 300

// innermost leaves wrappings that tell of addresses.
func innermost(err error) error {
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err
}

// oneLine makes a text of GitHub's one line of bounded length.
func oneLine(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(printable(text), "\uFFFD"))
	if len(text) > maxDetail {
		text = strings.ToValidUTF8(text[:maxDetail], "") + "…"
	}
	return text
}

func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
