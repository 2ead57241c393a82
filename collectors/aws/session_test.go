package aws

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// configured points the SDK to a configuration file of the test's.
func configured(t *testing.T, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", path)
}

// assumed answers AssumeRole with the credentials of a key.
func assumed(key string) fault {
	return func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
		return answer(r, http.StatusOK, "text/xml", `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>`+key+
			`</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`), nil
	}
}

// TestProfileWithARole: most profiles take a role. The guard must not stand in the way of the credentials, and must
// stand in the way of everything that uses them.
func TestProfileWithARole(t *testing.T) {
	configured(t, "[profile audit]\nrole_arn = arn:aws:iam::123456789012:role/audit\ncredential_source = Environment\n")
	f := newFake(t)
	f.faults["sts:AssumeRole"] = assumed("AKIDOFROLE")
	var signed string
	f.faults["sts:GetCallerIdentity"] = func(r *http.Request, rest func() *http.Response) (*http.Response, error) {
		signed = r.Header.Get("Authorization")
		return rest(), nil
	}
	s, err := f.collector().open(t.Context(), "audit")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(signed, "AKIDOFROLE/") {
		t.Errorf("asked as %s, and not as the role", signed)
	}
	_, err = sts.NewFromConfig(s.config).AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: sdk.String("arn:aws:iam::1:role/r"), RoleSessionName: sdk.String("s")})
	if err == nil || !strings.Contains(err.Error(), "not among the operations that only read") {
		t.Errorf("the session itself takes a role: %v", err)
	}
}
