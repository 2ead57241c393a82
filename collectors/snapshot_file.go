package collectors

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// maxLine bounds one line of a snapshot that is read, in bytes.
const maxLine = 256 << 20

// ErrTruncated says that a snapshot ends before its last line.
var ErrTruncated = errors.New("the snapshot is not complete")

// endLine closes a snapshot and proves that nothing is missing.
type endLine struct {
	Targets   int `json:"targets"`
	Resources int `json:"resources"`
	Gaps      int `json:"gaps"`
	Coverage  int `json:"coverage"`
}

// Write writes the snapshot as gzip-compressed JSON lines: header, targets, resources, gaps, coverage, end;
// each line an object with one key that says what it is, canonical. The same snapshot gives the same bytes.
func (s *Snapshot) Write(w io.Writer) error {
	zip := gzip.NewWriter(w)
	if err := s.write(zip); err != nil {
		return err
	}
	return zip.Close()
}

// WriteLines writes the uncompressed lines, over which the digest goes. ReadSnapshot takes them as well.
func (s *Snapshot) WriteLines(w io.Writer) error { return s.write(w) }

func (s *Snapshot) write(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	line := func(key string, value any) error {
		text, err := rawJSON(value)
		if err != nil {
			return fmt.Errorf("encode snapshot %s: %w", key, err)
		}
		return writeLine(out, key, text)
	}
	if err := line("header", s.Header); err != nil {
		return err
	}
	for _, t := range s.Targets {
		if err := line("target", t); err != nil {
			return err
		}
	}
	for _, r := range s.Resources { // canonical already
		if err := writeLine(out, "resource", r.JSON); err != nil {
			return err
		}
	}
	for _, g := range s.Gaps {
		if err := line("gap", g); err != nil {
			return err
		}
	}
	for _, c := range s.Coverage {
		if err := line("coverage", c); err != nil {
			return err
		}
	}
	if err := line("end", endLine{len(s.Targets), len(s.Resources), len(s.Gaps), len(s.Coverage)}); err != nil {
		return err
	}
	return out.Flush()
}

func writeLine(w *bufio.Writer, key string, text []byte) error {
	_, err := fmt.Fprintf(w, "{%q:%s}\n", key, text)
	return err
}

// ReadSnapshot reads what Write wrote; uncompressed lines are taken as well. Errors name the line. A
// snapshot without its last line is ErrTruncated: it is never used in part.
func ReadSnapshot(r io.Reader) (*Snapshot, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if magic, err := in.Peek(2); err == nil && magic[0] == 0x1f && magic[1] == 0x8b {
		zip, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("read compressed snapshot: %w", err)
		}
		in = bufio.NewReaderSize(zip, 1<<16)
	}
	reader := snapshotReader{snapshot: &Snapshot{}}
	for number := 1; ; number++ {
		line, err := readLine(in)
		if err == io.EOF {
			break
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, fmt.Errorf("line %d: %w", number, ErrTruncated)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		if err := reader.take(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
	}
	return reader.finish()
}

func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxLine:
			return nil, fmt.Errorf("longer than %d MB", maxLine>>20)
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(line) > 0:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		}
		return bytes.TrimSuffix(line, []byte("\n")), nil
	}
}

type snapshotReader struct {
	snapshot *Snapshot
	ended    bool
	end      endLine
}

func (r *snapshotReader) take(line []byte) error {
	var record map[string]json.RawMessage
	if err := json.Unmarshal(line, &record); err != nil {
		return fmt.Errorf("not a snapshot line: %w", err)
	}
	if len(record) != 1 {
		return errors.New("not a snapshot line: it must have exactly one key")
	}
	if r.ended {
		return errors.New("a line after the end")
	}
	s := r.snapshot
	for key, text := range record {
		if s.Header.Schema == "" && key != "header" {
			return errors.New("not a snapshot: it does not begin with a header")
		}
		switch key {
		case "header":
			return r.header(text)
		case "target":
			return appendDecoded(&s.Targets, text)
		case "resource":
			resource, err := parseResource(text)
			if err != nil {
				return err
			}
			s.Resources = append(s.Resources, resource)
		case "gap":
			return appendDecoded(&s.Gaps, text)
		case "coverage":
			return appendDecoded(&s.Coverage, text)
		case "end":
			r.ended = true
			return strict(text, &r.end)
		default:
			return fmt.Errorf("unknown line %q", key)
		}
	}
	return nil
}

func (r *snapshotReader) header(text []byte) error {
	if r.snapshot.Header.Schema != "" {
		return errors.New("a second header")
	}
	if err := strict(text, &r.snapshot.Header); err != nil {
		return err
	}
	if got := r.snapshot.Header.Schema; got != SnapshotSchema {
		return fmt.Errorf("snapshot of schema %q; this program reads %q", got, SnapshotSchema)
	}
	return nil
}

func (r *snapshotReader) finish() (*Snapshot, error) {
	s := r.snapshot
	if !r.ended {
		return nil, ErrTruncated
	}
	if have := (endLine{len(s.Targets), len(s.Resources), len(s.Gaps), len(s.Coverage)}); have != r.end {
		return nil, fmt.Errorf("%w: lines are missing", ErrTruncated)
	}
	s.sort()
	return s, s.check()
}

// check holds the snapshot against the model: ids unique, everything in a known target.
func (s *Snapshot) check() error {
	known := map[string]bool{}
	for _, t := range s.Targets {
		if t.ID == "" {
			return fmt.Errorf("target %q has no id", t.Ref)
		}
		if known[t.ID] {
			return fmt.Errorf("target %q occurs twice", t.ID)
		}
		known[t.ID] = true
	}
	for i, r := range s.Resources {
		if !known[r.Origin.Target] {
			return fmt.Errorf("%s %q is in unknown target %q", r.Kind, r.ID, r.Origin.Target)
		}
		if i > 0 && compareResources(s.Resources[i-1], r) == 0 {
			return fmt.Errorf("%s %q occurs twice in target %q", r.Kind, r.ID, r.Origin.Target)
		}
	}
	for _, g := range s.Gaps {
		if g.Kind == "" { // it would concern no policy, and what was not read would look like nothing
			return fmt.Errorf("gap in target %q names no kind", g.Target)
		}
		if !known[g.Target] {
			return fmt.Errorf("gap on %s is in unknown target %q", g.Place(), g.Target)
		}
		if !slices.Contains(Causes(), g.Cause) {
			return fmt.Errorf("gap on %s has the unknown cause %q", g.Place(), g.Cause)
		}
		if g.Path != "" {
			if _, err := ParsePath(g.Path); err != nil {
				return fmt.Errorf("gap on %s: %w", g.Place(), err)
			}
		}
	}
	return nil
}

func appendDecoded[T any](list *[]T, text []byte) error {
	var value T
	if err := strict(text, &value); err != nil {
		return err
	}
	*list = append(*list, value)
	return nil
}

// strict decodes one JSON value and refuses keys that it does not know.
func strict(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

// digestOf hashes what write writes.
func digestOf(write func(io.Writer) error) (string, error) {
	hash := sha256.New()
	if err := write(hash); err != nil {
		return "", err
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), nil
}
