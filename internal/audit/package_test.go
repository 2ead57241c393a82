package audit

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// hostileNames are what a target may call its resources.
var hostileNames = []string{"../../../etc/passwd", "..", ".", "", "/", "a/b", "a%2Fb", "A", "a", "\x00", "-rf", "~", "con", "x\ny", "é", "\u202e", ".hidden",
	strings.Repeat("long", 100), strings.Repeat("long", 100) + "!", "*", "a.json", "name with space", `back\slash`}

func packageOf(resources []string) *Package {
	a := &engine.Assessment{Run: engine.Run{ID: "0123456789abcdef", At: time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC), Tool: "assize 1"}}
	a.Policies = []engine.Policy{{ID: "access/one", Title: "One"}, {ID: "access/ONE", Title: "Two"}}
	a.Frameworks = []engine.FrameworkResult{{ID: "f/../x", Controls: []engine.ControlResult{{ID: "AC-2", Policies: []string{"access/one"}, Verdict: engine.Fail}}}}
	for i, name := range resources {
		f := engine.NewFinding(engine.Policy{ID: "access/one", Kind: "linux.user"})
		f.Resource, f.Target, f.Verdict = name, "../web1", []engine.Verdict{engine.Pass, engine.Fail}[i%2]
		a.Findings = append(a.Findings, f)
	}
	return &Package{Files: map[string][]byte{FindingsFile: []byte("{}"), ManifestFile: []byte("{}")}, Assessment: a}
}

// filesBelow lists all files below a folder, and everything else that lies beside it.
func filesBelow(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(dir, path)
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestPackageHoldsEveryResource(t *testing.T) {
	parent := t.TempDir()
	dir := parent + "/out"
	p := packageOf(hostileNames)
	p.Snapshot = &collectors.Snapshot{Resources: []collectors.Resource{{Kind: "linux.user", ID: "a/b", Origin: collectors.Origin{Target: "../web1"}, JSON: json.RawMessage(`{"uid": 0}`)}}}
	p.Assessment.Gaps = []collectors.Gap{{Target: "../web1", Kind: "linux.user", Resource: "a/b", Path: "shell", Cause: collectors.Denied}}
	count, err := p.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := filesBelow(t, dir)
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 || len(files) != count {
		t.Errorf("%d files of %d, beside them %v (%v)", len(files), count, entries, err)
	}
	seen := map[string]bool{}
	for _, name := range files {
		if lower := strings.ToLower(name); seen[lower] || len(filepath.Base(name)) > 255 || strings.ContainsAny(name, "\n\x00\\: ") {
			t.Errorf("the name %q", name)
		} else {
			seen[lower] = true
		}
		if !strings.HasPrefix(name, "by-") {
			continue
		}
		var v engine.View
		text, err := os.ReadFile(dir + "/" + name)
		if err == nil {
			err = json.Unmarshal(text, &v)
		}
		if err != nil || v.Schema != engine.ViewSchema || v.Run != "0123456789abcdef" {
			t.Errorf("%s: %v %.200s", name, err, text)
		}
		for _, f := range v.Findings {
			if v.Target != "" && len(v.Findings) == 1 {
				if !slices.Contains(hostileNames, f.Resource) || v.Kind != "linux.user" || v.Target != "../web1" {
					t.Errorf("%s is about %q of %q", name, f.Resource, v.Target)
				}
				seen["resource "+f.Resource] = true
				if held := string(v.Resource) != ""; held != (f.Resource == "a/b") || held != (len(v.Gaps) == 1) {
					t.Errorf("%s holds the facts %s and %d gaps", name, v.Resource, len(v.Gaps))
				}
			}
		}
	}
	for _, name := range hostileNames {
		if !seen["resource "+name] {
			t.Errorf("no file for the resource %q", name)
		}
	}
	sums(t, dir, true)
	if err := os.WriteFile(dir+"/by-control/f%2F..%2Fx/AC-2.json", []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	sums(t, dir, false)
}

// sums checks the manifest with the program that people have.
func sums(t *testing.T, dir string, whole bool) {
	t.Helper()
	program, err := exec.LookPath("sha256sum")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("SKIPPED: no sha256sum here")
	}
	c := exec.Command(program, "-c", "--strict", "--quiet", sumsFile)
	c.Dir = dir
	if out, err := c.CombinedOutput(); (err == nil) != whole {
		t.Errorf("sha256sum: %v\n%s", err, out)
	}
}

func TestPackageIsBounded(t *testing.T) {
	many := make([]string, maxViews+1)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	dir := t.TempDir() + "/out"
	p := packageOf(many)
	p.Assessment.Gaps = []collectors.Gap{{Target: "../web1", Kind: "linux.user", Resource: "7", Path: "shell", Cause: collectors.Denied}}
	count, err := p.Write(dir)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(dir + "/" + aboutFile)
	if err != nil || !strings.Contains(string(text), "the 10001 resources are too many for a file each") || count > 20 {
		t.Errorf("%d files; %s %v", count, text, err)
	}
	var v engine.View
	if text, err = os.ReadFile(dir + "/by-resource/%2E.%2Fweb1/linux.user.json"); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &v); err != nil || len(v.Findings) != len(many) || len(v.Gaps) != 1 {
		t.Errorf("%d findings, %d gaps, %v", len(v.Findings), len(v.Gaps), err)
	}
}

func TestPackageIsWholeOrNotThere(t *testing.T) {
	parent := t.TempDir()
	for name, files := range map[string]map[string][]byte{
		"a path":    {"../x": nil},
		"our name":  {"manifest": nil},
		"a folder":  {"by-policy": nil},
		"a dot":     {".": nil},
		"a link up": {"..": nil},
	} {
		p := packageOf([]string{"a"})
		p.Files = files
		if _, err := p.Write(parent + "/out"); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
	if err := os.MkdirAll(parent+"/empty", 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := packageOf([]string{"a"}).Write(parent + "/empty"); err != nil {
		t.Error(err)
	}
	if _, err := packageOf([]string{"a"}).Write(parent + "/empty"); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("written over: %v", err)
	}
}

func FuzzSafeName(f *testing.F) {
	for _, name := range hostileNames {
		f.Add(name, "a")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		n := newNames()
		x, y := n.in("d", a, ".json"), n.in("d", b, ".json")
		if strings.EqualFold(x, y) != (a == b) || n.in("d", a, ".json") != x {
			t.Errorf("%q is %s, %q is %s", a, x, b, y)
		}
		for _, name := range []string{x, y} {
			if !filepath.IsLocal(name) || filepath.Dir(name) != "d" || len(name) > 250 || strings.HasPrefix(name, "d/.") {
				t.Errorf("the name %q", name)
			}
		}
	})
}
