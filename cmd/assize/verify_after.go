package main

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/reports"
)

// A predecessor is the run that a report should follow, as far as it is known.
type predecessor struct {
	said    string   // what the user calls it
	run     string   // its id, "" when only the digest was given
	digests []string // of its manifest: one, or those of all runs in the history with that id; nil when no history was given
}

var (
	digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
	runForm    = regexp.MustCompile(`^[0-9a-f]{16}$`)
)

// predecessor finds out what --after names: a digest, a report's file, or a run.
func (v *verification) predecessor() (*predecessor, error) {
	p := &predecessor{said: v.after}
	switch {
	case v.after == "" && v.history.dir == "":
		return nil, nil //nolint:nilnil // any will do
	case v.after == "":
		return nil, &collectors.UsageError{Err: errors.New("--history goes with --after"), Hint: "name the run that the report should follow with --after RUN"}
	case strings.HasPrefix(v.after, "sha256:"):
		if !digestForm.MatchString(v.after) {
			return nil, &collectors.UsageError{Err: fmt.Errorf("--after %s is no digest: it has 64 hexadecimal digits", v.after), Hint: "\"assize history show RUN\" prints the digest of a run"}
		}
		p.digests = []string{v.after}
		return p, nil
	case isFile(v.after):
		var err error
		if p.run, err = v.runOf(v.after); err != nil {
			return nil, err
		}
	case v.history.dir == "" && !runForm.MatchString(v.after):
		return nil, &collectors.UsageError{Err: fmt.Errorf("--after %q is neither a digest, nor the whole id of a run, nor a file", v.after),
			Hint: "with --history DIR it may be a run's number, the beginning of its id, or latest"}
	case v.history.dir == "":
		p.run = v.after
	}
	if v.history.dir == "" {
		return p, nil
	}
	return p, v.inHistory(p)
}

// inHistory looks the digest up.
func (v *verification) inHistory(p *predecessor) error {
	_, runs, err := v.history.runs(v.app)
	if err != nil {
		return err
	}
	if p.run == "" {
		run, err := findRun(runs, p.said)
		p.run, p.digests = run.Run, []string{run.Digest}
		return err
	}
	for _, run := range runs {
		if run.Run == p.run {
			p.digests = append(p.digests, run.Digest)
		}
	}
	if p.digests == nil {
		return &collectors.UsageError{Err: fmt.Errorf("%s is run %s, which is not in the history", p.said, p.run), Hint: "name the history in which that run was kept with --history DIR"}
	}
	return nil
}

// runOf reads which run a report is of: findings.json, or a sealed PDF that is as it was sealed. Who sealed it is not asked: who
// names the report knows where it is from.
func (v *verification) runOf(path string) (string, error) {
	const hint = "name findings.json or a sealed report of the run before"
	data, err := readReport(path)
	if err != nil {
		return "", err
	}
	if isPDF(path, data) {
		r := sign.Verify(data, sign.Options{Roots: v.options.Roots, TSARoots: v.options.TSARoots, Now: v.options.Now, MaxSize: maxReport, MaxUnpacked: maxUnpacked})
		i := slices.IndexFunc(r.Files, func(f sign.File) bool { return f.Name == audit.FindingsFile })
		if i < 0 {
			return "", &collectors.UsageError{Err: fmt.Errorf("--after %s is no sealed report that is whole (%s)", path, r.Reason), Hint: hint}
		}
		data = r.Files[i].Data
	}
	a, err := reports.ReadJSON(bytes.NewReader(data))
	if err != nil {
		return "", &collectors.UsageError{Err: fmt.Errorf("--after %s: %w", path, err), Hint: hint}
	}
	return a.Run.ID, nil
}

// follows holds the run before, which the report names by the digest of its manifest, against the one that the user named.
// Where only its id is known, what the report says of changes tells whose digest that is.
func (v *verification) follows(previous string, changes *engine.ChangeLog) {
	const name, reason, bad = "chain", "chain", "The report does not follow the run that you named: one between them may be missing."
	p := v.before
	switch {
	case p == nil:
	case previous == "":
		v.note(name, checkFailed, reason, "the report names no run before it: it is the first of its history, or was kept in none", bad)
	case p.digests != nil && !slices.Contains(p.digests, previous):
		v.note(name, checkFailed, reason, fmt.Sprintf("the run before has the digest %s, and %s has %s", previous, p.said, p.digests[0]), bad)
	case p.digests == nil && (changes == nil || changes.Since.Digest != previous):
		v.note(name, checkFailed, reason, fmt.Sprintf("the report names the run before by its digest alone, %s; whether that is run %s, only its history knows (--history DIR)", previous, p.run), bad)
	case p.digests == nil && changes.Since.Run != p.run:
		v.note(name, checkFailed, reason, fmt.Sprintf("the run before is %s, and not %s", changes.Since.Run, p.run), bad)
	default:
		v.note(name, checkPassed, "", "the run before is the one that you named", "No run lies between the two reports.")
	}
}
