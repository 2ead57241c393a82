// Package catalog holds the control frameworks that policies are mapped to, and rolls findings up to their
// controls.
//
// A framework is one YAML file with the numbers and short titles of its controls; the text of the frameworks
// is not ours and is not here. The package reads files and judges nothing.
package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/engine"
)

// A Framework is one control framework. Controls are in their natural order: A.5.2 before A.5.10.
type Framework struct {
	ID        string    `yaml:"id"`
	Title     string    `yaml:"title"`
	Version   string    `yaml:"version"`
	Publisher string    `yaml:"publisher"`
	URL       string    `yaml:"url"`
	Controls  []Control `yaml:"controls"`
}

// A Control is one requirement of a framework.
type Control struct {
	ID    string `yaml:"id"`
	Title string `yaml:"title"`
	// Manual says why only a person can decide it; "" for a control that a policy can test.
	Manual string `yaml:"manual"`
}

// A Catalog is a set of frameworks. It is immutable.
type Catalog struct {
	frameworks []Framework
	known      map[string]map[string]bool
}

// Load reads every .yaml file in the top folder of files. Unknown keys, missing fields, and ids that occur
// twice are errors that name the file; all of them are returned.
func Load(files fs.FS) (*Catalog, error) {
	found, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list frameworks: %w", err)
	}
	c := &Catalog{known: map[string]map[string]bool{}}
	var problems []error
	for _, name := range found {
		f, err := read(files, name)
		if err == nil && c.known[f.ID] != nil {
			err = fmt.Errorf("framework %s is defined twice", f.ID)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("framework %s: %w", name, err))
			continue
		}
		c.known[f.ID] = map[string]bool{}
		for _, control := range f.Controls {
			c.known[f.ID][control.ID] = true
		}
		c.frameworks = append(c.frameworks, f)
	}
	slices.SortFunc(c.frameworks, func(a, b Framework) int { return cmp.Compare(a.ID, b.ID) })
	return c, errors.Join(problems...)
}

func read(files fs.FS, name string) (Framework, error) {
	var f Framework
	file, err := files.Open(name)
	if err != nil {
		return f, err
	}
	defer file.Close()
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	if err := decoder.Decode(&f); err != nil {
		return f, err
	}
	if err := decoder.Decode(&struct{}{}); err != io.EOF {
		return f, errors.New("more than one document")
	}
	if want := strings.TrimSuffix(path.Base(name), ".yaml"); f.ID != want {
		return f, fmt.Errorf("id is %q, the file says %q", f.ID, want)
	}
	if f.Title == "" || f.Version == "" || f.Publisher == "" || f.URL == "" || len(f.Controls) == 0 {
		return f, errors.New("title, version, publisher, url and controls are all required")
	}
	slices.SortStableFunc(f.Controls, func(a, b Control) int { return Natural(a.ID, b.ID) })
	seen := map[string]bool{}
	for _, control := range f.Controls {
		if control.ID == "" || control.Title == "" {
			return f, fmt.Errorf("control %q needs an id and a title", control.ID)
		}
		if seen[control.ID] {
			return f, fmt.Errorf("control %s occurs twice", control.ID)
		}
		seen[control.ID] = true
	}
	return f, nil
}

// Frameworks returns all frameworks, sorted by id. The slice is the catalog's own.
func (c *Catalog) Frameworks() []Framework { return c.frameworks }

// Known says whether a framework has a control.
func (c *Catalog) Known(framework, control string) bool { return c.known[framework][control] }

// RollUp sums the findings up by control, for every framework. Controls are those that one of the policies
// tests, in natural order; Total counts all that the framework has. A control that a policy names and the
// catalog does not know is left out: Load of policies refuses it.
func (c *Catalog) RollUp(policies []engine.Policy, findings []engine.Finding) []engine.FrameworkResult {
	byPolicy := map[string][]engine.Finding{}
	for _, f := range findings {
		byPolicy[f.Policy] = append(byPolicy[f.Policy], f)
	}
	out := make([]engine.FrameworkResult, 0, len(c.frameworks))
	for _, f := range c.frameworks {
		result := engine.FrameworkResult{ID: f.ID, Title: f.Title, Version: f.Version, Publisher: f.Publisher, URL: f.URL,
			Total: len(f.Controls), Controls: []engine.ControlResult{}}
		for _, control := range f.Controls {
			if r := rollUp(f.ID, control, policies, byPolicy); len(r.Policies) > 0 {
				result.Controls = append(result.Controls, r)
			}
		}
		result.Covered = len(result.Controls)
		out = append(out, result)
	}
	return out
}

func rollUp(framework string, control Control, policies []engine.Policy, byPolicy map[string][]engine.Finding) engine.ControlResult {
	r := engine.ControlResult{ID: control.ID, Title: control.Title, Policies: []string{}, Verdicts: map[engine.Verdict]int{}}
	for _, v := range engine.Verdicts() {
		r.Verdicts[v] = 0
	}
	for _, p := range policies {
		if !slices.Contains(p.Controls[framework], control.ID) {
			continue
		}
		r.Policies = append(r.Policies, p.ID)
		for _, f := range byPolicy[p.ID] {
			r.Verdicts[f.Verdict]++
			if f.Waived() {
				r.Waived++
			}
		}
	}
	slices.Sort(r.Policies)
	r.Verdict = verdictOf(r)
	return r
}

// verdictOf is fail before error before unknown before pass. A waiver never changes it: where it covers every
// failure the control still fails, and Waived says so.
func verdictOf(r engine.ControlResult) engine.Verdict {
	n := r.Verdicts
	switch {
	case n[engine.Fail] > 0:
		return engine.Fail
	case n[engine.Error] > 0:
		return engine.Error
	case n[engine.Unknown] > 0:
		return engine.Unknown
	case n[engine.Pass] > 0:
		return engine.Pass
	}
	return engine.NotApplicable
}

// Natural orders control numbers as people count: runs of digits by their value, everything else by bytes.
func Natural(a, b string) int {
	for a != "" && b != "" {
		x, restA := run(a)
		y, restB := run(b)
		if digit(x[0]) && digit(y[0]) {
			nx, ny := strings.TrimLeft(x, "0"), strings.TrimLeft(y, "0")
			if order := cmp.Or(cmp.Compare(len(nx), len(ny)), cmp.Compare(nx, ny)); order != 0 {
				return order
			}
		} else if order := cmp.Compare(x, y); order != 0 {
			return order
		}
		a, b = restA, restB
	}
	return cmp.Compare(len(a), len(b))
}

func run(s string) (head, rest string) {
	i := 1
	for i < len(s) && digit(s[i]) == digit(s[0]) {
		i++
	}
	return s[:i], s[i:]
}

func digit(b byte) bool { return b >= '0' && b <= '9' }
