package github

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A clone is what git fetches of one repository into a folder of its own, of which nothing is ever checked out: a commit with its
// folders and without its files, and then those files that are read. It is for one goroutine.
type clone struct {
	from   *cloner
	url    string
	folder string // empty before anything is fetched
	commit string
	tried  bool // something was to be fetched since that was last noted
	// files are those of the commit that may be read; sizes and texts are what is known of them, by what git names them.
	files []file
	sizes map[string]int
	texts map[string][]byte
	held  int // how long the texts are together, in bytes
}

const (
	// unsized is the size of a file of which git has shown the name alone.
	unsized = -1
	// maxListed is how many files are listed, and maxName how long the line of one may be.
	maxListed, maxName = 100_000, 64 << 10
	// maxTexts is how long the files of a repository are together that are held, in bytes.
	maxTexts = 8 << 20
)

// objectName is what git names an object by.
var objectName = regexp.MustCompile(`^[0-9a-f]{40}$`)

// open makes a clone of a repository at a commit, with nothing in it.
func (c *cloner) open(owner, name, commit string) *clone {
	return &clone{from: c, url: c.server.JoinPath(owner, name+".git").String(), commit: commit, sizes: map[string]int{}, texts: map[string][]byte{}}
}

// close removes what was fetched.
func (c *clone) close() error {
	if c == nil || c.folder == "" {
		return nil
	}
	folder := c.folder
	c.folder = ""
	return os.RemoveAll(folder)
}

// prepare makes the folder. Of git's own "init" it would not need more than this, and gets a template besides.
func (c *clone) prepare() error {
	if c.folder != "" {
		return nil
	}
	folder, err := os.MkdirTemp("", "assize-git-*")
	if err != nil {
		return err
	}
	c.folder = folder
	for _, name := range []string{"objects", "refs"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "HEAD"), []byte("ref: refs/heads/none\n"), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "config"), []byte("[core]\n\trepositoryformatversion = 0\n\tbare = true\n"), 0o600)
}

// fetch has git fetch a commit with its folders and without those before it, or files, by their names: files as git itself fetches what
// a clone without them lacks.
func (c *clone) fetch(ctx context.Context, names ...string) error {
	c.tried = true
	if err := c.prepare(); err != nil {
		return err
	}
	token, err := c.from.sign(ctx)
	if err != nil {
		return err
	}
	args := []string{
		"fetch", "--quiet", "--filter=blob:none", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules",
		"--no-auto-maintenance", "--no-write-commit-graph", "--no-show-forced-updates", "--stdin",
	}
	if slices.Contains(names, c.commit) {
		args = append(args, "--depth=1")
	}
	what := command{folder: c.folder, token: token, input: strings.NewReader(strings.Join(names, "\n") + "\n"), args: append(args, c.url)}
	return c.from.run(ctx, what, func(r io.Reader) error { _, err := io.Copy(io.Discard, r); return err })
}

// list fetches the commit with its folders and lists the files in them that may be read.
func (c *clone) list(ctx context.Context, repository string) error {
	if err := c.fetch(ctx, c.commit); err != nil {
		return err
	}
	what := command{folder: c.folder, args: []string{"ls-tree", "-r", "-z", "--full-tree", c.commit}}
	return c.from.run(ctx, what, func(r io.Reader) error {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxName)
		lines.Split(untilNull)
		for lines.Scan() {
			f, ok, err := entryOf(lines.Text())
			if err != nil {
				return err
			}
			if f.repository = repository; ok {
				c.files = append(c.files, f)
			}
			if len(c.files) > maxListed {
				return fmt.Errorf("more than %d files might be read", maxListed)
			}
		}
		return lines.Err()
	})
}

// untilNull splits at the byte 0.
func untilNull(data []byte, end bool) (int, []byte, error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	if end && len(data) > 0 {
		return 0, nil, io.ErrUnexpectedEOF
	}
	return 0, nil, nil
}

// entryOf takes a line of "git ls-tree" apart; ok is false for what is no file that may be read.
func entryOf(line string) (f file, ok bool, err error) {
	head, name, tabbed := strings.Cut(line, "\t")
	fields := strings.Fields(head)
	if !tabbed || len(fields) != 3 || !objectName.MatchString(fields[2]) {
		return file{}, false, errors.New("a line of git ls-tree is none")
	}
	name = printable(string([]rune(name))) // as the API writes a name that is no text
	return file{path: name, oid: fields[2], size: unsized, mode: octal(fields[0])}, fields[1] == "blob" && listable(name), nil
}

// listable says whether a file may be read: because it is looked at, or because a workflow may use it.
func listable(name string) bool {
	base := path.Base(name)
	return looked(name) || base == "action.yml" || base == "action.yaml"
}

// lacks are the names of those of the files whose size or text is to be fetched.
func (c *clone) lacks(files []file, kept *store) []string {
	var out []string
	seen := map[string]bool{}
	for _, f := range files {
		size, sized := c.sizes[f.oid]
		if f.mode&0o170000 == 0o120000 || sized && size > maxFile || c.texts[f.oid] != nil || seen[f.oid] {
			continue
		}
		seen[f.oid] = true
		if text, there := kept.blob(f.oid); there && namedBy(f.oid, text) {
			if c.sizes[f.oid] = len(text); c.held+len(text) <= maxTexts { // else it is found where it is kept
				c.take(f.oid, text)
			}
			continue
		}
		out = append(out, f.oid)
	}
	return out
}

func (c *clone) take(oid string, text []byte) {
	if text == nil {
		text = []byte{}
	}
	c.sizes[oid], c.texts[oid] = len(text), text
	c.held += len(text)
}

// bring fetches those of the files that are not there yet, and fills in how long they are.
func (c *clone) bring(ctx context.Context, files []file, kept *store) error {
	var err error
	if names := c.lacks(files, kept); len(names) > 0 {
		err = c.read(ctx, names, kept)
	}
	for i, f := range files {
		if size, known := c.sizes[f.oid]; known {
			files[i].size = size
		}
	}
	return err
}

// read fetches files and reads those that are not too long.
func (c *clone) read(ctx context.Context, names []string, kept *store) error {
	if err := c.fetch(ctx, names...); err != nil {
		return err
	}
	batch := command{folder: c.folder, input: strings.NewReader(strings.Join(names, "\n") + "\n"), args: []string{"cat-file", "--batch"}}
	return c.from.run(ctx, batch, func(r io.Reader) error {
		lines := bufio.NewReader(r)
		for _, name := range names {
			size, err := headOf(lines, name)
			if err != nil {
				return err
			}
			if c.sizes[name] = size; size > maxFile || c.held+size > maxTexts {
				if _, err := io.CopyN(io.Discard, lines, int64(size)+1); err != nil { // and the end of the line
					return err
				}
				continue
			}
			text := make([]byte, size+1)
			if _, err := io.ReadFull(lines, text); err != nil {
				return err
			}
			if text = text[:size]; !namedBy(name, text) {
				return fmt.Errorf("%s is not what it is named", name)
			}
			c.take(name, text)
			kept.keepBlob(name, text)
		}
		return nil
	})
}

// headOf reads the line that "git cat-file" has before a file: how long it is.
func headOf(r *bufio.Reader, name string) (int, error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(line)
	if len(fields) != 3 || fields[0] != name || fields[1] != "blob" {
		return 0, fmt.Errorf("%s is no file that was fetched", name)
	}
	size, err := strconv.Atoi(fields[2])
	if err == nil && size < 0 {
		err = errors.New("a file has no length")
	}
	return size, err
}

// text is that of a file that was brought.
func (c *clone) text(oid string) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	text, there := c.texts[oid]
	return text, there
}
