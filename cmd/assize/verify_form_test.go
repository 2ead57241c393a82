package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
)

// otherPDF is a small PDF of somebody else.
func otherPDF(trailer string) []byte {
	b := bytes.NewBufferString("%PDF-1.7\n")
	var table strings.Builder
	for i, body := range []string{"<</Type /Pages /Kids [2 0 R] /Count 1>>", "<</Type /Page /Parent 1 0 R /MediaBox [0 0 9 9]>>", "<</Type /Catalog /Pages 1 0 R>>"} {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	at := b.Len()
	fmt.Fprintf(b, "xref\n0 4\n0000000000 65535 f \n%strailer\n<</Size 4 /Root 3 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", table.String(), trailer, at)
	return b.Bytes()
}

// TestWhatIsNoSealedReportIsNamed gives verify what it cannot accept, and wants one plain sentence.
func TestWhatIsNoSealedReportIsNamed(t *testing.T) {
	key, root := ownKey(t)
	fails := oneFinding(engine.Fail)
	path := forgery{pages: fails, evidence: fails}.seal(t, key)
	sealed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, c := range map[string]struct {
		data         []byte
		reason, says string
	}{
		"other.pdf":     {otherPDF(""), "not_sealed", "it carries no evidence of assize: it is some other PDF"},
		"unsealed.pdf":  {unsealed(t, fails), "not_sealed", "it carries 2 files as a report of assize does, and nobody has sealed them"},
		"encrypted.pdf": {otherPDF(" /Encrypt 9 0 R"), "not_sealed", "it is encrypted"},
		"cut.pdf":       {sealed[:len(sealed)/2], "broken", "it has no end: it was cut short"},
		"no_end.pdf":    {sealed[:len(sealed)-3], "broken", "it has no end: it was cut short"},
		"begins.pdf":    {sealed[:3], "broken", "it does not begin with %PDF-"},
		"text.pdf":      {[]byte("hello"), "broken", "it does not begin with %PDF-"},
		"empty.pdf":     {nil, "broken", "the file is empty"},
		"longer.pdf":    {append(bytes.Clone(sealed), "hello"...), "changed_after_sealing", "5 bytes were added after the end"},
		"pdf_by_form":   {otherPDF(""), "not_sealed", "some other PDF"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			namedAs(t, path, root, c.reason, c.says)
		})
	}
	t.Run("huge.pdf", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "huge.pdf")
		if err := os.WriteFile(path, sealed, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 2<<30); err != nil { // a sparse file
			t.Fatal(err)
		}
		namedAs(t, path, root, "broken", "has 2147483648 bytes, more than the 1073741824 that a report may have")
	})
	for name, says := range map[string]string{dir: "is a directory", dir + "/none.pdf": "no such file"} {
		var stderr bytes.Buffer
		if code := run([]string{"verify", name, "-q"}, &bytes.Buffer{}, &stderr); code != exitUsage || !strings.Contains(stderr.String(), says) || !strings.Contains(stderr.String(), "hint: ") {
			t.Errorf("%s: exit code %d, %s", name, code, stderr.String())
		}
	}
}

func unsealed(t *testing.T, a *engine.Assessment) []byte {
	t.Helper()
	return forgery{pages: a, evidence: a}.draw(t)
}

func namedAs(t *testing.T, path, root, reason, says string) {
	t.Helper()
	code, v := verified(t, path, root)
	var found []string
	for _, check := range v.Checks {
		if check.Outcome != checkPassed {
			found = append(found, check.Found+". "+check.Means)
		}
	}
	t.Logf("%s: %s", v.Reason, strings.Join(found, " "))
	if code != exitVerification || v.OK || v.Reason != reason || !strings.Contains(strings.Join(found, " "), says) {
		t.Errorf("exit code %d, %q: %q; want %q: %q", code, v.Reason, found, reason, says)
	}
}
