package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// ManifestSchema names the version of the manifest's form.
const ManifestSchema = "assize.manifest/v1"

// The roles of objects in a run.
const (
	Assessment = "assessment" // findings.json
	Snapshot   = "snapshot"   // its uncompressed canonical lines
	Policies   = "policies"   // the texts of the selected policies, as Texts in internal/audit writes them
	Sources    = "sources"    // the same by source, as a report carries them; JSON
	Params     = "params"     // the parameters that were set, by target; canonical JSON
	Waivers    = "waivers"    // canonical JSON
	Report     = "report"     // a file that was handed out
)

// A Manifest says what one run consists of. Its digest is that of its file, and holds all that came before by Previous.
type Manifest struct {
	Schema string `json:"schema"`
	// Sequence counts the runs of the archive from 1.
	Sequence int `json:"sequence"`
	// Previous is the digest of the manifest before, or "" in the first.
	Previous string `json:"previous"`
	// Run is the assessment's own id, At its clock; Archived is when it was stored.
	Run      string    `json:"run"`
	At       time.Time `json:"at"`
	Archived time.Time `json:"archived"`
	Tool     string    `json:"tool"`
	Profile  string    `json:"profile"`
	// Targets are the ids of what was visited; Lost those that could not be.
	Targets []string       `json:"targets"`
	Lost    []string       `json:"lost"`
	Summary engine.Summary `json:"summary"`
	// ExitCode is the gate's.
	ExitCode int      `json:"exit_code"`
	Objects  []Object `json:"objects"`
	// Derived are the files that were handed out and are not kept, because they can be made again of the objects.
	Derived []Derived `json:"derived,omitempty"`
}

// A Derived file is known by its digest and by how to make it again. Its name is none of an object's.
type Derived struct {
	Name   string `json:"name"`
	Digest string `json:"digest"` // as of an Object
	Size   int64  `json:"size"`
	// Tool made it: another version may make other bytes of the same objects.
	Tool string `json:"tool"`
	// With is what it was made with besides, in the words of who makes it.
	With json.RawMessage `json:"with"`
}

// An Object is one file of a run.
type Object struct {
	Role string `json:"role"`
	// Name is the file's name where it is exported to.
	Name   string `json:"name"`
	Digest string `json:"digest"` // "sha256:" and 64 hex digits, of the content
	Size   int64  `json:"size"`
}

// A Run is a manifest as it stands in the chain.
type Run struct {
	Manifest
	Digest string `json:"digest"`
	// Pruned says when the run's objects were removed, if they were: then only the manifest is left.
	Pruned *Tombstone `json:"pruned,omitempty"`
}

// A Tombstone stands beside the manifest of a run whose objects were removed.
type Tombstone struct {
	At time.Time `json:"at"`
	// Why is the rule that removed it, as it was typed.
	Why string `json:"why"`
	// Past is the object that holds the index as it was then, so that what is known of failures outlives the run.
	Past string `json:"past"`
}

// Object returns the first object of a role.
func (m Manifest) Object(role string) (Object, bool) {
	i := slices.IndexFunc(m.Objects, func(o Object) bool { return o.Role == role })
	if i < 0 {
		return Object{}, false
	}
	return m.Objects[i], true
}

// files are the objects and what is made of them.
func (m Manifest) files() []Object {
	out := slices.Clone(m.Objects)
	for _, d := range m.Derived {
		out = append(out, Object{Role: Report, Name: d.Name, Digest: d.Digest, Size: d.Size})
	}
	return out
}

var manifestName = regexp.MustCompile(`^(\d{8})-([0-9a-f]{8,64})\.json$`)

const tombstoneSuffix = ".pruned"

func (m Manifest) fileName() string { return fmt.Sprintf("%08d-%s.json", m.Sequence, m.Run) }

// sequences lists the names of the manifests in their order.
func (a *Archive) sequences() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(a.dir, runsDir))
	if err != nil {
		return nil, fmt.Errorf("read history %s: %w", a.dir, plain(err))
	}
	var names []string
	for _, e := range entries {
		if manifestName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// Runs returns all runs, oldest first. The error names the manifest that cannot be read, or where the chain breaks.
func (a *Archive) Runs() ([]Run, error) {
	names, err := a.sequences()
	if err != nil {
		return nil, err
	}
	runs := make([]Run, 0, len(names))
	for _, name := range names {
		run, err := a.readRun(name)
		if err != nil {
			return nil, err
		}
		if problem := follows(runs, run); problem != "" {
			return nil, &ChainError{Run: run.Run, File: a.runPath(name), Problem: problem}
		}
		runs = append(runs, run)
	}
	return runs, nil
}

// A ChainError says where the chain of runs breaks.
type ChainError struct{ Run, File, Problem string }

func (e *ChainError) Error() string {
	return fmt.Sprintf("the chain of runs breaks at run %s (%s): %s", e.Run, e.File, e.Problem)
}

// follows says what is wrong with a run coming after the others, or "".
func follows(before []Run, run Run) string {
	want, previous := 1, ""
	if n := len(before); n > 0 {
		want, previous = before[n-1].Sequence+1, before[n-1].Digest
	}
	switch {
	case run.Sequence != want:
		return fmt.Sprintf("it is number %d, and number %d is missing", run.Sequence, want)
	case run.Previous != previous:
		return "the manifest before it was changed or replaced: its digest is not the one that this run names"
	}
	return ""
}

func (a *Archive) runPath(name string) string { return filepath.Join(a.dir, runsDir, name) }

func (a *Archive) readRun(name string) (Run, error) {
	path := a.runPath(name)
	text, err := os.ReadFile(path)
	if err != nil {
		return Run{}, fmt.Errorf("read manifest %s: %w", path, plain(err))
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	var run Run
	if err := decoder.Decode(&run.Manifest); err != nil {
		return Run{}, &ChainError{Run: manifestName.FindStringSubmatch(name)[2], File: path, Problem: "the manifest cannot be read: " + err.Error()}
	}
	if run.Schema != ManifestSchema || run.fileName() != name {
		return Run{}, &ChainError{Run: run.Run, File: path, Problem: "the manifest is of another run or another version"}
	}
	sum := sha256.Sum256(text)
	run.Digest = "sha256:" + hex.EncodeToString(sum[:])
	for _, o := range run.files() {
		if !isDigest(hexOf(o.Digest)) || o.Name != filepath.Base(o.Name) || strings.HasPrefix(o.Name, ".") {
			return Run{}, &ChainError{Run: run.Run, File: path, Problem: fmt.Sprintf("it names an object %q (%q) that cannot be", o.Name, o.Digest)}
		}
	}
	run.Pruned, err = readTombstone(path + tombstoneSuffix)
	return run, err
}

func readTombstone(path string) (*Tombstone, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // most runs have none
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, plain(err))
	}
	var stone Tombstone
	if err := json.Unmarshal(text, &stone); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return &stone, nil
}

// last returns the newest run, if there is one.
func (a *Archive) last() (Run, bool, error) {
	names, err := a.sequences()
	if err != nil || len(names) == 0 {
		return Run{}, false, err
	}
	run, err := a.readRun(names[len(names)-1])
	return run, err == nil, err
}

// hexOf drops the name of the algorithm from a digest.
func hexOf(digest string) string { return strings.TrimPrefix(digest, "sha256:") }

// Find returns the run that a user means: its number, the beginning of its id (four hex digits at least), "latest", or
// "latest~N" for the N-th before it.
func Find(runs []Run, name string) (Run, error) {
	if len(runs) == 0 {
		return Run{}, errors.New("the history has no runs yet")
	}
	if name == "latest" {
		return runs[len(runs)-1], nil
	}
	if back, counted := strings.CutPrefix(name, "latest~"); counted {
		return before(runs, back)
	}
	if n, err := strconv.Atoi(name); err == nil && len(name) < 8 && n >= 1 && n <= len(runs) {
		return runs[n-1], nil
	}
	var found []Run
	for _, run := range runs {
		if len(name) >= 4 && strings.HasPrefix(run.Run, name) {
			found = append(found, run)
		}
	}
	switch len(found) {
	case 0:
		return Run{}, fmt.Errorf("no run %q in the history", name)
	case 1:
		return found[0], nil
	}
	return Run{}, fmt.Errorf("%q is the beginning of %d runs", name, len(found))
}

// before is the run so many before the latest.
func before(runs []Run, back string) (Run, error) {
	n, err := strconv.Atoi(back)
	if err != nil || n < 0 {
		return Run{}, fmt.Errorf("\"latest~%s\" names no run", back)
	}
	if n >= len(runs) {
		return Run{}, fmt.Errorf("\"latest~%s\": the history has only %d runs", back, len(runs))
	}
	return runs[len(runs)-1-n], nil
}
