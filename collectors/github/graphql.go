package github

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	sdk "github.com/google/go-github/v60/github"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/assize/assize/collectors"
)

// A graphQuery is a document of GraphQL with its variables, as it is sent.
type graphQuery struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables"`
	// splits is true when the same can be asked in smaller parts, which helps more than asking again.
	splits bool
}

// maxDocument is how long a document may be, in bytes, and maxTokens how many words it may have.
const (
	maxDocument = 1 << 20
	maxTokens   = 100_000
)

// graphURL is the path of GraphQL on a server: beside that of the rest, on an Enterprise Server. Source: GitHub Docs.
func graphURL(base *url.URL) string {
	if strings.HasSuffix(base.Path, "/api/v3/") {
		return strings.TrimSuffix(base.Path, "v3/") + "graphql"
	}
	return base.Path + "graphql"
}

// graphPath is the same as seen from the base.
func (c *client) graphPath() string {
	if strings.HasSuffix(c.sdk.BaseURL.Path, "/api/v3/") {
		return "../graphql"
	}
	return "graphql"
}

// queries says whether the body of a request is one document of GraphQL that only asks. It leaves the body as it was.
func queries(r *http.Request) bool {
	if r.GetBody == nil || r.ContentLength <= 0 || r.ContentLength > maxDocument {
		return false
	}
	body, err := r.GetBody()
	if err != nil {
		return false
	}
	text, err := io.ReadAll(io.LimitReader(body, maxDocument+1))
	_ = body.Close() // it is in memory
	var sent map[string]json.RawMessage
	if err != nil || json.Unmarshal(text, &sent) != nil {
		return false
	}
	for key := range sent { // an extension could name a document that the server knows, and two spellings of a key two documents
		if key != "query" && key != "variables" {
			return false
		}
	}
	var query string
	if json.Unmarshal(sent["query"], &query) != nil {
		return false
	}
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, maxTokens)
	return err == nil && len(document.Operations) == 1 && document.Operations[0].Operation == ast.Query
}

// tooMuch says whether an attempt failed as one does that asks for too much at once.
func tooMuch(err error) bool {
	var refused *sdk.ErrorResponse
	if errors.As(err, &refused) {
		return refused.Response.StatusCode >= 500 && refused.Response.Header.Get("Retry-After") == ""
	}
	var primary *sdk.RateLimitError
	var secondary *sdk.AbuseRateLimitError
	return !errors.As(err, &primary) && !errors.As(err, &secondary) && !errors.Is(err, errSpent)
}

// A graphError is one of the errors of an answer that has the status 200.
type graphError struct {
	Type       string
	Message    string
	Path       []any
	Extensions struct{ Code string }
}

// at is where the error is, below the first parts of its path: "deployKeys.totalCount".
func (e graphError) at(skip int) string {
	var parts []string
	for _, part := range e.Path[min(skip, len(e.Path)):] {
		switch part := part.(type) {
		case string:
			parts = append(parts, part)
		case float64:
			parts = append(parts, strconv.Itoa(int(part)))
		}
	}
	return strings.Join(parts, ".")
}

// slow says whether the error is one of asking for too much at once.
func (e graphError) slow() bool {
	text := strings.ToLower(e.Message)
	return e.Type == "MAX_NODE_LIMIT_EXCEEDED" || e.Type == "RESOURCE_LIMITS_EXCEEDED" ||
		strings.Contains(text, "timeout") || strings.Contains(text, "timedout") || strings.Contains(text, "timed out")
}

// fault says what the error means for what was asked for.
func (e graphError) fault(r request, needs string) *fault {
	f := &fault{request: r, cause: collectors.Failed, needs: needs, message: e.Message}
	f.detail = oneLine("GraphQL " + e.Type + ": " + e.Message)
	if e.Type == "" {
		f.detail = oneLine("GraphQL: " + e.Message)
	}
	text := strings.ToLower(e.Message)
	switch {
	case strings.Contains(text, "saml"):
		f.cause, f.needs = collectors.Denied, "a token that is authorised for the organisation's single sign-on"
	case e.Type == "RATE_LIMITED" || e.Type == "RATE_LIMIT":
		f.cause, f.needs = collectors.Throttled, "an audit later"
	case strings.Contains(text, "access blocked"):
		f.cause, f.needs = collectors.Denied, "GitHub to lift its block"
	case e.Type == "FORBIDDEN" || e.Type == "INSUFFICIENT_SCOPES":
		f.cause = collectors.Denied
	case e.Type == "NOT_FOUND":
		f.cause = collectors.NotFoundAmbiguous
	case e.Type == "MAX_NODE_LIMIT_EXCEEDED" || e.Type == "RESOURCE_LIMITS_EXCEEDED":
		f.cause = collectors.Truncated
	case e.slow():
		f.cause = collectors.Timeout
	case e.Extensions.Code != "":
		f.cause, f.needs = collectors.Unsupported, "a server that has this part of GraphQL"
	}
	return f
}

// errorsOf are the errors of an answer.
func errorsOf(text json.RawMessage) []graphError {
	var out struct{ Errors []graphError }
	if json.Unmarshal(text, &out) != nil {
		return nil
	}
	return out.Errors
}

// spentPoints says whether an answer is that the limit of GraphQL is used up, in the words of the client library.
func spentPoints(r *sdk.Response, text json.RawMessage) error {
	limited := func(e graphError) bool { return e.Type == "RATE_LIMITED" || e.Type == "RATE_LIMIT" }
	if all := errorsOf(text); slices.ContainsFunc(all, limited) {
		return &sdk.RateLimitError{Rate: r.Rate, Response: r.Response, Message: all[0].Message}
	}
	return nil
}
