package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/reports"
)

// replayCheck is the name of the check that judges again.
const replayCheck = "replay"

// isPDF says whether a file holds its seal itself, or would if it were whole.
func isPDF(path string, data []byte) bool {
	return bytes.HasPrefix(data, []byte("%PDF-")) || strings.EqualFold(filepath.Ext(path), ".pdf")
}

// open reads what is verified: the PDF, or the file with its signed statement.
func (v *verification) open() (err error) {
	path, named := strings.CutSuffix(v.result.File, statementSuffix)
	v.result.File = path
	v.data, err = readReport(path)
	if isPDF(path, v.data) && (err == nil || errors.As(err, &v.large)) {
		if named || v.statement != "" {
			return &collectors.UsageError{Err: fmt.Errorf("%s is a PDF, which holds its seal itself", path), Hint: "leave the statement out"}
		}
		return nil
	}
	if err != nil {
		return err
	}
	switch {
	case v.extract != "":
		return &collectors.UsageError{Err: fmt.Errorf("%s carries no files", path), Hint: "--extract goes with a PDF"}
	case v.unsealed:
		return &collectors.UsageError{Err: fmt.Errorf("%s has nothing in it to be checked but what a statement says of it", path), Hint: "--allow-unsealed goes with a PDF"}
	}
	if len(v.data) > maxReport { // of a pipe
		return &collectors.UsageError{Err: &tooLarge{path, int64(len(v.data))}, Hint: "compare its SHA-256 with the one in its statement by hand"}
	}
	v.alone = true
	if v.statement == "" {
		v.statement = path + statementSuffix
		if _, err := os.Stat(v.statement); errors.Is(err, fs.ErrNotExist) {
			return nil // that nobody signed the file is for the verification to say
		}
	}
	v.envelope, err = readReport(v.statement)
	return err
}

// signedReport reads what the statement says of the file, and holds the findings against it.
func (v *verification) signedReport(s *sign.Statement) {
	const name, bad = "evidence", "What was signed is not about this file: do not rely on it."
	var said engine.SignedReport
	if err := json.Unmarshal(s.Predicate, &said); err != nil || s.PredicateType != engine.SignedReportType || said.Schema != engine.SignedReportSchema {
		v.note(name, checkFailed, string(sign.NotSealed), fmt.Sprintf("the statement is of the kind %q, and assize signs %q", s.PredicateType, engine.SignedReportType), bad)
		return
	}
	v.result.Run, v.result.Tool, v.result.Previous = said.Run, said.Tool, said.Digests.Previous
	var changes *engine.ChangeLog
	if said.Format == (reports.JSON{}).Name() {
		a, err := reports.ReadJSON(bytes.NewReader(v.data))
		if err == nil && (a.Run.ID != said.Run || !a.Run.At.Equal(said.At) || a.Digests != said.Digests) {
			err = errors.New("the findings name another run or other digests than the statement")
		}
		if err != nil {
			v.note(name, checkFailed, "digest", err.Error(), bad)
			return
		}
		changes = a.Changes
	}
	v.note(name, checkPassed, "", fmt.Sprintf("-o %s of run %s", said.Format, said.Run), "The file and what was signed of it belong together.")
	v.isRecent(said.At)
	v.follows(said.Digests.Previous, changes)
	v.cannotReplay("the file stands by itself: the snapshot, the policies and the rest that it was made of are not in it")
}

// cannotReplay says that the findings cannot be judged again, which is wrong only where that was asked for.
func (v *verification) cannotReplay(why string) {
	outcome := checkUndecided
	if v.replay {
		outcome = checkFailed
	}
	v.note(replayCheck, outcome, "replay_impossible", why, "That the findings follow from evidence rests on the word of who made it.")
}
