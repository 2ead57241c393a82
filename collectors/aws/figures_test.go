package aws

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
)

// TestManyResources: the calls of a large account are under way side by side, as many as there are workers, and what was read
// is not held more often than it must be. Each answer of the fake takes 20 ms.
func TestManyResources(t *testing.T) {
	const buckets, users, groups, latency, workers = 1000, 500, 200, 20 * time.Millisecond, 32
	f := newFake(t)
	slow := &slowAccount{fake: f, latency: latency, pages: map[string]string{}}
	slow.repeat(t, "s3:ListBuckets", `(?s)(<Bucket>.*?</Bucket>\s*)+`, buckets, func(i int) string {
		return fmt.Sprintf("<Bucket><Name>bucket-%d</Name><CreationDate>2026-01-02T03:04:05Z</CreationDate><BucketRegion>us-east-1</BucketRegion></Bucket>", i)
	})
	user := regexp.MustCompile(`(?s)<member><Path>/</Path><UserName>bob</UserName>.*?</member></UserDetailList>`).FindString(slow.body(t, "iam:GetAccountAuthorizationDetails"))
	user = strings.TrimSuffix(user, "</UserDetailList>")
	slow.repeat(t, "iam:GetAccountAuthorizationDetails", `(?s)<member><Path>/</Path><UserName>ada.*?</member></UserDetailList>`, users, func(i int) string {
		return strings.ReplaceAll(user, "bob", fmt.Sprintf("user-%03d", i))
	})
	page := slow.pages["iam:GetAccountAuthorizationDetails"]
	slow.pages["iam:GetAccountAuthorizationDetails"] = strings.Replace(page, "<GroupDetailList>", "</UserDetailList><GroupDetailList>", 1)
	report := regexp.MustCompile(`<Content>([^<]*)</Content>`).FindStringSubmatch(slow.body(t, "iam:GetCredentialReport"))
	text, err := base64.StdEncoding.DecodeString(report[1])
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	for i := range users {
		lines = append(lines, strings.ReplaceAll(lines[2], "bob", fmt.Sprintf("user-%03d", i)))
	}
	slow.pages["iam:GetCredentialReport"] = strings.Replace(slow.body(t, "iam:GetCredentialReport"), report[1], base64.StdEncoding.EncodeToString([]byte(strings.Join(lines, ""))), 1)
	group := strings.Split(slow.body(t, "ec2:DescribeSecurityGroups"), "<item><groupId>")[3]
	slow.repeat(t, "ec2:DescribeSecurityGroups", `(?s)<item><groupId>.*</item></securityGroupInfo>`, groups, func(i int) string {
		return "<item><groupId>" + regexp.MustCompile(`sg-[0-9a-f]+`).ReplaceAllString(group, fmt.Sprintf("sg-%d", i))
	})
	page = slow.pages["ec2:DescribeSecurityGroups"]
	slow.pages["ec2:DescribeSecurityGroups"] = strings.Replace(page, "</DescribeSecurityGroupsResponse>", "</securityGroupInfo></DescribeSecurityGroupsResponse>", 1)

	only := target()
	only.Options["only"], only.Options["regions"] = "s3,iam,ec2", "us-east-1"
	most := memory(t)
	began := time.Now()
	s, err := collectors.Record(t.Context(), New(Config{Transport: slow, Workers: workers}), only, "test", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	took, held := time.Since(began), most()
	count := map[string]int{}
	for _, r := range s.Resources {
		count[r.Kind]++
	}
	for kind, want := range map[string]int{"aws.s3.bucket": buckets, "aws.iam.user": users, "aws.ec2.security_group": groups} {
		if count[kind] != want {
			t.Errorf("%d of %s, want %d", count[kind], kind, want)
		}
	}
	ideal := time.Duration(slow.calls.Load()) * latency / workers
	t.Logf("%d calls, %v, %d MB; without any other work it would be %v", slow.calls.Load(), took.Round(time.Millisecond), held>>20, ideal.Round(time.Millisecond))
	if took > 2*ideal+2*time.Second { // the two seconds are for a machine that is busy with other things
		t.Errorf("it took %v, which is more than twice %v", took, ideal)
	}
	if held > 250<<20 {
		t.Errorf("it held %d MB", held>>20)
	}
	if most := slow.most.Load(); most > workers || most < workers/2 {
		t.Errorf("%d calls at the same time, want %d", most, workers)
	}
}

// memory watches how much memory the program has of the system, until the function that it returns is called: that says the most.
func memory(t *testing.T) func() uint64 {
	t.Helper()
	stop, most := make(chan struct{}), make(chan uint64)
	go func() {
		samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
		var highest uint64
		for {
			metrics.Read(samples)
			highest = max(highest, samples[0].Value.Uint64()-samples[1].Value.Uint64())
			select {
			case <-stop:
				most <- highest
				return
			case <-time.After(10 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-most
	}
}

// slowAccount answers for each bucket what was recorded of one, with lists of its own, and takes its time.
type slowAccount struct {
	*fake
	latency time.Duration
	pages   map[string]string // by operation

	calls, now, most atomic.Int64
}

// recordedIn is the exchange of an operation in the first region.
func (s *slowAccount) recordedIn(operation string) exchange {
	for _, e := range s.recorded {
		if e.Operation == operation && e.Region == "us-east-1" {
			return e
		}
	}
	return exchange{}
}

func (s *slowAccount) body(t *testing.T, operation string) string {
	t.Helper()
	body := s.recordedIn(operation).Body
	if body == "" {
		t.Fatalf("nobody recorded %s", operation)
	}
	return body
}

// repeat makes the page of an operation that has n things of which each is one, in place of what matches.
func (s *slowAccount) repeat(t *testing.T, operation, place string, n int, one func(i int) string) {
	t.Helper()
	var many strings.Builder
	for i := range n {
		many.WriteString(one(i))
	}
	body := s.body(t, operation)
	at := regexp.MustCompile(place).FindStringIndex(body)
	if at == nil {
		t.Fatalf("the recording of %s has no %s", operation, place)
	}
	s.pages[operation] = body[:at[0]] + many.String() + body[at[1]:]
}

var anyBucket = regexp.MustCompile(`/bucket-\d+`)

func (s *slowAccount) RoundTrip(r *http.Request) (*http.Response, error) {
	s.calls.Add(1)
	for n := s.now.Add(1); ; {
		most := s.most.Load()
		if n <= most || s.most.CompareAndSwap(most, n) {
			break
		}
	}
	defer s.now.Add(-1)
	select {
	case <-time.After(s.latency):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	operation := operationOf(r)
	if page := s.pages[operation]; page != "" {
		e := s.recordedIn(operation)
		e.Body = page
		return e.response(r), nil
	}
	r.URL.Path = anyBucket.ReplaceAllString(r.URL.Path, "/good-logs")
	return s.fake.RoundTrip(r)
}
