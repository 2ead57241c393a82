package kms

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

const usageHint = "use an asymmetric key with the usage SIGN_VERIFY, of the spec RSA_2048, RSA_3072, RSA_4096, ECC_NIST_P256 or ECC_NIST_P384"

// hints say what to do about the service's codes. %s is the key, and then the region.
// Source: AWS KMS API Reference, Sign and GetPublicKey, Errors.
var hints = map[string]string{
	"AccessDeniedException":         "this identity needs kms:GetPublicKey and kms:Sign on %s in %s, in the key's policy or in its own",
	"NotFoundException":             "there is no key %s in %s; a key is in one region: name it by its ARN, or set AWS_REGION",
	"InvalidArnException":           "%s is no id, ARN or alias of a key in %s",
	"ValidationException":           "%s is no id, ARN or alias of a key in %s",
	"DisabledException":             "enable the key %s in %s, or use another",
	"KMSInvalidStateException":      "the key %s in %s cannot be used as it is: is it waiting to be deleted, or for its material?",
	"InvalidKeyUsageException":      "%s in %s cannot sign so: " + usageHint,
	"UnsupportedOperationException": "%s in %s cannot sign so: " + usageHint,
	"KeyUnavailableException":       "the key %s in %s cannot be reached just now: try again",
	"ExpiredTokenException":         "the credentials have expired: get new ones to use %s in %s",
	"UnrecognizedClientException":   "AWS does not know these credentials, with which %s in %s was to be used: look at AWS_PROFILE and AWS_ACCESS_KEY_ID",
}

// explain makes an error of AWS KMS one that says what was attempted, why it failed, and what to do.
func (s *Signer) explain(ctx context.Context, attempted string, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	var api smithy.APIError
	if errors.As(err, &api) && hints[api.ErrorCode()] != "" {
		why := api.ErrorCode()
		if message := oneLine(api.ErrorMessage()); message != "" {
			why += ": " + message
		}
		return usage(fmt.Errorf("%s the AWS KMS key %s: %s", attempted, s.key, why), fmt.Sprintf(hints[api.ErrorCode()], s.key, s.region))
	}
	var answered *smithyhttp.ResponseError
	hint := "name credentials with AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with \"aws sso login\""
	if errors.As(err, &answered) || errors.Is(ctx.Err(), context.DeadlineExceeded) || errors.As(err, new(*smithyhttp.RequestSendError)) {
		hint = fmt.Sprintf("is AWS KMS in %s reachable from here? HTTPS_PROXY and AWS_ENDPOINT_URL decide where it is asked", s.region)
	}
	return usage(fmt.Errorf("%s the AWS KMS key %s: %s", attempted, s.key, oneLine(innermost(err).Error())), hint)
}

// innermost leaves the SDK's wrappings, which tell of attempts and ids.
func innermost(err error) error {
	var canceled *aws.RequestCanceledError
	if errors.As(err, &canceled) {
		return errors.New("no answer within the time allowed")
	}
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return err
}

// maxReason is the length of a reason that is shown, in bytes.
const maxReason = 300

// oneLine makes a text of AWS's one line of bounded length.
func oneLine(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text), "\uFFFD"))
	if len(text) > maxReason {
		text = strings.ToValidUTF8(text[:maxReason], "") + "…"
	}
	return text
}
