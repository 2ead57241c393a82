package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

// maxText is the size up to which a file is kept to be parsed, in bytes. Nothing that people write is longer.
const maxText = 1 << 20

// A visit is one reading of one checkout. It is for one goroutine.
type visit struct {
	runner *runner
	store  *store
	sink   collectors.Sink

	head    string
	branch  *string
	remotes map[string]kinds.Remote
	sources []kinds.Source
	files   *files
	sizes   map[string]int    // by object
	texts   map[string][]byte // the content of the files that are parsed, by path
	unread  map[string]error  // why an object could not be read, by object
	formats map[string]string // the formats of binaries, by object
	binary  map[string]bool   // the objects that are not text
	wide    map[string]bool   // those of the binary ones that begin with a byte order mark of UTF-16
}

// open finds out what the repository is and names it to the sink.
func (v *visit) open(ctx context.Context) error {
	head, err := v.runner.output(ctx, nil, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if head, err = v.runner.output(ctx, nil, "rev-parse", "--verify", "HEAD"); err != nil {
			return v.noHead(ctx, err)
		}
	}
	v.head = strings.TrimSpace(string(head))
	if branch, err := v.runner.output(ctx, nil, "symbolic-ref", "--quiet", "HEAD"); err == nil {
		name := pathText([]byte(strings.TrimPrefix(strings.TrimSpace(string(branch)), "refs/heads/")))
		v.branch = &name
	}
	if err := v.hasIndex(ctx); err != nil {
		return err
	}
	urls, err := v.runner.addresses(ctx)
	if err != nil {
		return err
	}
	if v.sources, err = v.runner.sources(ctx, urls, v.branch); err != nil {
		return err
	}
	v.remotes = remotesOf(urls)
	v.sink.Identify(identity(v.runner.top, v.remotes))
	entries, err := v.runner.index(ctx)
	if err != nil {
		return usage(fmt.Errorf("read the index: %w", err), "git status in the checkout says more; git reset writes a new index")
	}
	v.files = newFiles(entries)
	return nil
}

// noHead turns the failure to find HEAD's commit into advice.
func (v *visit) noHead(ctx context.Context, cause error) error {
	if _, err := v.runner.output(ctx, nil, "rev-parse", "--git-dir"); err != nil {
		return usage(fmt.Errorf("open the repository in %q: %w", v.runner.top, err), "git status in that folder says more")
	}
	if branch, err := v.runner.output(ctx, nil, "symbolic-ref", "--quiet", "HEAD"); err == nil {
		return usage(fmt.Errorf("the repository in %q has no commits on %s", v.runner.top, strings.TrimSpace(string(branch))),
			"commit something first, or check out a branch that has commits")
	}
	return usage(fmt.Errorf("find the commit of HEAD in %q: %w", v.runner.top, cause), "git fsck in that folder says what is broken")
}

// hasIndex refuses a repository without an index: nothing tracked is not the same as nothing known.
func (v *visit) hasIndex(ctx context.Context) error {
	out, err := v.runner.output(ctx, nil, "rev-parse", "--git-path", "index")
	if err != nil {
		return err
	}
	file := strings.TrimSuffix(string(out), "\n")
	if !filepath.IsAbs(file) {
		file = filepath.Join(v.runner.top, file)
	}
	if _, err := os.Stat(file); err != nil {
		return usage(fmt.Errorf("find the index of %q: %w", v.runner.top, err), "git reset writes it from HEAD")
	}
	return nil
}

// survey reads every tracked file once: it keeps those that are parsed later, and learns which are binary.
func (v *visit) survey(ctx context.Context) error {
	paths := map[string][]string{} // of each object, those that are to be kept
	var names []string
	for _, e := range v.files.entries {
		if e.mode == modeSubmodule {
			continue
		}
		if _, known := paths[e.object]; !known {
			names = append(names, e.object)
			paths[e.object] = nil
		}
		if e.regular() && parsed(e.path) {
			paths[e.object] = append(paths[e.object], e.path)
		}
	}
	slices.Sort(names)
	sizes, err := v.runner.sizes(ctx, names)
	if err != nil {
		return err
	}
	v.sizes, v.texts, v.unread = sizes, map[string][]byte{}, map[string]error{}
	v.formats, v.binary, v.wide = map[string]string{}, map[string]bool{}, map[string]bool{}
	small, err := v.small(ctx, names)
	if err != nil {
		return err
	}
	return v.store.each(ctx, small, func(_ int, o object) error {
		if o.err != nil {
			v.unread[o.name] = o.err
			return nil
		}
		v.classify(o.name, o.data)
		if wanted := paths[o.name]; len(wanted) > 0 && len(o.data) <= maxText {
			text := slices.Clone(o.data)
			for _, p := range wanted {
				v.texts[p] = text
			}
		}
		return nil
	})
}

// small returns the objects that are there and can be read whole. At the big ones it takes a look.
func (v *visit) small(ctx context.Context, names []string) ([]string, error) {
	var small []string
	for _, name := range names {
		size, known := v.sizes[name]
		switch {
		case !known && emptyBlob(name): // "git add --intent-to-add" writes no object
			v.sizes[name] = 0
		case !known:
			v.unread[name] = errMissing
		case size > maxObject:
			if err := v.peek(ctx, name); err != nil {
				return nil, err
			}
		default:
			small = append(small, name)
		}
	}
	return small, nil
}

// peek looks at the beginning of a blob that is too big to be read.
func (v *visit) peek(ctx context.Context, name string) error {
	data, err := v.store.head(ctx, name)
	if errors.Is(err, errCorrupt) {
		v.unread[name] = err
		return nil
	}
	if err == nil {
		v.classify(name, data)
	}
	return err
}

func (v *visit) classify(name string, data []byte) {
	if format := executableFormat(data); format != "" {
		v.formats[name] = format
	}
	if !isText(data) {
		v.binary[name] = true
		v.wide[name] = bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
	}
}

// emptyBlob says whether name is that of an empty file. Source: git hash-object -t blob /dev/null.
func emptyBlob(name string) bool {
	return name == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" ||
		name == "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"
}

// text returns the content of a tracked file that is parsed. The gap says why it cannot be had.
func (v *visit) text(e entry) ([]byte, *collectors.Gap) {
	if text, ok := v.texts[e.path]; ok {
		return text, nil
	}
	if size, known := v.sizes[e.object]; known && size == 0 {
		return nil, nil
	}
	gap := collectors.Gap{Call: "git cat-file --batch"}
	if err := v.unread[e.object]; err != nil {
		gap.Cause, gap.Detail = collectors.Failed, fmt.Sprintf("%s: %v", e.text, err)
		gap.Needs = "the object " + e.object + ": git fetch --refetch, or git checkout of a whole clone"
		return nil, &gap
	}
	gap.Cause, gap.Detail = collectors.Truncated, fmt.Sprintf("%s is larger than %d bytes", e.text, maxText)
	return nil, &gap
}

// at returns the gap as one on a fact.
func at(gap *collectors.Gap, elements ...any) collectors.Gap {
	placed := *gap
	placed.Path = collectors.PathOf(elements...).String()
	return placed
}

// missing returns the gap that the unread objects make, or nil when everything was read.
func (v *visit) missing() *collectors.Gap {
	if len(v.unread) == 0 {
		return nil
	}
	example := ""
	for _, e := range v.files.entries {
		if err := v.unread[e.object]; err != nil {
			example = fmt.Sprintf("%s: %v", e.text, err)
			break
		}
	}
	return &collectors.Gap{
		Cause: collectors.Failed, Detail: fmt.Sprintf("%d objects could not be read, the first is %s", len(v.unread), example),
		Needs: "a whole clone: git fetch --refetch, and git fsck to see what is broken", Call: "git cat-file --batch",
	}
}

func (v *visit) cover() {
	v.sink.Cover(collectors.Coverage{Service: "git objects", Calls: v.store.reads, Failed: v.store.failures})
}
