package git

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/zricethezav/gitleaks/v8/detect"
	"github.com/zricethezav/gitleaks/v8/logging"
	"golang.org/x/sync/errgroup"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

const (
	// scanner names the detector; a test holds it against go.mod.
	scanner = "gitleaks v8.30.1"
	// secretWorkers is how many files are searched at a time.
	secretWorkers = 2
	// maxSecretFile is the size up to which a file is searched, in bytes. What people write is far smaller.
	maxSecretFile = 2 << 20
	// secretTime is how long one file may take.
	secretTime = 30 * time.Second
)

// Why a file was not searched.
const (
	skipListed = "its path is on the detector's own list of files that hold no secrets"
	skipBinary = "binary"
	skipWide   = "UTF-16"
	skipSlow   = "took longer than 30 s"
)

// detector loads the detector's default rules, once: its loader works on variables of its own package, and the
// rules are the same for every target. Comments that ask it to look away are not heard, and it logs nothing,
// because what it logs may hold what it found.
var detector = sync.OnceValues(func() (*detect.Detector, error) {
	logging.Logger = logging.Logger.Output(io.Discard).Level(7) // zerolog.Disabled
	d, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		return nil, fmt.Errorf("load the rules of %s: %w", scanner, err)
	}
	d.IgnoreGitleaksAllow = true
	return d, nil
})

// A search gathers what the detector finds in one checkout.
type search struct {
	detector *detect.Detector
	mu       sync.Mutex
	facts    kinds.Secrets
	// unsearched are the text files that were given up on: what stands in them is not known.
	unsearched []string
}

// A job is one file to be searched.
type job struct {
	path string
	data []byte
}

// secrets tells the secrets in the tracked files.
func (v *visit) secrets(ctx context.Context) error {
	v.sink.Progress("secrets")
	d, err := detector()
	if err != nil {
		return err
	}
	s := &search{detector: d, facts: kinds.Secrets{Scanner: scanner, Rules: len(d.Config.Rules)}}
	names, paths := v.searchable(s)
	jobs := make(chan job, secretWorkers)
	group, ctx := errgroup.WithContext(ctx)
	for range secretWorkers {
		group.Go(func() error {
			for j := range jobs {
				if err := s.file(ctx, j); err != nil {
					return err
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(jobs)
		return v.store.each(ctx, names, func(_ int, o object) error {
			if o.err != nil {
				v.unread[o.name] = o.err
				return nil
			}
			data := slices.Clone(o.data)
			for _, p := range paths[o.name] {
				select {
				case jobs <- job{p, data}:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	})
	if err := group.Wait(); err != nil {
		return err
	}
	return v.tellSecrets(s)
}

// searchable returns the objects to be searched with their paths, and notes the files that are not.
func (v *visit) searchable(s *search) (names []string, paths map[string][]string) {
	paths = map[string][]string{}
	listed := map[string]bool{}
	for _, e := range v.files.entries {
		size, known := v.sizes[e.object]
		switch {
		case !e.regular():
		case s.listed(e.path):
			if at := foreignFolder(e.path); !listed[at] { // one line for a folder of thousands
				listed[at] = true
				s.skip(pathText([]byte(at)), skipListed)
			}
		case !known || v.unread[e.object] != nil: // a gap: see tellSecrets
		case v.wide[e.object]:
			s.giveUp(e.text, skipWide)
		case v.binary[e.object]:
			s.skip(e.text, skipBinary)
		case size > maxSecretFile:
			s.giveUp(e.text, fmt.Sprintf("larger than %d bytes", maxSecretFile))
		case size == 0:
			s.facts.FilesScanned++
		default:
			if paths[e.object] == nil {
				names = append(names, e.object)
			}
			paths[e.object] = append(paths[e.object], e.path)
		}
	}
	return names, paths
}

// foreignFolder returns the folder of other people's code that a path lies in, or the path itself.
func foreignFolder(p string) string {
	for _, folder := range []string{"node_modules/", "bower_components/", "vendor/"} {
		if i := strings.Index("/"+p, "/"+folder); i >= 0 {
			return p[:i+len(folder)]
		}
	}
	return p
}

// listed says whether the detector would pass over a path without reading the file.
func (s *search) listed(p string) bool {
	for _, list := range s.detector.Config.Allowlists {
		if list.PathAllowed(p) {
			return true
		}
	}
	return false
}

func (s *search) skip(p, reason string) {
	s.facts.Skipped = append(s.facts.Skipped, kinds.SkippedFile{Path: p, Reason: reason})
}

// giveUp skips a file that may well hold secrets.
func (s *search) giveUp(p, reason string) {
	s.skip(p, reason)
	s.unsearched = append(s.unsearched, p)
}

// lost returns the gap that files make which were given up on, or nil.
func (s *search) lost() *collectors.Gap {
	if len(s.unsearched) == 0 {
		return nil
	}
	return &collectors.Gap{
		Cause:  collectors.Truncated,
		Detail: fmt.Sprintf("%d text files are UTF-16, too large, or took too long to be searched, the first is %s", len(s.unsearched), slices.Min(s.unsearched)),
		Needs:  "a look at these files by other means, or their removal from the repository", Call: "search for secrets",
	}
}

// file searches one file.
func (s *search) file(ctx context.Context, j job) error {
	limited, cancel := context.WithTimeout(ctx, secretTime)
	defer cancel()
	hits := s.detector.DetectContext(limited, detect.Fragment{Raw: string(j.data), FilePath: j.path, StartLine: 1})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	path := pathText([]byte(j.path))
	s.mu.Lock()
	defer s.mu.Unlock()
	if errors.Is(limited.Err(), context.DeadlineExceeded) {
		s.giveUp(path, skipSlow)
	} else {
		s.facts.FilesScanned++
	}
	for _, hit := range hits {
		s.facts.Found = append(s.facts.Found, kinds.Secret{
			Rule: hit.RuleID, Description: hit.Description, Path: path, Line: max(hit.StartLine, 1),
			Redacted: redacted(hit.Secret), Fingerprint: fingerprint(hit.RuleID, path, hit.Secret),
		})
	}
	return nil
}

// redacted shows the beginning of a secret: a fifth of it and at most four characters.
func redacted(secret string) string {
	runes := []rune(strings.ToValidUTF8(secret, "\uFFFD"))
	shown := runes[:min(len(runes)/5, 4)]
	for i, r := range shown {
		if !unicode.IsPrint(r) {
			shown[i] = unicode.ReplacementChar
		}
	}
	return string(shown) + "…"
}

// fingerprint tells two secrets apart and gives neither away.
func fingerprint(rule, p, secret string) string {
	own := sha256.Sum256([]byte(secret))
	sum := sha256.Sum256([]byte(rule + "\x00" + p + "\x00" + hex.EncodeToString(own[:])))
	return hex.EncodeToString(sum[:16])
}

// tellSecrets sorts what was found and tells it. One secret that stands in a file several times is told once, at
// its first line. Files that could not be read are a gap: on the fact when nothing was found, because then it
// could have been otherwise; on the kind when something was, because what was found stays found.
func (v *visit) tellSecrets(s *search) error {
	slices.SortFunc(s.facts.Skipped, func(a, b kinds.SkippedFile) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(s.facts.Found, func(a, b kinds.Secret) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Fingerprint, b.Fingerprint), cmp.Compare(a.Line, b.Line))
	})
	s.facts.Found = slices.CompactFunc(s.facts.Found, func(a, b kinds.Secret) bool { return a.Fingerprint == b.Fingerprint })
	slices.SortStableFunc(s.facts.Found, func(a, b kinds.Secret) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule))
	})
	var gaps []collectors.Gap
	for _, lost := range []*collectors.Gap{v.missing(), s.lost()} {
		switch {
		case lost == nil:
		case len(s.facts.Found) == 0:
			gaps = append(gaps, at(lost, "found"))
		default:
			lost.Kind = "git.secrets"
			v.sink.Gap(*lost)
		}
	}
	return v.sink.Resource(collectors.Head{Kind: "git.secrets", ID: ".", Name: "committed secrets"}, s.facts, gaps...)
}
