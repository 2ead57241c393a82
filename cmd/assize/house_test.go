package main

import (
	"bufio"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/assize/assize"

// floor is the height of a folder's floor: imports go down only. policies is a leaf beside the staircase.
var floor = map[string]int{"cmd": 5, "internal": 4, "reports": 3, "engine": 2, "collectors": 1, "policies": 0}

// A source is one Go file as the house sees it.
type source struct {
	path    string // from the module's root, with slashes
	pkg     string // its folder
	test    bool
	imports []string
	file    *ast.File
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	root := "../.."
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != root) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		s := source{path: rel, pkg: path.Dir(rel), test: strings.HasSuffix(rel, "_test.go"), file: file}
		for _, i := range file.Imports {
			s.imports = append(s.imports, strings.Trim(i.Path.Value, `"`))
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d source files found: the walk is wrong", len(out))
	}
	return out
}

func room(pkg string) string { first, _, _ := strings.Cut(pkg, "/"); return first }

func TestImportsGoDownOnly(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, i := range s.imports {
			to, inside := strings.CutPrefix(i, module+"/")
			if !inside {
				continue
			}
			from := room(s.pkg)
			if room(to) == "policies" && from != "cmd" {
				t.Errorf("%s imports %s: only cmd and tests open the policies", s.path, to)
			}
			if floor[room(to)] > floor[from] {
				t.Errorf("%s imports %s: arrows go down only", s.path, to)
			}
			if problem := sideways(s.pkg, to); problem != "" {
				t.Errorf("%s imports %s: %s", s.path, to, problem)
			}
		}
	}
}

// sideways says what is wrong with an import inside one floor.
func sideways(from, to string) string {
	switch {
	case room(from) == "collectors" && room(to) == "collectors":
		return betweenCollectors(from, to)
	case from == "engine" && room(to) == "engine":
		return "the landing does not know what stands on it"
	case room(from) == "reports" && room(to) == "reports":
		return "reports is one package"
	}
	return ""
}

func betweenCollectors(from, to string) string {
	kinds := func(pkg string) bool { return pkg == "collectors/kinds" || strings.HasPrefix(pkg, "collectors/kinds/") }
	own := func(pkg string) string {
		parts := strings.Split(pkg, "/")
		return strings.Join(parts[:min(2, len(parts))], "/")
	}
	switch {
	case from == "collectors":
		return "the landing imports the standard library only"
	case from == "collectors/all", to == "collectors", kinds(to), from == "collectors/collectortest":
		return ""
	case kinds(from):
		return "kinds know the landing only"
	case own(from) == own(to):
		return ""
	}
	return "a collector knows the landing and the kinds, not its siblings"
}

func TestEachDependencyHasOneImporter(t *testing.T) {
	owners := map[string][]string{
		"github.com/open-policy-agent/opa": {"engine/opa"},
		"github.com/aws/aws-sdk-go-v2":     {"collectors/aws", "internal/sign/kms"},
		"github.com/google/go-github":      {"collectors/github"},
		"github.com/jung-kurt/gofpdf":      {"reports"},
		"github.com/zricethezav/gitleaks":  {"collectors/git"},
		"github.com/rhysd/actionlint":      {"collectors/kinds/ci/workflow"},
		"github.com/spf13/cobra":           {"cmd/assize"},
		"github.com/klauspost/compress":    {"internal/archive"},
		"modernc.org/sqlite":               {"internal/archive"},
	}
	for _, s := range sources(t) {
		for _, i := range s.imports {
			for dependency, allowed := range owners {
				if (i == dependency || strings.HasPrefix(i, dependency+"/")) && !s.test &&
					!slices.ContainsFunc(allowed, func(pkg string) bool { return s.pkg == pkg || strings.HasPrefix(s.pkg, pkg+"/") }) {
					t.Errorf("%s imports %s: only %v may", s.path, i, allowed)
				}
			}
			if s.pkg == "collectors" && !s.test && strings.Contains(room(i), ".") {
				t.Errorf("%s imports %s: the landing imports the standard library only", s.path, i)
			}
		}
	}
}

func TestEveryPackageHasOneCommentInItsOwnFile(t *testing.T) {
	commented := map[string][]string{}
	packages := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		packages[s.pkg] = true
		if s.file.Doc != nil {
			commented[s.pkg] = append(commented[s.pkg], path.Base(s.path))
		}
	}
	for pkg := range packages {
		want := path.Base(pkg) + ".go"
		if pkg == "cmd/assize" {
			want = "main.go"
		}
		if got := commented[pkg]; len(got) != 1 || got[0] != want {
			t.Errorf("%s: package comments in %v, want one in %s", pkg, got, want)
		}
	}
}

func TestNoHiddenStateAndNoHiddenClock(t *testing.T) {
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		wing := room(s.pkg) != "cmd" && room(s.pkg) != "internal" && s.pkg != "collectors/collectortest"
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					t.Errorf("%s has an init function", s.path)
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && wing && x.Name == "time" && n.Sel.Name == "Now" {
					t.Errorf("%s calls time.Now: the clock is an argument", s.path)
				}
			}
			return true
		})
	}
}

// TestBinary builds what users get. A template engine that the linker can reach makes it keep every method
// of every type; it shows as a ReflectMethod mark in the dump of dependencies.
func TestBinary(t *testing.T) {
	const most = 60 << 20
	b := build(t)
	lines := bufio.NewScanner(strings.NewReader(b.dump))
	lines.Buffer(nil, 1<<20)
	count := 0
	for lines.Scan() {
		count++
		if strings.Contains(lines.Text(), "<ReflectMethod>") {
			t.Errorf("the linker keeps all methods because of %s", lines.Text())
		}
	}
	if count < 1000 {
		t.Fatalf("the dump of dependencies has %d lines: it proves nothing", count)
	}
	info, err := os.Stat(b.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%.1f MB", float64(info.Size())/(1<<20))
	if info.Size() > most {
		t.Errorf("the binary has %d bytes, the budget is %d", info.Size(), most)
	}
}
