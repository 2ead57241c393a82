package aws

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
)

const legacySSO = "[profile prod]\nregion = us-east-1\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\nsso_account_id = 123456789012\nsso_role_name = Audit\n"

const sessionSSO = "[profile prod]\nregion = us-east-1\nsso_session = acme\nsso_account_id = 123456789012\nsso_role_name = Audit\n" +
	"[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-central-1\n"

// signedIn lays the token of a session that ends where aws sso login puts it, and returns its path. The key is the start address, or
// the session's name.
func signedIn(t *testing.T, key string, ends time.Time) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	sum := sha1.Sum([]byte(key))
	path := filepath.Join(home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	writeToken(t, path, ends)
	return path
}

func writeToken(t *testing.T, path string, ends time.Time) {
	t.Helper()
	text := `{"accessToken": "t", "expiresAt": "` + ends.UTC().Format(time.RFC3339) + `", "startUrl": "https://acme.awsapps.com/start", "region": "eu-central-1"}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// noKeys takes the test's keys away, so that the profile's credentials count.
func noKeys(t *testing.T) {
	t.Helper()
	for _, name := range []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		t.Setenv(name, "")
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
}

func ofProfile(name string) collectors.Target {
	return collectors.Target{Ref: "aws:" + name, Scheme: "aws", Address: name, Options: map[string]string{}}
}

// TestLapsedCredentials: what has to be renewed before an audit can begin is said with the command that does it, by the doctor too.
func TestLapsedCredentials(t *testing.T) {
	past := time.Now().Add(-time.Hour)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("a.b.c"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config, key string
		ends        time.Time
		fault       string
		refusal     fault
		want, hint  string
	}{
		"sso":             {config: legacySSO, key: "https://acme.awsapps.com/start", ends: past, want: "(SSO) has expired", hint: `"aws sso login --profile prod"`},
		"sso session":     {config: sessionSSO, key: "acme", ends: past, want: "(SSO) has expired", hint: `"aws sso login --profile prod"`},
		"never signed in": {config: sessionSSO, key: "other", ends: past, want: "or there is none", hint: `"aws sso login --profile prod"`},
		"sso that was ended elsewhere": {
			config: sessionSSO, key: "acme", ends: time.Now().Add(time.Hour), fault: "sso:GetRoleCredentials",
			refusal: refusal(http.StatusUnauthorized, map[string]string{"": "UnauthorizedException"}), want: "(SSO) has expired", hint: `"aws sso login --profile prod"`,
		},
		"a role that sso does not give": {
			config: sessionSSO, key: "acme", ends: time.Now().Add(time.Hour), fault: "sso:GetRoleCredentials",
			refusal: refusal(http.StatusForbidden, map[string]string{"": "ForbiddenException"}), want: "ForbiddenException", hint: "look at",
		},
		"a command that fails": {config: "[profile prod]\nregion = us-east-1\ncredential_process = false\n", want: "exit status 1", hint: "credential_process"},
		"a web identity that is too old": {
			config: "[profile prod]\nregion = us-east-1\nrole_arn = arn:aws:iam::123456789012:role/r\nweb_identity_token_file = " + token + "\n",
			fault:  "sts:AssumeRoleWithWebIdentity", refusal: refusal(http.StatusBadRequest, map[string]string{"": "ExpiredTokenException"}),
			want: "ExpiredTokenException", hint: "AWS_WEB_IDENTITY_TOKEN_FILE",
		},
		"aws login": {config: "[profile prod]\nregion = us-east-1\nlogin_session = arn:aws:iam::123456789012:user/ada\n", want: `"aws login" has expired`, hint: `"aws login --profile prod"`},
	} {
		t.Run(name, func(t *testing.T) {
			noKeys(t)
			signedIn(t, c.key, c.ends)
			configured(t, c.config)
			f := newFake(t)
			if c.fault != "" {
				f.faults[c.fault] = c.refusal
			}
			_, audited := collectors.Record(t.Context(), f.collector(), ofProfile("prod"), "test", time.Now, nil)
			_, tried := f.collector().Probe(t.Context(), ofProfile("prod"), collectors.NewRecorder(ofProfile("prod"), f.collector().Describe(), nil))
			for who, err := range map[string]error{"audit": audited, "doctor": tried} {
				var usage *collectors.UsageError
				if !errors.As(err, &usage) || !strings.Contains(err.Error(), c.want) || !strings.Contains(usage.Hint, c.hint) {
					t.Errorf("%s: %v (%+v)", who, err, usage)
				}
			}
			if f.asked["sts:GetCallerIdentity"] {
				t.Error("AWS was asked without credentials")
			}
		})
	}
}

// TestSessionThatEndsInMidAudit: what is asked after the session has ended gets gaps that say so, and the audit goes on.
func TestSessionThatEndsInMidAudit(t *testing.T) {
	noKeys(t)
	token := signedIn(t, "acme", time.Now().Add(time.Hour))
	configured(t, sessionSSO)
	f := newFake(t)
	f.faults["sso:GetRoleCredentials"] = func(r *http.Request, _ func() *http.Response) (*http.Response, error) {
		// They have ended when they come, so that each call asks for them again.
		return answer(r, http.StatusOK, "application/json", `{"roleCredentials": {"accessKeyId": "k", "secretAccessKey": "s", "sessionToken": "t", "expiration": 1000}}`), nil
	}
	f.faults["s3:ListBuckets"] = func(_ *http.Request, rest func() *http.Response) (*http.Response, error) {
		writeToken(t, token, time.Now().Add(-time.Hour))
		return rest(), nil
	}
	chosen := ofProfile("prod")
	chosen.Options["only"] = "s3"
	s, err := collectors.Record(t.Context(), f.collector(), chosen, "test", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(s.Gaps, func(g collectors.Gap) bool { return g.Kind == "aws.s3.bucket" && g.Path == "policy" })
	if i < 0 {
		t.Fatalf("no bucket's policy has a gap: %+v", s.Gaps)
	}
	if g := s.Gaps[i]; g.Cause != collectors.Denied || !strings.Contains(g.Needs, "live as long as the audit") || !strings.Contains(g.Detail, "(SSO) has expired") {
		t.Errorf("%+v", g)
	}
	if !slices.ContainsFunc(s.Resources, func(r collectors.Resource) bool { return r.Kind == "aws.s3.bucket" }) {
		t.Error("the buckets that were found before are gone")
	}
}
