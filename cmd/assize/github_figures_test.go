package main

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors/github/githubtest"
)

// TestOrganisationFigures reads an organisation of many repositories, whose answers take 30 ms each, with the program itself: the
// time in terms of the requests that it sends, of which 16 are under way at once, and its memory; and then audits it, when
// nothing has changed. The server is in this process.
func TestOrganisationFigures(t *testing.T) {
	n := 200
	if os.Getenv("ASSIZE_FIGURES") != "" {
		n = 1000
	}
	s := githubtest.Mixed(t, n)
	s.Latency = 30 * time.Millisecond
	server := httptest.NewServer(s)
	defer server.Close()
	t.Setenv("GH_HOST", strings.TrimPrefix(server.URL, "http://"))
	t.Setenv("GH_ENTERPRISE_TOKEN", githubtest.Token)
	slow, dir := slowness(t), t.TempDir()
	for _, run := range []struct {
		name string
		most int64 // memory in MB
		args []string
	}{
		{"read", 150, []string{"collect", "-o", "snapshot=s.gz"}},
		{"read on request, when half of it is known", 150, []string{"collect", "--deep", "-o", "snapshot=s.gz"}},
		{"audited again, with findings and PDF", 150, []string{"audit", "-o", "json=a.json", "-o", "pdf=a.pdf"}},
	} {
		s.Reset()
		cost := measured(t, dir, append(run.args, "github:acme", "-q", "--option", "base_url="+server.URL)...)
		ideal := s.Latency * time.Duration(asksOf(s)) / 16
		t.Logf("%s: %d repositories, %d requests, %d billed: %.1f s, %.2f times latency x requests / 16; %.1f CPU s, %d MB, at most %d at once", run.name, n,
			asksOf(s), s.Billed(), cost.wall.Seconds(), float64(cost.wall)/float64(ideal), cost.cpu.Seconds(), cost.rss>>20, s.Most())
		if cost.rss > run.most<<20 {
			t.Errorf("%s: %d MB, want at most %d", run.name, cost.rss>>20, run.most)
		}
		if run.name == "read" && n == 1000 && cost.wall > time.Duration(slow*1.5*float64(ideal)) {
			t.Errorf("%s: %s, 1.5 times the ideal are %s", run.name, cost.wall, ideal*3/2)
		}
	}
}
