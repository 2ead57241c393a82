package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/reports"
)

// statementSuffix is what the name of a file's signed statement ends in: in-toto wants .json for an envelope by itself.
const statementSuffix = ".dsse.json"

// signed says where the signed statement of each output goes. A PDF holds its seal itself, and what goes to stdout, a pipe
// or a device has nothing beside it. What would hinder the writing is found here, before anything is visited.
func (a *app) signed(s *sealer, outputs []output, dir string) ([]output, error) {
	if s == nil {
		return outputs, nil
	}
	out := slices.Clone(outputs)
	sealed := false
	if s.key.Scheme == sign.Ed25519 && slices.ContainsFunc(out, func(o output) bool { return o.format == (reports.PDF{}).Name() }) {
		fmt.Fprintln(a.stderr, "the key is an Ed25519 key: assize verifies the PDF, but other readers do not know such seals and call the report unsigned or damaged; RSA, P-256 and P-384 they know")
	}
	for i, o := range out {
		if o.format == (reports.PDF{}).Name() {
			sealed = true
			continue
		}
		if o.path == "" || passesThrough(o.path) {
			continue
		}
		path := o.path + statementSuffix
		if slices.ContainsFunc(outputs, func(o output) bool { return filepath.Clean(o.path) == filepath.Clean(path) }) {
			return nil, &collectors.UsageError{Err: fmt.Errorf("%s is where the signed statement of %s goes", path, o.path), Hint: "choose another path for one of the two outputs"}
		}
		if err := audit.Writable(path, inFolder(o, dir)); err != nil {
			return nil, &collectors.UsageError{Err: err, Hint: "the signed statement of " + o.path + " goes there; choose another path"}
		}
		out[i].statement, sealed = path, true
	}
	if !sealed {
		fmt.Fprintln(a.stderr, "nothing is sealed: what goes to stdout has no place for a seal; -o FORMAT=PATH writes a file, and its signed statement beside it")
	}
	return out, nil
}

// passesThrough says whether what is written to a path is gone from there, as in a pipe or a device.
func passesThrough(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular()
}

// statement is what is signed of a file with that SHA-256, in hexadecimal.
func (s *sealer) statement(ctx context.Context, o output, digest string, a *engine.Assessment) ([]byte, error) {
	predicate, err := json.Marshal(engine.SignedReport{Schema: engine.SignedReportSchema, Run: a.Run.ID, At: a.Run.At, Tool: a.Run.Tool,
		Format: o.format, Digests: a.Digests, Signed: s.app.now().UTC().Truncate(time.Second)})
	if err != nil {
		return nil, err
	}
	statement := sign.Statement{PredicateType: engine.SignedReportType, Predicate: predicate,
		Subject: []sign.Subject{{Name: filepath.Base(o.path), Digest: map[string]string{"sha256": digest}}}}
	return s.once(func() ([]byte, error) { return sign.SignStatement(ctx, statement, s.key, s.tsa) })
}

// stageStatement signs the file that was staged, and stages its statement.
func (p product) stageStatement(ctx context.Context, o output, digest string) (*audit.Staged, error) {
	text, err := p.sealer.statement(ctx, o, digest, p.assessment)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", o.path, err)
	}
	return audit.Stage(o.statement, func(w io.Writer) error { _, err := w.Write(text); return err })
}
