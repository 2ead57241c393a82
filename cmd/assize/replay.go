package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/catalog"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/progress"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/policies"
	"github.com/assize/assize/reports"
)

// A verification is one run of "assize verify".
type verification struct {
	verifyFlags
	app     *app
	log     *progress.Log
	options sign.Options
	age     time.Duration // 0 for any
	before  *predecessor  // nil for any
	data    []byte
	large   *tooLarge // a PDF that was not read; nil for others
	// alone is set for a file that is no PDF: envelope is its signed statement, nil when there is none.
	alone    bool
	envelope []byte
	result   engine.Verification
	files    map[string][]byte
	// manifest lists them; nil unless they belong together.
	manifest *audit.Manifest
	// again is what came of a replay, nil before it.
	again *judgement
	// mayBeOurs is set for a PDF that nobody sealed and that carries what a report does.
	mayBeOurs bool
	// absent is where the snapshot of a report that does not carry it should lie and does not; "" for none.
	absent string
}

// run looks at the seal first: nothing in a report that was changed is worth a look.
func (v *verification) run(ctx context.Context) error {
	if v.large != nil {
		v.note("form", checkFailed, string(sign.Broken), v.large.Error(), "It is no report of assize, or one that was blown up.")
		return nil
	}
	v.log.Stage("seal", "looking at it")
	s := v.seal()
	for _, c := range s.Checks {
		v.result.Checks = append(v.result.Checks, engine.VerificationCheck{Name: c.Name, Outcome: string(c.Outcome), Found: c.Found, Means: c.Means})
	}
	v.result.Reason = string(s.Reason)
	if s.Signer != nil {
		v.result.Signer, v.result.Certificate = sign.NameOf(s.Signer), "sha256:"+sign.Fingerprint(s.Signer)
	}
	if !s.Claimed.IsZero() {
		v.result.Claimed = &s.Claimed
	}
	if s.Stamp != nil {
		v.result.Stamped = &s.Stamp.Time
	}
	if v.alone {
		if s.Statement != nil {
			v.result.Files = append(v.result.Files, engine.VerificationFile{Name: filepath.Base(v.result.File), SHA256: fmt.Sprintf("sha256:%x", sha256.Sum256(v.data)), Bytes: len(v.data)})
		}
		if s.Reason == "" {
			v.signedReport(s.Statement)
		}
		v.result.OK = v.result.Reason == ""
		return nil
	}
	return v.carried(ctx, s.Files)
}

// seal looks at the seal, or at what was signed of the file.
func (v *verification) seal() *sign.Result {
	if v.alone {
		return sign.VerifyFile(v.data, v.envelope, v.options)
	}
	return sign.Verify(v.data, v.options)
}

// carried looks at the files in a report; they are nil when no seal vouches for them.
func (v *verification) carried(ctx context.Context, files []sign.File) error {
	if files == nil && v.result.Reason == string(sign.NotSealed) {
		files = v.nobodySealed()
	}
	if files == nil {
		return nil
	}
	v.files = map[string][]byte{}
	for _, f := range files {
		v.files[f.Name] = f.Data
		v.result.Files = append(v.result.Files, engine.VerificationFile{Name: f.Name, SHA256: "sha256:" + f.SHA256, Bytes: len(f.Data)})
	}
	if err := v.beside(); err != nil {
		return err
	}
	roomFor(os.Getenv, 400, 6*len(v.files[audit.FindingsFile]))
	a, err := v.evidence(ctx)
	if err != nil {
		return err
	}
	if a != nil {
		v.result.Run, v.result.Tool, v.result.Previous = a.Run.ID, a.Run.Tool, a.Digests.Previous
		if v.manifest != nil && v.result.Reason == "" {
			v.pages(v.manifest, a)
		}
		v.isRecent(a.Run.At)
		v.follows(a.Digests.Previous, a.Changes)
		v.changes(a)
		if v.carriesEvidence() && v.replay && v.result.Reason == "" {
			if v.again == nil {
				if _, err := v.judgeAgain(ctx, a); err != nil {
					return err
				}
			}
			v.result.Checks, v.result.Reason = append(v.result.Checks, v.again.check), v.again.reason
		}
	}
	v.result.OK = v.result.Reason == ""
	if v.extract != "" && v.result.OK {
		return v.extracted(a)
	}
	return nil
}

// note adds a check; the first reason stays.
func (v *verification) note(name, outcome, reason, found, means string) {
	v.result.Checks = append(v.result.Checks, engine.VerificationCheck{Name: name, Outcome: outcome, Found: found, Means: means})
	if outcome == checkFailed && v.result.Reason == "" {
		v.result.Reason = reason
	}
}

// evidence holds the files against the manifest and reads the findings; nil when they cannot be read. Where they are judged
// again and come out as the same bytes, those that were judged are the findings: then the text need not be read.
func (v *verification) evidence(ctx context.Context) (*engine.Assessment, error) {
	const name, bad = "evidence", "The files in the report do not belong together: do not rely on them."
	digests := map[string]string{}
	for _, f := range v.result.Files {
		digests[f.Name] = f.SHA256
	}
	manifest, wrong := audit.ReadManifest(v.files, digests)
	text := v.files[audit.FindingsFile]
	var a *engine.Assessment
	if v.replay && len(wrong) == 0 && v.files[audit.SnapshotFile] != nil && v.result.Reason == "" {
		// Else it is judged when it was read as a whole; so is one that counts failures as known, which only findings say.
		if head, err := reports.ReadHead(text); err == nil && !head.Gate.Rules.NewOnly {
			if a, err = v.judgeAgain(ctx, head); err != nil {
				return nil, err
			}
		}
	}
	if a == nil {
		var err error
		if a, err = reports.ReadJSON(bytes.NewReader(text)); err != nil {
			wrong = append(wrong, err)
		}
	}
	if len(wrong) > 0 {
		v.note(name, checkFailed, "digest", errors.Join(wrong...).Error(), bad)
		return a, nil
	}
	v.manifest = manifest
	v.note(name, checkPassed, "", fmt.Sprintf("%d files, each with the digest that the manifest names", len(v.files)), "What the report carries belongs to it.")
	return a, nil
}

func (v *verification) isRecent(at time.Time) {
	if v.age == 0 {
		return
	}
	old := v.options.Now.Sub(at)
	found := fmt.Sprintf("the audit is of %s", at.UTC().Format(time.RFC3339))
	if old > v.age {
		v.note("age", checkFailed, string(sign.Expired), found+", which is longer ago than --max-age allows", "The report is older than you accept.")
		return
	}
	v.note("age", checkPassed, "", found, "The report is as recent as you ask for.")
}

// A judgement is what came of judging the evidence again.
type judgement struct {
	check  engine.VerificationCheck
	reason string
}

// judgeAgain evaluates what the report carries and compares the findings byte by byte. A is what they say of the run. It
// returns what was judged where that is the same, and keeps the outcome for its place among the checks.
func (v *verification) judgeAgain(ctx context.Context, a *engine.Assessment) (*engine.Assessment, error) {
	v.log.Stage(replayCheck, "judging again")
	differs := func(reason, found, means string) (*engine.Assessment, error) {
		v.again = &judgement{engine.VerificationCheck{Name: replayCheck, Outcome: checkFailed, Found: found, Means: means}, reason}
		return nil, nil
	}
	r, err := audit.ReadReplay(v.files, a)
	if err != nil {
		return differs("digest", err.Error(), "The evaluation cannot be done again from this report.")
	}
	want := v.files[audit.FindingsFile]
	roomyHeap(os.Getenv, r.Snapshot, 6*len(want)) // both findings, and the text of one
	set, known, err := policiesOf(ctx, r)
	if err != nil {
		return differs("digest", err.Error(), "The policies in the report cannot be read.")
	}
	assessor := r.Assessor()
	if assessor.Evaluator, err = newEvaluator(set); err != nil {
		return nil, err
	}
	assessor.Catalog, assessor.PoliciesDigest = known, set.Digest()
	again, err := assessor.Assess(ctx, r.Snapshot, r.Assessment.Run.At)
	if err != nil {
		return nil, err
	}
	text := &comparison{want: want}
	if err := (reports.JSON{}).Write(text, again); err != nil {
		return nil, err
	}
	if place, want, got := text.difference(); place > 0 {
		found := fmt.Sprintf("line %d of findings.json is %q, and judged again it is %q", place, want, got)
		if tool := toolName(); tool != r.Assessment.Run.Tool {
			found += fmt.Sprintf("; the report was made by %s, and this is %s", r.Assessment.Run.Tool, tool)
		}
		return differs("replay_differs", found, "The findings do not follow from the evidence in the report.")
	}
	v.again = &judgement{check: engine.VerificationCheck{Name: replayCheck, Outcome: checkPassed,
		Found: fmt.Sprintf("%d findings, byte by byte the same", len(again.Findings)), Means: "The findings follow from the evidence in the report."}}
	return again, nil
}

// policiesOf loads the policies in a report and selects those of its run. Those that come with this program are its own;
// all others are nobody's that we know, whatever the report says of them: they are judged under limits.
func policiesOf(ctx context.Context, r *audit.Replay) (*opa.Set, *catalog.Catalog, error) {
	var files []opa.Files
	if err := json.Unmarshal(r.Policies, &files); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", audit.PoliciesFile, err)
	}
	options, err := builtIn()
	if err != nil {
		return nil, nil, err
	}
	frameworks, err := fs.Sub(policies.FS, "frameworks")
	if err != nil {
		return nil, nil, err
	}
	known, err := catalog.Load(frameworks)
	if err != nil {
		return nil, nil, err
	}
	options.Frameworks = known
	for _, f := range files {
		if f.BuiltIn && ours(f) {
			continue
		}
		if f.BuiltIn { // of another version of the program
			options.Sources = nil
		}
		f.Trusted = false
		options.Sources = append(options.Sources, f.Source())
	}
	set, err := opa.Load(ctx, options)
	if err != nil {
		return nil, nil, err
	}
	wanted := map[string]bool{}
	for _, p := range r.Assessment.Policies {
		wanted[p.ID] = true
	}
	set = set.Select(func(p engine.Policy) bool { return wanted[p.ID] })
	if len(set.Policies()) != len(wanted) {
		return nil, nil, &collectors.UsageError{Err: fmt.Errorf("the findings are of %d policies, and %d of them are in the report", len(wanted), len(set.Policies()))}
	}
	return set, known, nil
}

// ours says whether all texts are as they come with this program.
func ours(f opa.Files) bool {
	for name, text := range f.Texts {
		own, err := fs.ReadFile(policies.FS, name)
		if err != nil || string(own) != text {
			return false
		}
	}
	return true
}
