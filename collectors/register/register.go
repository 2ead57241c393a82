// Package register reads the records that people make of what no machine can see: trainings, vendors, restore
// tests, exercises, documents, budgets, attestations. A register is a folder of YAML files (*.yaml, *.yml, at any
// depth); each file holds one record, a list of records, or several documents of either. A record names its kind:
//
//	kind: restore_test
//	id: orders-2026-11
//	owner: Ines Falk
//	date: 2026-11-03
//	system: orders database
//	backup: nightly base backup and write-ahead log
//	success: true
//	minutes: 42
//	objective_minutes: 60
//
// The fields are those of the kind's struct in collectors/kinds/register. Fields that are null or lists there may
// be left out, and so may notes; everything else must be written. A register is either right as a whole or refused
// as a whole, with all that is wrong with it named by file and line: half a register would look like a whole one
// in which things are missing. The collector follows no link and expands no alias.
package register

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/register"
)

// The limits of a register. A year of records of a large organisation is far below them.
const (
	maxFiles   = 10_000
	maxFile    = 1 << 20 // bytes
	maxRecords = 100_000
	// maxProblems is how many problems are named at once.
	maxProblems = 20
)

// indexKind is the one kind that no record has: the register as a whole.
const indexKind = "register.index"

// Collector reads targets of the scheme register. It may be used for several targets at the same time.
type Collector struct{}

// New returns the collector.
func New() *Collector { return &Collector{} }

// Describe implements collectors.Collector.
func (*Collector) Describe() collectors.Description {
	var names []string
	for _, kind := range kinds.Kinds() {
		names = append(names, kind.Name)
	}
	return collectors.Description{
		Name:    "register",
		Version: "1",
		Schemes: []collectors.Scheme{{
			Name: "register", Example: "register:records", Help: "a folder of YAML records that people keep", Local: true,
			Options: []string{"name"},
		}},
		Kinds:   names,
		Options: map[string]string{"name": "what the register is called; by default its folder's name"},
	}
}

// Collect implements collectors.Collector.
func (*Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	for name := range t.Options {
		if name != "name" {
			return usage(fmt.Errorf("register targets have no option %q", name), "the only option is name")
		}
	}
	dir, err := filepath.Abs(t.Address)
	if err != nil {
		return fmt.Errorf("find the register %q: %w", t.Address, err)
	}
	name := t.Options["name"]
	if name == "" {
		name = strings.ToValidUTF8(filepath.Base(dir), "\uFFFD")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return usage(fmt.Errorf("open the register: %w", err), "name a folder with YAML records; examples/register shows one")
	}
	defer root.Close()
	r := newReader()
	paths, err := r.list(root.FS())
	if err != nil {
		return err
	}
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		sink.Progress(p)
		if err := r.file(root, p); err != nil {
			return err
		}
	}
	if err := r.refuse(); err != nil {
		return err
	}
	sink.Identify("register:"+name, name)
	sink.Cover(collectors.Coverage{Service: "register files", Calls: len(paths)})
	index := kinds.Index{Counts: map[string]int{}}
	for _, kind := range kinds.Kinds() {
		if kind.Name != indexKind {
			index.Counts[kind.Name] = 0
		}
	}
	for _, record := range r.records {
		index.Counts[record.head.Kind]++
		if err := sink.Resource(record.head, record.facts); err != nil {
			return err
		}
	}
	return sink.Resource(collectors.Head{Kind: indexKind, ID: "index", Name: name}, index)
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }

// list returns the register's files in the order of their paths.
func (r *reader) list(files fs.FS) ([]string, error) {
	var paths []string
	err := fs.WalkDir(files, ".", func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return usage(fmt.Errorf("read the register: %w", err), "run as a user who may read all of its files")
		}
		hidden := strings.HasPrefix(entry.Name(), ".") && p != "."
		if hidden && entry.IsDir() {
			return fs.SkipDir
		}
		if hidden || entry.IsDir() || !r.holdsRecords(files, p, entry) {
			return nil
		}
		if paths = append(paths, p); len(paths) > maxFiles {
			return usage(fmt.Errorf("the register has more than %d files", maxFiles), "name the folder that holds the records and nothing else")
		}
		return nil
	})
	if err == nil && len(paths) == 0 && len(r.problems) == 0 {
		err = usage(errors.New("the register has no *.yaml or *.yml file"), "name a folder with YAML records; examples/register shows one")
	}
	return paths, err
}

// holdsRecords says whether a file of the register is to be read. A link that may stand for records is a problem:
// it is not followed, and passed over it would hide them.
func (r *reader) holdsRecords(files fs.FS, p string, entry fs.DirEntry) bool {
	yaml := path.Ext(p) == ".yaml" || path.Ext(p) == ".yml"
	switch {
	case entry.Type()&fs.ModeSymlink != 0:
		if info, err := fs.Stat(files, p); yaml || err != nil || info.IsDir() {
			r.problem(p, 0, "is a link, and links are not followed: put the file itself here")
		}
		return false
	case yaml && !entry.Type().IsRegular():
		r.problem(p, 0, "is no regular file: remove it")
		return false
	}
	return yaml
}
