package reports

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// program finds a program that a test needs: without it the test is skipped, and fails where CI=true.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is needed here and absent", name)
		}
		t.Skipf("SKIPPED: %s is absent, so this proves nothing here", name)
	}
	return path
}

func pdfOf(t *testing.T, a *engine.Assessment) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (PDF{}).Write(&b, a); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// saved writes a PDF to a file of the test's own.
func saved(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs a program and returns what it wrote; it must succeed.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestPDFIsWellFormed(t *testing.T) {
	path := saved(t, pdfOf(t, sample()))
	if out := run(t, "qpdf", "--check", path); strings.Contains(out, "WARNING") {
		t.Error(out)
	}
	info := run(t, "pdfinfo", "-isodates", path)
	for _, want := range []string{"IT policy audit", "Metadata Stream: yes", "Example Mills Ltd", "2026-11-20T09:30:00Z", "assize 0.1.0", "PDF version:     1.7"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not show %q:\n%s", want, info)
		}
	}
}

func TestPDFSaysWhatMatters(t *testing.T) {
	text := run(t, "pdftotext", "-layout", saved(t, pdfOf(t, sample())), "-")
	flat := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"7 findings fail: 4 critical, 2 high and 1 medium", "12 of 16 applicable findings were decided", "Could not be visited", "connect: no route to host",
		"root on the host", "PermitRootLogin yes", `settings["key0"] = ["yes"]`, `expected ["no"]`, "Accepted by waiver W-7", "active, expires",
		"finance audits this itself", "sha256:", "assize evaluate", "Grace Hopper", "3 of 322 controls are tested", "eval_conflict_error",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

func TestPDFIsDeterministic(t *testing.T) {
	first := pdfOf(t, sample())
	for _, procs := range []int{1, 8} {
		before := runtime.GOMAXPROCS(procs)
		for range 3 {
			if !bytes.Equal(pdfOf(t, sample()), first) {
				t.Error("the same assessment gave other bytes")
			}
		}
		runtime.GOMAXPROCS(before)
	}
}
