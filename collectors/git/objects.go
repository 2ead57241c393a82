package git

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // the name of an object in git, not a seal
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
)

// Why an object could not be read.
var (
	errMissing = errors.New("object is missing")
	errCorrupt = errors.New("object is corrupt")
	errTooBig  = errors.New("object is larger than is read")
)

const (
	// window is how many objects are asked for ahead of the answers. Their names fit into a pipe's buffer, so
	// that neither side waits for the other.
	window = 256
	// maxRestarts bounds how often git may die over a corrupt object.
	maxRestarts = 50
	// maxObject is the size up to which an object is read whole, in bytes.
	maxObject = 8 << 20
	// headBytes is how much is read of an object that is too big to be read whole.
	headBytes = 512
)

// An object is one that was asked for. Data is valid only until the next one.
type object struct {
	name string
	kind string // "blob", "commit", "tree", "tag"
	data []byte
	err  error // wraps errMissing, errCorrupt or errTooBig
}

// A store reads objects through one long-running "git cat-file --batch". It is for one goroutine.
type store struct {
	runner   *runner
	cmd      *exec.Cmd
	in       *bufio.Writer
	pipe     io.Closer
	out      *bufio.Reader
	talk     *collectors.Capped
	data     []byte
	restarts int
	reads    int
	failures int
}

func newStore(r *runner) *store { return &store{runner: r} }

// start starts the process if it is not running.
func (s *store) start(ctx context.Context) error {
	if s.cmd != nil {
		return nil
	}
	cmd := s.runner.command(ctx, "cat-file", "--batch")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	s.talk = &collectors.Capped{Limit: 4 << 10}
	cmd.Stderr = s.talk
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start git cat-file: %w", err)
	}
	s.cmd, s.pipe, s.in = cmd, stdin, bufio.NewWriter(stdin)
	s.out = bufio.NewReaderSize(stdout, 64<<10)
	return nil
}

// close ends the process and waits for it.
func (s *store) close() {
	if s.cmd == nil {
		return
	}
	s.pipe.Close()
	_, _ = io.Copy(io.Discard, s.out)
	_ = s.cmd.Wait() // how it ended says nothing about what was read
	s.cmd = nil
}

// each reads the named objects in their order and hands each to take, with its place in names. An object that
// cannot be read is handed over with its err; each itself fails only when git cannot be run at all, when ctx
// ends, or when take fails.
func (s *store) each(ctx context.Context, names []string, take func(int, object) error) (err error) {
	defer func() {
		if err != nil {
			s.close() // answers that nobody took would be taken for the next ones
		}
	}()
	sent := 0
	for next := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if s.cmd == nil {
			sent = next
		}
		if s.restarts > maxRestarts {
			if err := take(next, object{name: names[next], err: fmt.Errorf("%w: git gave up on too many objects before it", errCorrupt)}); err != nil {
				return err
			}
			continue
		}
		if err := s.start(ctx); err != nil {
			return err
		}
		for ; sent < len(names) && sent < next+window; sent++ {
			s.in.WriteString(names[sent] + "\n")
		}
		_ = s.in.Flush() // a dead process shows itself at the read
		o := s.read(names[next])
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := take(next, o); err != nil {
			return err
		}
	}
	return nil
}

// get reads one object. Its data is the caller's.
func (s *store) get(ctx context.Context, name string) (object, error) {
	var got object
	err := s.each(ctx, []string{name}, func(_ int, o object) error {
		got, got.data = o, bytes.Clone(o.data)
		return nil
	})
	return got, err
}

// read takes the answer for one object and proves that its content has the name that was asked for.
func (s *store) read(name string) object {
	s.reads++
	o := object{name: name}
	header, err := s.out.ReadString('\n')
	if err != nil {
		return s.died(o)
	}
	fields := strings.Fields(header)
	if len(fields) == 2 {
		s.failures++
		o.err = errMissing
		return o
	}
	if len(fields) != 3 {
		return s.died(o)
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil || size < 0 {
		return s.died(o)
	}
	o.kind = fields[1]
	if size > maxObject { // a blob this big is never asked for; another object has no business to be
		if _, err := io.CopyN(io.Discard, s.out, int64(size)+1); err != nil {
			return s.died(o)
		}
		o.err = errTooBig
		return o
	}
	if cap(s.data) < size {
		s.data = make([]byte, size)
	}
	o.data = s.data[:size]
	if _, err := io.ReadFull(s.out, o.data); err != nil {
		return s.died(o)
	}
	if _, err := s.out.Discard(1); err != nil {
		return s.died(o)
	}
	if !named(o) {
		s.failures++
		o.data, o.err = nil, fmt.Errorf("%w: its content has another name", errCorrupt)
	}
	return o
}

// died ends a process that broke off and says why.
func (s *store) died(o object) object {
	s.failures++
	s.restarts++
	s.close()
	o.data, o.err = nil, errCorrupt
	if line := firstLine(s.talk.String()); line != "" {
		o.err = fmt.Errorf("%w: %s", errCorrupt, line)
	}
	return o
}

// named says whether an object's content has its name.
func named(o object) bool {
	var sum hash.Hash
	if len(o.name) == 2*sha256.Size {
		sum = sha256.New()
	} else {
		sum = sha1.New() //nolint:gosec // see the import
	}
	fmt.Fprintf(sum, "%s %d\x00", o.kind, len(o.data))
	sum.Write(o.data)
	return hex.EncodeToString(sum.Sum(nil)) == o.name
}

// head reads the first bytes of a blob that is too big to be read whole.
func (s *store) head(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.reads++
	cmd := s.runner.command(ctx, "cat-file", "blob", name)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start git cat-file: %w", err)
	}
	data := make([]byte, headBytes)
	_, err = io.ReadFull(stdout, data)
	cancel()
	_ = cmd.Wait() // it was cut short on purpose
	if err != nil {
		s.failures++
		return nil, errCorrupt
	}
	return data, nil
}

// sizes returns the size of each named object; those that are missing or unreadable are left out.
func (r *runner) sizes(ctx context.Context, names []string) (map[string]int, error) {
	input := strings.NewReader(strings.Join(names, "\n") + "\n")
	const form = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
	out, err := r.output(ctx, input, "cat-file", form, "--buffer")
	if exited(err) { // git dies over an object that a partial clone left out: ask for those that are there instead
		out, err = r.output(ctx, nil, "cat-file", form, "--buffer", "--batch-all-objects", "--unordered")
	}
	if err != nil {
		return nil, err
	}
	wanted := make(map[string]bool, len(names))
	for _, name := range names {
		wanted[name] = true
	}
	sizes := make(map[string]int, len(names))
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[1] != "blob" || !wanted[fields[0]] {
			continue
		}
		if size, err := strconv.Atoi(fields[2]); err == nil {
			sizes[fields[0]] = size
		}
	}
	return sizes, nil
}
