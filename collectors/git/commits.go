package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

// sampleSize is how many commits are looked at.
const sampleSize = 100

// A commit is what we read of a commit object. Source: gitformat-signature(5), git-commit-tree(1).
type commit struct {
	parent    string // the first one, or ""
	author    string // address, lower case
	committed time.Time
	signature string // "gpg", "ssh", "x509", "unknown", or "" when it is not signed
}

var errCommit = errors.New("not a commit")

// parseCommit reads a raw commit object.
func parseCommit(data []byte) (commit, error) {
	var c commit
	var signature []byte
	headers, _, _ := bytes.Cut(data, []byte("\n\n"))
	var key string
	for line := range bytes.SplitSeq(headers, []byte("\n")) {
		if rest, more := bytes.CutPrefix(line, []byte(" ")); more {
			if key == "gpgsig" || key == "gpgsig-sha256" {
				signature = append(append(signature, '\n'), rest...)
			}
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(" "))
		key = string(name)
		switch key {
		case "parent":
			if c.parent == "" {
				c.parent = string(value)
			}
		case "author":
			c.author, _ = person(value)
		case "committer":
			_, c.committed = person(value)
		case "gpgsig", "gpgsig-sha256":
			signature = append(signature, value...)
		}
	}
	if !bytes.HasPrefix(headers, []byte("tree ")) || c.committed.IsZero() {
		return c, errCommit
	}
	c.signature = signatureFormat(string(bytes.TrimSpace(signature)))
	return c, nil
}

// person reads "Name <address> 1700000000 +0100".
func person(value []byte) (address string, at time.Time) {
	end := bytes.LastIndexByte(value, '>')
	if end < 0 {
		return "", time.Time{}
	}
	if start := bytes.LastIndexByte(value[:end], '<'); start >= 0 {
		address = strings.ToLower(string(value[start+1 : end]))
	}
	fields := strings.Fields(string(value[end+1:]))
	if len(fields) > 0 {
		if seconds, err := strconv.ParseInt(fields[0], 10, 64); err == nil && seconds >= 0 && seconds < 1<<38 {
			at = time.Unix(seconds, 0).UTC()
		}
	}
	return address, at
}

// signatureFormat names the format by its first line. Source: git's gpg-interface.c.
func signatureFormat(text string) string {
	switch {
	case text == "":
		return ""
	case strings.HasPrefix(text, "-----BEGIN PGP SIGNATURE-----"), strings.HasPrefix(text, "-----BEGIN PGP MESSAGE-----"):
		return "gpg"
	case strings.HasPrefix(text, "-----BEGIN SIGNED MESSAGE-----"):
		return "x509"
	case strings.HasPrefix(text, "-----BEGIN SSH SIGNATURE-----"):
		return "ssh"
	}
	return "unknown"
}

// commits samples the first-parent line of head. The gap, if there is one, says where the line breaks off
// before the sample is full.
func (v *visit) commits(ctx context.Context, head string) (kinds.Commits, []collectors.Gap, error) {
	sample := kinds.Commits{Signed: map[string]int{}}
	authors := map[string]bool{}
	shallow, err := v.shallow(ctx)
	if err != nil {
		return sample, nil, err
	}
	for name := head; name != "" && sample.Sampled < sampleSize; {
		o, err := v.store.get(ctx, name)
		if err != nil {
			return sample, nil, err
		}
		var c commit
		if o.err == nil {
			c, o.err = parseCommit(o.data)
		}
		if o.err != nil {
			return sample, brokenSample(sample.Sampled, collectors.Failed, fmt.Sprintf("commit %s: %v", name, o.err),
				"git fsck, then fetch what is missing"), nil
		}
		if sample.Sampled == 0 {
			at := c.committed.Format(time.RFC3339)
			sample.NewestAt = &at
		}
		sample.Sampled++
		authors[c.author] = true
		if c.signature == "" {
			sample.Unsigned = append(sample.Unsigned, name)
		} else {
			sample.Signed[c.signature]++
		}
		sample.Authors = len(authors)
		if c.parent != "" && shallow[name] && sample.Sampled < sampleSize {
			return sample, brokenSample(sample.Sampled, collectors.Truncated,
				fmt.Sprintf("shallow clone: its history ends after %d commits", sample.Sampled), "git fetch --unshallow"), nil
		}
		name = c.parent
	}
	return sample, nil, nil
}

// brokenSample is the gap of a sample that ends too early: what was read of it stays known, where anything was.
func brokenSample(sampled int, cause collectors.Cause, detail, needs string) []collectors.Gap {
	facts := []string{"sampled", "signed", "unsigned", "authors"}
	if sampled == 0 {
		facts = append(facts, "newest_at")
	}
	var gaps []collectors.Gap
	for _, fact := range facts {
		gaps = append(gaps, collectors.GapAt(collectors.PathOf("commits", fact), cause, detail, needs, "git cat-file --batch"))
	}
	return gaps
}

// shallow returns the commits whose parents were left out on purpose when the repository was cloned.
func (v *visit) shallow(ctx context.Context) (map[string]bool, error) {
	out, err := v.runner.output(ctx, nil, "rev-parse", "--git-path", "shallow")
	if err != nil {
		return nil, err
	}
	file := strings.TrimSuffix(string(out), "\n")
	if !filepath.IsAbs(file) {
		file = filepath.Join(v.runner.top, file)
	}
	info, err := os.Stat(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err == nil && (!info.Mode().IsRegular() || info.Size() > maxObject) {
		err = errors.New("it is no file of a sensible size")
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of shallow commits: %w", err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the list of shallow commits: %w", err)
	}
	shallow := map[string]bool{}
	for _, name := range strings.Fields(string(text)) {
		shallow[name] = true
	}
	return shallow, nil
}
