package aws

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"

	"github.com/assize/assize/collectors"
)

// record writes testdata/recorded anew from a server that testdata/seed.py has filled:
//
//	MOTO_IAM_LOAD_MANAGED_POLICIES=true moto_server -p 5000 &
//	collectors/aws/testdata/seed.py http://127.0.0.1:5000
//	go test ./collectors/aws -run TestRecord -record http://127.0.0.1:5000
//
// With -record-only SERVICES only these of the table are asked, and what was recorded before stays.
var record = flag.String("record", "", "endpoint of a seeded moto server from which testdata/recorded is written anew")

var recordOnly = flag.String("record-only", "", "the services to record, by commas")

// recordedRegions are those that the recorded account has. The server has all that there are, of every partition.
var recordedRegions = []string{"eu-central-1", "us-east-1"}

func TestMain(m *testing.M) {
	flag.Parse()
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_SESSION_TOKEN": "", "AWS_CA_BUNDLE": "", "AWS_REGION": "us-east-1", "AWS_PROFILE": "",
		"AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull, "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_ENDPOINT_URL": cmp.Or(*record, "http://127.0.0.1:1"),
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// An exchange is one recorded request and its answer. Nothing of the request's signature is kept.
type exchange struct {
	Operation string `json:"operation"` // "s3:GetBucketPolicy"
	Region    string `json:"region"`
	Request   string `json:"request"` // method, path, query and body
	Status    int    `json:"status"`
	Type      string `json:"type"`
	Body      string `json:"body"`
	Binary    []byte `json:"binary,omitempty"` // in place of Body, when that is no text
}

// operationOf is which operation of which service a request is, as the SDK says in its context.
func operationOf(r *http.Request) string {
	return callName(middleware.GetServiceID(r.Context())) + ":" + middleware.GetOperationName(r.Context())
}

func requestOf(r *http.Request) string {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	text := string(body)
	if !utf8.Valid(body) {
		text = hex.EncodeToString(body)
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s?%s %s", r.Method, r.URL.Path, r.URL.RawQuery, text))
}

func (e exchange) key() string { return e.Operation + " " + e.Region + " " + e.Request }

func (e exchange) response(r *http.Request) *http.Response {
	body := e.Binary
	if body == nil {
		body = []byte(e.Body)
	}
	header := http.Header{"Content-Type": {e.Type}}
	if e.Type == "application/cbor" {
		header.Set("Smithy-Protocol", "rpc-v2-cbor")
	}
	header.Set("X-Amz-Crc32", fmt.Sprint(crc32.ChecksumIEEE(body))) // the client of DynamoDB looks at it
	return &http.Response{
		StatusCode: e.Status, Header: header, Request: r, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}
}

// A recorder passes requests on and keeps what is said.
type recorder struct {
	mu   sync.Mutex
	said map[string]exchange
}

func (c *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	e := exchange{Operation: operationOf(r), Region: awsmiddleware.GetRegion(r.Context()), Request: requestOf(r)}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if keep := trimmed[e.Operation]; keep != nil {
		body = item.ReplaceAllFunc(body, func(one []byte) []byte {
			if keep.Match(one) {
				return one
			}
			return nil
		})
	}
	e.Status, e.Type = response.StatusCode, response.Header.Get("Content-Type")
	if e.Body = string(body); !utf8.Valid(body) {
		e.Body, e.Binary = "", body
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said[e.key()] = e
	return response, nil
}

var item = regexp.MustCompile(`(?s)\s*<item>.*?</item>`)

// trimmed are the lists of which only a part is kept: the server has hundreds of entries that are nobody's.
var trimmed = map[string]*regexp.Regexp{
	"ec2:DescribeRegions":   regexp.MustCompile(`>(` + strings.Join(recordedRegions, "|") + `)<`),
	"ec2:DescribeSnapshots": regexp.MustCompile(`<ownerId>123456789012</ownerId>`),
}

func TestRecord(t *testing.T) {
	if *record == "" {
		t.Skip("writes test data, with -record only")
	}
	c := &recorder{said: map[string]exchange{}}
	chosen := target()
	if *recordOnly != "" {
		chosen.Options["only"] = *recordOnly
	}
	s, err := collectors.Record(t.Context(), New(Config{Transport: c}), chosen, "record", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	if *recordOnly != "" {
		before, err := exchanges("recorded")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range before {
			c.said[e.key()] = e
		}
	}
	t.Logf("%d resources, %d gaps, %d exchanges", len(s.Resources), len(s.Gaps), len(c.said))
	byService := map[string][]exchange{}
	for _, e := range c.said {
		service, _, _ := strings.Cut(e.Operation, ":")
		byService[service] = append(byService[service], e)
	}
	for service, list := range byService {
		slices.SortFunc(list, func(a, b exchange) int { return strings.Compare(a.key(), b.key()) })
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		if err := encoder.Encode(list); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join("testdata", "recorded", service+".json"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func target() collectors.Target {
	return collectors.Target{Ref: "aws:default", Scheme: "aws", Address: "default", Options: map[string]string{}}
}

// A fault answers in place of the recording; rest is what the recording would answer.
type fault func(r *http.Request, rest func() *http.Response) (*http.Response, error)

// A fake is an account that answers as it was recorded, but for the operations that have a fault. It may be used from
// several goroutines.
type fake struct {
	recorded map[string]exchange
	faults   map[string]fault
	only     string              // the services that are read, by commas; "" is all
	patience time.Duration       // with one attempt; 0 is the collector's own
	sees     func(*http.Request) // may be nil

	mu      sync.Mutex
	asked   map[string]bool // the operations
	unknown []string        // the requests that nobody recorded
}

var recordings = sync.OnceValues(func() (map[string]exchange, error) {
	recorded, err := exchanges("recorded")
	if err != nil {
		return nil, err
	}
	// What the server cannot answer was written by hand after the API reference; its request is a part of the recorded one.
	written, err := exchanges("written")
	if err != nil {
		return nil, err
	}
	out := map[string]exchange{}
	for _, e := range recorded {
		key := e.key()
		for _, w := range written {
			if w.Operation == e.Operation && w.Region == e.Region && strings.Contains(e.Request, w.Request) {
				e = w
			}
		}
		out[key] = e
	}
	if len(out) == 0 {
		return nil, errors.New("nothing is recorded")
	}
	return out, nil
})

// exchanges are those of a folder of testdata.
func exchanges(folder string) ([]exchange, error) {
	files, err := filepath.Glob("testdata/" + folder + "/*.json")
	if err != nil {
		return nil, err
	}
	var out []exchange
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var list []exchange
		if err := json.Unmarshal(text, &list); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, list...)
	}
	return out, nil
}

func newFake(t testing.TB) *fake {
	t.Helper()
	recorded, err := recordings()
	if err != nil {
		t.Fatal(err)
	}
	return &fake{recorded: recorded, faults: map[string]fault{}, asked: map[string]bool{}}
}

func (f *fake) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	operation := operationOf(r)
	key := exchange{Operation: operation, Region: awsmiddleware.GetRegion(r.Context()), Request: requestOf(r)}.key()
	e, ok := f.recorded[key]
	f.mu.Lock()
	f.asked[operation] = true
	if f.sees != nil {
		f.sees(r)
	}
	if !ok && f.faults[operation] == nil {
		f.unknown = append(f.unknown, key)
	}
	f.mu.Unlock()
	if broken := f.faults[operation]; broken != nil {
		return broken(r, func() *http.Response { return e.response(r) })
	}
	if !ok {
		return nil, fmt.Errorf("nobody recorded %s", key)
	}
	return e.response(r), nil
}

// collector is the collector over a fake: nothing is tried twice.
func (f *fake) collector() *Collector { return f.behind(f) }

// behind is the collector whose calls go through something that hands them on to the fake.
func (f *fake) behind(way http.RoundTripper) *Collector {
	return New(Config{
		Transport: way, Attempt: f.patience, Pages: 5,
		Retryer: func() sdk.Retryer { return retry.AddWithMaxAttempts(retry.NewStandard(), 1) },
	})
}

func (f *fake) visit(t testing.TB) (*collectors.Snapshot, error) {
	t.Helper()
	clock := func() time.Time { return time.Unix(1_800_000_000, 0) }
	chosen := target()
	if f.only != "" {
		chosen.Options["only"] = f.only
	}
	s, err := collectors.Record(t.Context(), f.collector(), chosen, "test", clock, nil)
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, key := range f.unknown {
		t.Errorf("nobody recorded %s: see -record", key)
	}
	return s, err
}

// usersOfOperations are the services that use each operation, as the option only has them, and "" for an operation that all use.
// There is no audit without sts:GetCallerIdentity: TestNoIdentity.
func usersOfOperations(t *testing.T) map[string]string {
	t.Helper()
	everything := newFake(t)
	if _, err := everything.visit(t); err != nil {
		t.Fatal(err)
	}
	by := map[string][]string{}
	for _, service := range services() {
		f := newFake(t)
		f.only = service
		if _, err := f.visit(t); err != nil {
			t.Fatal(err)
		}
		for operation := range f.asked {
			by[operation] = append(by[operation], service)
		}
	}
	out := map[string]string{}
	for operation := range everything.asked {
		switch users := by[operation]; {
		case operation == "sts:GetCallerIdentity":
		case len(users) == 0:
			t.Errorf("no service uses %s by itself", operation)
		case len(users) == len(services()):
			out[operation] = ""
		default:
			out[operation] = strings.Join(users, ",")
		}
	}
	return out
}
