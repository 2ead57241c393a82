package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/archive"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/internal/progress"
	"github.com/assize/assize/reports"
)

// noHistory is what a user writes for no history at all.
const noHistory = "none"

// history opens the history that a run is kept in, and makes it when it was asked for and is not there; nil for none.
// With byItself the configuration names it too, and otherwise .assize is taken if it is one. A configuration that nobody
// named may have come with what is audited, so that it may only name a folder beside it.
func (a *app) history(c *config.Config, flag string, byItself bool) (*archive.Archive, error) {
	dir := flag
	if dir == "" && byItself {
		if c.Found() && c.History != "" && c.History != noHistory && !filepath.IsLocal(c.History) {
			return nil, &collectors.UsageError{Err: fmt.Errorf("%s: history: %s lies outside of its folder", c.Path(), c.History),
				Hint: "name the configuration with --config if you trust it, or the folder with --history"}
		}
		dir = c.History
		if dir != noHistory {
			dir = c.Relative(dir)
		}
		if dir == "" && archive.Exists(archive.DefaultDir) {
			if !ownFolder(archive.DefaultDir) {
				a.mended(archive.DefaultDir + " is not used, because others may write there or it is a link: --history " + archive.DefaultDir + " uses it")
				return nil, nil //nolint:nilnil // see below
			}
			dir = archive.DefaultDir
		}
	}
	if dir == "" || dir == noHistory {
		return nil, nil //nolint:nilnil // most runs are kept nowhere
	}
	h, err := archive.Create(dir, a.mended)
	if err != nil {
		return nil, &collectors.UsageError{Err: err, Hint: "choose another folder with --history DIR, or keep nothing with --history none"}
	}
	return h, nil
}

// namesHistory says whether the user names a history, rather than that one just lies there.
func namesHistory(c *config.Config, flag string) bool {
	if flag == "" && !c.Found() {
		flag = c.History
	}
	return flag != "" && flag != noHistory
}

// ownFolder says whether a folder is one that only this user may write to.
func ownFolder(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm()&0o022 != 0 {
		return false
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(owner.Uid) == os.Geteuid()
}

// mended says what the history had to mend.
func (a *app) mended(text string) { fmt.Fprintf(a.stderr, "history: %s\n", terminalSafe(text)) }

// A keeping is a run that is on its way into the history; the zero value is one that is not kept.
type keeping struct {
	archive *archive.Archive
	writing *archive.Writing
	told    func(string) // on stderr
}

func (a *app) beginRun(ctx context.Context, log *progress.Log, h *archive.Archive) (keeping, error) {
	if h == nil {
		return keeping{}, nil
	}
	w, err := h.Begin(ctx, func() {
		log.Pause(func() { a.mended("another run is being written to " + h.Dir() + "; waiting for it") })
	})
	if err != nil {
		return keeping{}, historyError(err)
	}
	return keeping{h, w, func(text string) { log.Pause(func() { a.mended(text) }) }}, nil
}

func (k keeping) previous() string {
	if k.writing == nil {
		return ""
	}
	last, _ := k.writing.Previous()
	return last.Digest
}

func (k keeping) close() error {
	if k.writing == nil {
		return nil
	}
	return k.writing.Close()
}

// changes says what changed since the run before. The reports do not depend on the history: what it cannot say is said.
func (k keeping) changes(ctx context.Context, a *engine.Assessment) (audit.Changes, error) {
	if k.writing == nil {
		return audit.Changes{}, nil
	}
	c, err := k.writing.Changes(ctx, a.Observe())
	if err == nil {
		return audit.Changes{Log: c.Log, Known: c.Known}, nil
	}
	if ctx.Err() != nil {
		return audit.Changes{}, ctx.Err()
	}
	k.told(fmt.Sprintf("what changed since the run before is not known: %v", err))
	var lost *archive.DamageError
	switch {
	case errors.Is(err, archive.ErrPruned):
		return audit.Changes{Lost: audit.LostPruned}, nil
	case errors.As(err, &lost):
		return audit.Changes{Lost: audit.LostDamaged}, nil
	}
	return audit.Changes{Lost: audit.LostIndex}, nil
}

// against is changes with a baseline that says what is known.
func (k keeping) against(known func(fingerprint string) bool) func(context.Context, *engine.Assessment) (audit.Changes, error) {
	return func(ctx context.Context, a *engine.Assessment) (audit.Changes, error) {
		c, err := k.changes(ctx, a)
		c.Known = known
		return c, err
	}
}

// keep writes the run into the history, sees that the index has it and says in a line what changed.
func (k keeping) keep(ctx context.Context, a *app, run audit.Kept) error {
	if k.writing == nil {
		return nil
	}
	kept, err := run.Keep(k.writing)
	if err = errors.Join(err, k.writing.Close()); err != nil {
		return &collectors.UsageError{Err: err, Hint: "the run is not in the history; all that was there before is whole. The reports do not depend on it"}
	}
	if !a.quiet {
		fmt.Fprintf(a.stderr, "kept as run %d in %s\n", kept.Sequence, terminalSafe(k.archive.Dir()))
		if c := run.Assessment.Changes; c != nil {
			fmt.Fprintf(a.stderr, "since run %d: %d new, %d regressed, %d fixed, %d persisting, %d not observed this time (assize diff)\n", c.Since.Sequence,
				c.Counts[engine.New], c.Counts[engine.Regressed], c.Counts[engine.Fixed], c.Counts[engine.Persisting], c.Counts[engine.NotObserved]+c.Counts[engine.NoLongerApplies])
		}
	}
	x, err := k.archive.Index(ctx) // which adds the run where that did not come off when it was kept
	if err != nil {
		return historyError(err)
	}
	return x.Close()
}

// handedOut are the files that were written besides what the history keeps anyway.
func handedOut(outputs []output, sealed bool) []audit.HandedOut {
	var out []audit.HandedOut
	for _, o := range outputs {
		if o.path != "" && o.format != snapshotFormat && o.format != "json" {
			out = append(out, audit.HandedOut{Path: o.path, Pure: o.format == reports.PDF{}.Name() && !sealed})
		}
		if o.statement != "" {
			out = append(out, audit.HandedOut{Path: o.statement})
		}
	}
	return out
}

// historyError gives an error of the history its hint and exit code.
func historyError(err error) error {
	var chain *archive.ChainError
	var lost *archive.DamageError
	if errors.As(err, &chain) || errors.As(err, &lost) {
		return &exitError{code: exitVerification, err: &collectors.UsageError{Err: err, Hint: "\"assize history check --read-data\" lists all that is wrong; restore those files from a backup and run \"assize history rebuild\", or begin another history"}}
	}
	if errors.Is(err, archive.ErrNone) {
		return &collectors.UsageError{Err: err, Hint: "\"assize audit --history DIR\" begins one; from then on runs in a folder that has .assize are kept there"}
	}
	return &collectors.UsageError{Err: err, Hint: cmp.Or(hintOf(err), "\"assize history list\" shows what there is")}
}

// hintOf is the hint that an error brings, or "".
func hintOf(err error) string {
	var usage *collectors.UsageError
	if errors.As(err, &usage) {
		return usage.Hint
	}
	return ""
}
