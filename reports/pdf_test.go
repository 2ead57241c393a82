package reports

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

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
	path := saved(t, pdfOf(t, sample()))
	text := run(t, "pdftotext", "-layout", path, "-") + run(t, "pdftotext", "-raw", path, "-")
	for _, want := range []string{
		"7 findings fail: 4 critical, 2 high and 1 medium", "12 of 16 applicable findings were decided", "Could not be visited", "connect: no route to host",
		"root on the host", "PermitRootLogin yes", `settings["key0"] = "yes"`, `expected "no"`, "Accepted by waiver W-7",
		"finance audits this itself", "sha256:", "Grace Hopper", "4 of 322 controls are tested", "2 fail (1 of them with every failure waived)", "eval_conflict_error", "5 policies have failing resources: the most severe first, and at the end 1 of which waivers accept all that fails.", "Expiring within 14 days (1)", "CHG-4711", "Least Functionality fail (waived) 2 2 – – 2 network/listening",
		"logging/auditd on audit on web1: pass if settings is true, fail if false or null", "No earlier run is known", "This report is not sealed", "12 16 75.0 %",
	} {
		if !strings.Contains(flat(text), want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

// TestPDFFromFile shows that a report made later, from findings.json, is the same report.
func TestPDFFromFile(t *testing.T) {
	for name, a := range map[string]*engine.Assessment{"sample": sample(), "empty": newBuilder().build()} {
		var file bytes.Buffer
		if err := (JSON{}).Write(&file, a); err != nil {
			t.Fatal(err)
		}
		read, err := ReadJSON(&file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(pdfOf(t, read), pdfOf(t, a)) {
			t.Errorf("%s: the PDF from the file differs", name)
		}
	}
}

func TestOutlineLeadsToTheTitles(t *testing.T) { outlineLeadsToTitles(t, saved(t, pdfOf(t, sample()))) }

// outlineLeadsToTitles reads the bookmarks back: each leads to the page on which its title stands, and the contents
// name the same page.
func outlineLeadsToTitles(t *testing.T, path string) {
	t.Helper()
	var document struct {
		Outlines []bookmark `json:"outlines"`
	}
	if err := json.Unmarshal([]byte(run(t, "qpdf", "--json", "--json-key=outlines", path)), &document); err != nil {
		t.Fatal(err)
	}
	contents := flat(run(t, "pdftotext", "-f", "2", "-l", "5", "-layout", path, "-"))
	seen := 0
	var visit func([]bookmark)
	visit = func(list []bookmark) {
		for _, o := range list {
			seen++
			n := strconv.Itoa(o.Page)
			if text := flat(run(t, "pdftotext", "-f", n, "-l", n, path, "-")); o.Page > 1 && !strings.Contains(text, o.Title) {
				t.Errorf("%q leads to page %s, which lacks it", o.Title, n)
			}
			if o.Page > 2 && !regexp.MustCompile(regexp.QuoteMeta(o.Title)+`( [a-z]+ [–0-9]+ \d+ [–0-9]+)? `+n+`\b`).MatchString(contents) {
				t.Errorf("neither the contents nor the list of findings say %q is on page %s", o.Title, n)
			}
			visit(o.Kids)
		}
	}
	visit(document.Outlines)
	if seen < 15 || len(document.Outlines) >= seen {
		t.Errorf("%d bookmarks, %d at the top", seen, len(document.Outlines))
	}
}

type bookmark struct {
	Title string     `json:"title"`
	Page  int        `json:"destpageposfrom1"`
	Kids  []bookmark `json:"kids"`
}

func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

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
	elsewhere := sample()
	zone := time.FixedZone("far away", 11*3600)
	elsewhere.Run.At, elsewhere.Run.Began, elsewhere.Run.Ended = elsewhere.Run.At.In(zone), elsewhere.Run.Began.In(zone), elsewhere.Run.Ended.In(zone)
	if !bytes.Equal(pdfOf(t, elsewhere), first) {
		t.Error("another time zone gave other bytes")
	}
}

// FuzzTakeApart reads what may be a PDF: an error or objects, never a panic.
func FuzzTakeApart(f *testing.F) {
	var whole bytes.Buffer
	if err := (PDF{}).Write(&whole, newBuilder().build()); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[whole.Len()/2:])
	f.Add([]byte("%PDF-1.3\n1 0 obj\n<</Type /Pages\n/Kids [1 0 R ]>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<<>>\nstartxref\n58\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := takeApart(data)
		if err != nil {
			return
		}
		if _, err := d.pages(); err == nil && len(d.objects) == 0 {
			t.Error("pages without objects")
		}
		if err := d.outline([]*anchor{{title: "one"}, {title: "two", level: 1, page: 99}}); err == nil && !bytes.HasPrefix(d.write(1), []byte("%PDF-1.7")) {
			t.Error("not written as a PDF")
		}
	})
}

// FuzzParseFace reads what may be a font: an error or widths, never a panic.
func FuzzParseFace(f *testing.F) {
	for _, data := range fontFiles() {
		f.Add(data[:4000])
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if face, err := parseFace(data); err == nil && face == nil {
			t.Error("neither a face nor an error")
		}
	})
}

// TestNumbersShrink: a number that is too wide for its column is set smaller, and no digit of it is lost.
func TestNumbersShrink(t *testing.T) {
	f, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	for width := 12.0; width < 60; width += 0.7 {
		for _, text := range []string{"200 of 900", "1,999 of 100,000", "123,456,789"} {
			if got := f.clipped(f.shrunk(small, text, width), text, width); string(got) != text {
				t.Errorf("in %.1f points %q becomes %q", width, text, got)
			}
		}
	}
}
