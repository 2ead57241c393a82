package aws

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/smithy-go/middleware"
)

// readPrefixes are how AWS names operations that change nothing.
var readPrefixes = []string{"BatchGet", "Describe", "Get", "List", "Lookup"}

// harmless are operations of other names that were looked at one by one. GenerateCredentialReport makes AWS write a
// report that only the caller can fetch; there is no way to read one otherwise.
var harmless = []string{"GenerateCredentialReport"}

// harmful are operations with the name of a read that hand out credentials or secrets, or that cost something or change
// a state.
var harmful = []string{
	"GetAuthorizationToken", "GetClusterCredentials", "GetClusterCredentialsWithIAM", "GetCredentialsForIdentity",
	"GetFederationToken", "GetId", "GetLoginProfileToken", "GetObject", "GetObjectTorrent", "GetOpenIdToken",
	"GetOpenIdTokenForDeveloperIdentity", "GetParametersForImport", "GetPasswordData", "GetQueryResults", "GetRandomPassword",
	"GetRoleCredentials", "GetSecretValue", "BatchGetSecretValue", "GetSessionToken", "GetWorkloadAccessToken",
}

// A writeError says that an operation is no read.
type writeError struct{ service, operation string }

func (e *writeError) Error() string {
	return fmt.Sprintf("%s:%s is not among the operations that only read; it was not sent", e.service, e.operation)
}

// reads says whether an operation may be sent.
func reads(operation string) bool {
	if slices.Contains(harmful, operation) {
		return false
	}
	return slices.Contains(harmless, operation) ||
		slices.ContainsFunc(readPrefixes, func(prefix string) bool { return strings.HasPrefix(operation, prefix) })
}

// guard refuses every operation that is no read. It is the first thing in every client's stack, before anything is
// serialized or signed.
func guard(stack *middleware.Stack) error {
	return stack.Initialize.Add(middleware.InitializeMiddlewareFunc("ReadOnly",
		func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
			if operation := middleware.GetOperationName(ctx); !reads(operation) {
				return middleware.InitializeOutput{}, middleware.Metadata{}, &writeError{middleware.GetServiceID(ctx), operation}
			}
			return next.HandleInitialize(ctx, in)
		}), middleware.Before)
}
