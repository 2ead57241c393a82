package audit

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/reports"
)

const (
	// sumsFile lists the SHA-256 of the other files of a package, in the form that sha256sum -c reads.
	sumsFile = "MANIFEST"
	// aboutFile says what is in a package.
	aboutFile = "README.txt"
	// maxViews is how many files there are at most for resources.
	maxViews = 10_000
)

// A Package is the evidence of one report as a folder for people and their tools: the files that the report carries as
// they are, and views of its findings by control, policy and resource.
type Package struct {
	Files      map[string][]byte
	Assessment *engine.Assessment
	Snapshot   *collectors.Snapshot // nil where the report carries none

	root  *os.Root
	names *names
	sums  map[string]string
	views string // how resources are divided into files, for people
}

// Write writes the package into a folder that is not there yet or is empty, and returns how many files it has. The
// folder is there when all of them are, or not at all. Only the owner may read it.
func (p *Package) Write(dir string) (count int, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return 0, err
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	entries, err := os.ReadDir(dir)
	if len(entries) > 0 {
		return 0, fmt.Errorf("%s is not empty", dir)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, cause(err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".assize-*.tmp") // 0700
	if err != nil {
		return 0, cause(err)
	}
	if err := p.fill(temp); err != nil {
		return 0, errors.Join(err, os.RemoveAll(temp))
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) { // only where it is empty
		return 0, errors.Join(cause(err), os.RemoveAll(temp))
	}
	if err := os.Rename(temp, dir); err != nil {
		return 0, errors.Join(cause(err), os.RemoveAll(temp))
	}
	return len(p.sums) + 1, syncDir(filepath.Dir(dir))
}

func (p *Package) fill(dir string) (err error) {
	if p.root, err = os.OpenRoot(dir); err != nil {
		return err
	}
	defer p.root.Close() //nolint:errcheck // it was read only
	p.names, p.sums = newNames(), map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		if name != safeName(name) || slices.ContainsFunc([]string{sumsFile, aboutFile}, func(own string) bool { return strings.EqualFold(own, name) }) {
			return fmt.Errorf("the report carries a file with the name %q, which it cannot have here", name)
		}
		if err := p.write(name, p.Files[name]); err != nil {
			return err
		}
	}
	for _, make := range []func() error{p.byPolicy, p.byControl, p.byResource, p.about} {
		if err := make(); err != nil {
			return err
		}
	}
	var sums bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(p.sums)) {
		fmt.Fprintf(&sums, "%s  %s\n", p.sums[name], name)
	}
	return p.root.WriteFile(sumsFile, sums.Bytes(), 0o600)
}

func (p *Package) write(name string, data []byte) error {
	if err := p.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return cause(err)
	}
	if err := p.root.WriteFile(name, data, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", name, cause(err))
	}
	p.sums[name] = fmt.Sprintf("%x", sha256.Sum256(data))
	return nil
}

func (p *Package) view(name string, v engine.View) error {
	v.Schema, v.Run, v.Findings = engine.ViewSchema, p.Assessment.Run.ID, orEmpty(v.Findings)
	var text bytes.Buffer
	if err := reports.WriteJSON(&text, v); err != nil {
		return err
	}
	return p.write(name, text.Bytes())
}

// about says what is in the package, and how to check it.
func (p *Package) about() error {
	a := p.Assessment
	var b strings.Builder
	fmt.Fprintf(&b, "Evidence of run %s of %s, made by %s.\n\n", a.Run.ID, a.Run.At.UTC().Format("2006-01-02 15:04 UTC"), a.Run.Tool)
	fmt.Fprintf(&b, "The report carries these files; they are here as they are in it:\n\n")
	for _, name := range slices.Sorted(maps.Keys(p.Files)) {
		fmt.Fprintf(&b, "  %-20s %s\n", name, kinds[name][1])
	}
	fmt.Fprintf(&b, "\nThe rest are views of %s, made for reading; each holds JSON of the form %s:\n\n"+
		"  by-control/   one file for each control that a policy tests: its policies, and the findings that fail, are unknown or an error\n"+
		"  by-policy/    one file for each policy, with all of its findings\n"+
		"  by-resource/  %s\n\n"+
		"In names every byte but letters, digits, \"_\", \"-\" and \".\" is written as %% and two digits; \"%%2A\" (*) stands for a kind as a whole.\n\n"+
		"sha256sum -c %s checks that the files are as they were written. What was sealed is the report alone: assize verify REPORT.pdf.\n",
		FindingsFile, engine.ViewSchema, p.views, sumsFile)
	return p.write(aboutFile, []byte(b.String()))
}
