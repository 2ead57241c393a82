package main

import (
	"crypto/sha256"
	"debug/elf"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/internal/audit"
)

const (
	maxMemoFile = 256 << 20           // bytes; a larger file is not ours
	memoAge     = 90 * 24 * time.Hour // after which an unused memo is removed
	memoSuffix  = ".memo"
)

// memoFile is where the results of an audit wait for the next one of the same targets. It saves time and nothing else: a
// file that cannot be read, or that others could have written, counts as none, and one that cannot be written is let be.
type memoFile struct{ path string }

// memoFileOf names the file for the targets of a snapshot; without a cache folder there is none.
func memoFileOf(s *collectors.Snapshot) memoFile {
	dir, err := os.UserCacheDir()
	if err != nil {
		return memoFile{}
	}
	ids := make([]string, 0, len(s.Targets))
	for _, t := range s.Targets {
		ids = append(ids, t.ID)
	}
	sum := sha256.Sum256([]byte(strings.Join(ids, "\n")))
	return memoFile{filepath.Join(dir, "assize", "verdicts", hex.EncodeToString(sum[:8])+memoSuffix)}
}

// read returns what the file holds, or an empty memo.
func (m memoFile) read() *opa.Memo {
	program, text := buildID(), m.text()
	if memo, err := opa.ReadMemo(text, program); err == nil {
		return memo
	}
	return opa.NewMemo(program)
}

// buildID names this build of the program: what the linker noted, which differs when any source does, or else the digest
// of the executable.
func buildID() string {
	path, err := os.Executable()
	if err != nil {
		return fmt.Sprintf("%d", os.Getpid()) // of nobody else
	}
	if file, err := elf.Open(path); err == nil {
		defer file.Close() // it was only read
		if section := file.Section(".note.go.buildid"); section != nil {
			if note, err := section.Data(); err == nil && len(note) > 0 {
				return hex.EncodeToString(note)
			}
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Sprintf("%d", os.Getpid())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// text is the file's, "" unless it is a plain file that its owner alone may write, and the owner is who asks.
func (m memoFile) text() string {
	if m.path == "" {
		return ""
	}
	file, err := os.OpenFile(m.path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return ""
	}
	defer file.Close() // it was only read
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o022 != 0 || info.Size() > maxMemoFile {
		return ""
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); !ok || int(owner.Uid) != os.Geteuid() {
		return ""
	}
	var text strings.Builder
	text.Grow(int(info.Size()))
	if _, err := io.CopyN(&text, file, info.Size()); err != nil {
		return ""
	}
	return text.String()
}

// write replaces the file, and removes those that nobody has used for long.
func (m memoFile) write(memo *opa.Memo, now time.Time) {
	if m.path == "" || os.MkdirAll(filepath.Dir(m.path), 0o700) != nil {
		return
	}
	if memo.Unchanged() && os.Chtimes(m.path, now, now) == nil {
		return
	}
	err := audit.WriteFile(m.path, func(w io.Writer) error {
		_, err := w.Write(memo.Encode())
		return err
	})
	if err != nil {
		return
	}
	entries, err := os.ReadDir(filepath.Dir(m.path))
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasSuffix(e.Name(), memoSuffix) && now.Sub(info.ModTime()) > memoAge {
			_ = os.Remove(filepath.Join(filepath.Dir(m.path), e.Name())) // it would be in nobody's way
		}
	}
}
