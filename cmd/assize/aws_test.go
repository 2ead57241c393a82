package main

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

// A said is a recorded request to AWS and its answer; see collectors/aws/fake_test.go.
type said struct {
	Operation, Region, Request string
	Status                     int
	Type, Body                 string
	Binary                     []byte
}

// recordedAWS are the answers by region and request, and the operation where neither path nor body names it. What the server that was recorded cannot answer was written by hand; the
// request of such an answer is a part of the recorded one.
var recordedAWS = sync.OnceValues(func() (map[string]said, error) {
	recorded, err := saidIn("recorded")
	if err != nil {
		return nil, err
	}
	written, err := saidIn("written")
	if err != nil {
		return nil, err
	}
	out := map[string]said{}
	for _, s := range recorded {
		key := s.Region + " " + s.Request
		for _, w := range written {
			if w.Operation == s.Operation && w.Region == s.Region && strings.Contains(s.Request, w.Request) {
				s = w
			}
		}
		out[key] = s
		_, operation, _ := strings.Cut(s.Operation, ":")
		out[operation+" "+key] = s
	}
	return out, nil
})

func saidIn(folder string) (out []said, err error) {
	files, err := filepath.Glob("../../collectors/aws/testdata/" + folder + "/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var list []said
		if err := json.Unmarshal(text, &list); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, list...)
	}
	return out, nil
}

// awsCommand is "aws [OPERATION…]" in a script: from here on AWS is a server that answers as the recorded account does, and
// refuses these operations, such as s3:GetBucketPolicy.
func awsCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: aws [OPERATION…]")
	}
	recorded, err := recordedAWS()
	ts.Check(err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { replayAWS(w, r, recorded, args) }))
	ts.Defer(server.Close)
	awsIs(ts, server.URL)
}

// awsIs points the SDK in a script to a server, with credentials, and with nothing of the machine's own.
func awsIs(ts *testscript.TestScript, url string) {
	for key, value := range map[string]string{
		"AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1",
		"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_MAX_ATTEMPTS": "1",
	} {
		ts.Setenv(key, value)
	}
}

var signedIn = regexp.MustCompile(`Credential=[^/]+/[0-9]{8}/([^/]+)/`)

func replayAWS(w http.ResponseWriter, r *http.Request, recorded map[string]said, refused []string) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(err)
	}
	text := string(body)
	if !utf8.Valid(body) {
		text = fmt.Sprintf("%x", body)
	}
	region := ""
	if m := signedIn.FindStringSubmatch(r.Header.Get("Authorization")); m != nil {
		region = m[1]
	}
	key := region + " " + strings.TrimSpace(fmt.Sprintf("%s %s?%s %s", r.Method, r.URL.Path, r.URL.RawQuery, text))
	if _, operation, named := strings.Cut(r.Header.Get("X-Amz-Target"), "."); named {
		key = operation + " " + key
	}
	s, ok := recorded[key]
	if !ok {
		http.Error(w, fmt.Sprintf("nobody recorded %s %s %s", region, r.URL, text), http.StatusNotImplemented)
		return
	}
	if slices.Contains(refused, s.Operation) {
		refuseAWS(w, r, s.Operation)
		return
	}
	if s.Binary == nil {
		s.Binary = []byte(s.Body)
	}
	w.Header().Set("Content-Type", s.Type)
	w.Header().Set("X-Amz-Crc32", fmt.Sprint(crc32.ChecksumIEEE(s.Binary)))
	if s.Type == "application/cbor" {
		w.Header().Set("Smithy-Protocol", "rpc-v2-cbor")
	}
	w.WriteHeader(s.Status)
	w.Write(s.Binary)
}

// refuseAWS answers as a service does whose caller may not do this.
func refuseAWS(w http.ResponseWriter, r *http.Request, operation string) {
	const message = "User: arn:aws:iam::123456789012:user/auditor is not authorized to perform this"
	switch service, _, _ := strings.Cut(operation, ":"); {
	case service == "s3":
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, "<Error><Code>AccessDenied</Code><Message>%s</Message></Error>", message)
	case strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded"):
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>", message)
	default:
		w.Header().Set("X-Amzn-Errortype", "AccessDeniedException")
		w.WriteHeader(http.StatusForbidden)
		fmt.Fprintf(w, `{"__type":"AccessDeniedException","message":%q}`, message)
	}
}
