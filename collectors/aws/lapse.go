package aws

import (
	"errors"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/credentials/processcreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"
)

// A lapse says which kind of credentials has ended or cannot be had, where somebody can get new ones; "" is no lapse.
type lapse string

const (
	keysLapsed    lapse = "keys"    // AWS refuses credentials that were handed over
	ssoLapsed     lapse = "sso"     // the session of IAM Identity Center
	loginLapsed   lapse = "login"   // that of aws login
	tokenLapsed   lapse = "token"   // the token of a web identity
	processLapsed lapse = "process" // the command that a profile names gives none
)

// lapseOf is the lapse that a call failed of. Most of them show before AWS is asked, when the SDK looks for credentials.
func lapseOf(err error) lapse {
	var sso *ssocreds.InvalidTokenError
	var process *processcreds.ProviderError
	service, operation := innermostCall(err)
	refused := code(err) != "" && status(err) >= 400 && status(err) < 500
	switch {
	case errors.As(err, &sso), refused && service == "SSO" && status(err) == http.StatusUnauthorized, refused && service == "SSO OIDC":
		return ssoLapsed
	case errors.As(err, &process):
		return processLapsed
	case outdated(err) && operation == "AssumeRoleWithWebIdentity":
		return tokenLapsed
	case outdated(err):
		return keysLapsed
	case err == nil:
		return ""
	}
	// These the SDK tells by words alone (ssocreds/sso_token_provider.go, sso_cached_token.go; logincreds/provider.go).
	if text := err.Error(); strings.Contains(text, "SSO token") {
		return ssoLapsed
	} else if strings.Contains(text, "please reauthenticate") {
		return loginLapsed
	}
	return ""
}

// outdated says whether AWS's answer was that credentials or a token are too old.
func outdated(err error) bool {
	switch code(err) {
	case "ExpiredToken", "ExpiredTokenException", "RequestExpired":
		return true
	}
	return false
}

// innermostCall is the call that failed, by the SDK's id of the service and the operation: one for credentials lies within that
// for which they were wanted.
func innermostCall(err error) (service, operation string) {
	for inner := err; ; {
		var is *smithy.OperationError
		if !errors.As(inner, &is) {
			return service, operation
		}
		service, operation, inner = is.ServiceID, is.OperationName, is.Err
	}
}

// words are what a lapse is called, or "" where the error itself says it best.
func (l lapse) words() string {
	switch l {
	case ssoLapsed:
		return "the session of IAM Identity Center (SSO) has expired, or there is none"
	case loginLapsed:
		return "the session of \"aws login\" has expired, or there is none"
	}
	return ""
}

// remedy is what gets new credentials for a profile.
func (l lapse) remedy(profile string) string {
	switch l {
	case ssoLapsed:
		return "sign in again with " + command("aws sso login", profile)
	case loginLapsed:
		return "sign in again with " + command("aws login", profile)
	case tokenLapsed:
		return "have the token of the web identity written anew: AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file names its file"
	case processLapsed:
		return "run the command of credential_process in ~/.aws/config by hand: it must print credentials as JSON"
	}
	return "the credentials have expired: get new ones, for example with " + command("aws sso login", profile)
}

// command is a command of AWS's for a profile, in quotation marks.
func command(text, profile string) string {
	if profile != defaultProfile && profile != "" {
		text += " --profile " + profile
	}
	return `"` + text + `"`
}
