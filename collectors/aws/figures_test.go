package aws

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
)

// TestManyBuckets: the calls of many buckets are under way side by side, as many as there are workers. Each answer of the
// fake takes 20 ms.
func TestManyBuckets(t *testing.T) {
	const buckets, latency, workers = 200, 20 * time.Millisecond, 32
	f := newFake(t)
	var list exchange
	for _, e := range f.recorded {
		if e.Operation == "s3:ListBuckets" {
			list = e
		}
	}
	one := regexp.MustCompile(`(?s)<Bucket>.*?</Bucket>\s*`).FindAllString(list.Body, -1)
	if len(one) == 0 {
		t.Fatal("the recorded list has no buckets")
	}
	var many strings.Builder
	for i := range buckets {
		many.WriteString(regexp.MustCompile(`<Name>[^<]*</Name>`).ReplaceAllString(one[0], fmt.Sprintf("<Name>bucket-%d</Name><BucketRegion>us-east-1</BucketRegion>", i)))
	}
	page := strings.Replace(list.Body, strings.Join(one, ""), many.String(), 1)
	if !strings.Contains(page, "bucket-199<") {
		t.Fatal("the list was not made longer")
	}
	slow := &slowS3{fake: f, page: page, list: list, latency: latency}
	c := New(Config{Transport: slow, Workers: workers})
	only := target()
	only.Options["only"] = "s3"
	began := time.Now()
	s, err := collectors.Record(t.Context(), c, only, "test", time.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	count := 0
	for _, r := range s.Resources {
		if r.Kind == "aws.s3.bucket" {
			count++
		}
	}
	ideal := time.Duration(slow.calls.Load()) * latency / workers
	t.Logf("%d buckets, %d calls, %v; without any other work it would be %v", count, slow.calls.Load(), took.Round(time.Millisecond), ideal.Round(time.Millisecond))
	if count != buckets {
		t.Errorf("%d buckets, want %d", count, buckets)
	}
	if took > 2*ideal+2*time.Second { // the two seconds are for a machine that is busy with other things
		t.Errorf("it took %v, which is more than twice %v", took, ideal)
	}
	if most := slow.most.Load(); most > workers || most < workers/2 {
		t.Errorf("%d calls at the same time, want %d", most, workers)
	}
}

// slowS3 answers for each bucket what was recorded of one, and takes its time.
type slowS3 struct {
	*fake
	page    string
	list    exchange
	latency time.Duration

	calls, now, most atomic.Int64
}

var anyBucket = regexp.MustCompile(`/bucket-\d+`)

func (s *slowS3) RoundTrip(r *http.Request) (*http.Response, error) {
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
	if operationOf(r) == "s3:ListBuckets" {
		response := s.list.response(r)
		response.Body, response.ContentLength = io.NopCloser(bytes.NewBufferString(s.page)), int64(len(s.page))
		return response, nil
	}
	r.URL.Path = anyBucket.ReplaceAllString(r.URL.Path, "/good-logs")
	return s.fake.RoundTrip(r)
}
