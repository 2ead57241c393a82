// Package exchange reads the JSON in which a file or a program of the user's tells resources. The collectors file
// and exec share it. The text is one JSON object, or several one after another (JSON lines), each with any of
// four members:
//
//	{
//	  "target": {"id": "badge-system", "name": "Badge system, Berlin"},
//	  "kinds": ["acme.door", "acme.badge"],
//	  "resources": [
//	    {"kind": "acme.door", "id": "north", "name": "North door", "tags": {"floor": "0"}, "locked": true, "alarm": null}
//	  ],
//	  "gaps": [
//	    {"kind": "acme.door", "resource": "north", "path": "log", "cause": "denied", "needs": "the role auditor"},
//	    {"kind": "acme.badge", "cause": "timeout", "detail": "the reader in the cellar does not answer", "call": "GET /badges"}
//	  ]
//	}
//
// "target" must come exactly once, unless the target has a configured identity. "kinds" names what was looked for:
// a kind that is named, and neither comes as a resource nor as a gap, was looked for and is not there; the kinds of
// resources and gaps need not be named. A resource has kind, id, name, tags, origin ({"account", "region", "file",
// "line"}) and, flat beside them, its facts. A resource of a kind of Assize's own must have all facts of that kind
// and no other, each of the right type or named by a gap; a kind of the user's own must have a dot in its name. A
// gap has kind, cause and, as far as they make sense, resource, path, detail, needs and call.
//
// The text is either right as a whole or refused, with all that is wrong with it named by line and column.
package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds"
)

// The limits of a text.
const (
	// MaxBytes is the size up to which a text is read.
	MaxBytes = 64 << 20
	// maxProblems is how many problems are named at once.
	maxProblems = 20
)

// A Message is a text that was read and found right.
type Message struct {
	// ID and Name are the target's; ID is empty when the text has none.
	ID, Name string

	kinds     []string
	resources []resource
	gaps      []gap // those that belong to no resource of the text
}

type resource struct {
	head  collectors.Head
	facts map[string]any
	gaps  []collectors.Gap
	where string
}

type gap struct {
	collectors.Gap
	where string
}

// A reader gathers a text's parts and what is wrong with them.
type reader struct {
	text     []byte
	decoder  *json.Decoder
	known    map[string]collectors.Kind
	message  Message
	targets  int
	problems []string
}

// Read reads a text. The error names every problem, up to 20, with line and column.
func Read(text []byte) (*Message, error) {
	r := &reader{text: text, decoder: json.NewDecoder(bytes.NewReader(text)), known: map[string]collectors.Kind{}}
	r.decoder.UseNumber()
	for _, kind := range kinds.All() {
		r.known[kind.Name] = kind
	}
	switch {
	case len(text) > MaxBytes:
		return nil, fmt.Errorf("more than %d MB", MaxBytes>>20)
	case !utf8.Valid(text):
		return nil, errors.New("not UTF-8")
	}
	objects := 0
	for ; ; objects++ {
		err := r.object()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil { // nothing after it can be read
			r.problems = append(r.problems, err.Error())
			break
		}
	}
	if objects == 0 && len(r.problems) == 0 {
		r.problems = append(r.problems, "the text is empty: write at least {\"target\": {\"id\": …}}")
	}
	r.assign()
	if len(r.problems) > 0 {
		more := ""
		if n := len(r.problems) - maxProblems; n > 0 {
			more = fmt.Sprintf("\n  … and %d more", n)
		}
		return nil, errors.New(strings.Join(r.problems[:min(len(r.problems), maxProblems)], "\n  ") + more)
	}
	return &r.message, nil
}

// where writes the place of a byte as line:column.
func (r *reader) where(offset int64) string {
	before := r.text[:min(max(int(offset), 0), len(r.text))]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Sprintf("%d:%d", line, len(before)-bytes.LastIndexByte(before, '\n'))
}

func (r *reader) problem(where, format string, args ...any) {
	r.problems = append(r.problems, where+": "+fmt.Sprintf(format, args...))
}

// next is where the next value begins.
func (r *reader) next() string { return r.where(r.start()) }

func (r *reader) start() int64 {
	offset := int(r.decoder.InputOffset())
	for offset < len(r.text) && strings.IndexByte(" \t\r\n,:", r.text[offset]) >= 0 {
		offset++
	}
	return int64(offset)
}

// value reads the next value as it is.
func (r *reader) value() (json.RawMessage, error) {
	var raw json.RawMessage
	start := r.start()
	err := r.decoder.Decode(&raw)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) { // the decoder counts from a place of its own
		if again := json.Unmarshal(r.text[start:], &raw); errors.As(again, &syntax) {
			return nil, fmt.Errorf("%s: %w", r.where(start+syntax.Offset-1), again)
		}
	}
	if err != nil {
		return nil, r.broken(err)
	}
	return raw, nil
}

// broken says where a text is no JSON.
func (r *reader) broken(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%s: %w", r.where(syntax.Offset), err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s: the text ends too early", r.where(int64(len(r.text))))
	}
	return fmt.Errorf("%s: %w", r.next(), err)
}

// object reads one object of the text. io.EOF means that there is none left.
func (r *reader) object() error {
	start := r.start()
	if start == int64(len(r.text)) {
		return io.EOF
	}
	if r.text[start] != '{' {
		return fmt.Errorf("%s: an object with target, kinds, resources or gaps is wanted here", r.where(start))
	}
	if _, err := r.decoder.Token(); err != nil {
		return r.broken(err)
	}
	for r.decoder.More() {
		where := r.next()
		key, err := r.decoder.Token()
		if err != nil {
			return r.broken(err)
		}
		if err := r.member(fmt.Sprint(key), where); err != nil {
			return err
		}
	}
	if _, err := r.decoder.Token(); err != nil {
		return r.broken(err)
	}
	return nil
}

func (r *reader) member(key, where string) error {
	switch key {
	case "resources":
		return r.list(r.resource)
	case "gaps":
		return r.list(r.gap)
	}
	at := r.next()
	raw, err := r.value()
	if err != nil {
		return err
	}
	switch key {
	case "target":
		r.target(at, raw)
	case "kinds":
		var names []string
		if err := json.Unmarshal(raw, &names); err != nil {
			r.problem(at, "kinds must be a list of names")
		}
		for _, name := range names {
			r.kind(at, name)
		}
	default:
		r.problem(where, "unknown member %q: write target, kinds, resources or gaps", key)
	}
	return nil
}

// list reads a list, one element at a time.
func (r *reader) list(take func(where string, raw json.RawMessage)) error {
	where := r.next()
	token, err := r.decoder.Token()
	if err != nil {
		return r.broken(err)
	}
	if token != json.Delim('[') {
		return fmt.Errorf("%s: a list is wanted here", where)
	}
	for r.decoder.More() {
		where := r.next()
		raw, err := r.value()
		if err != nil {
			return err
		}
		take(where, raw)
	}
	if _, err := r.decoder.Token(); err != nil {
		return r.broken(err)
	}
	return nil
}

func strict(raw json.RawMessage, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	return decoder.Decode(into)
}

func (r *reader) target(where string, raw json.RawMessage) {
	var target struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	if err := strict(raw, &target); err != nil {
		r.problem(where, "target: %v", err)
		return
	}
	if r.targets++; r.targets > 1 {
		r.problem(where, "target is there twice")
	}
	if strings.ContainsFunc(target.ID+target.Name, unicode.IsControl) {
		r.problem(where, "target: control characters in the id or name")
	}
	r.message.ID, r.message.Name = target.ID, target.Name
}

var kindName = regexp.MustCompile(`^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+$`)

func (r *reader) kind(where, name string) bool {
	if !kindName.MatchString(name) {
		r.problem(where, "kind %q: write a family and a noun with a dot between, in lower case, for example acme.door", name)
		return false
	}
	r.message.kinds = append(r.message.kinds, name)
	return true
}

func (r *reader) gap(where string, raw json.RawMessage) {
	var g struct {
		Kind, Resource, Region, Path, Detail, Needs, Call string
		Cause                                             collectors.Cause
	}
	if err := strict(raw, &g); err != nil {
		r.problem(where, "gap: %v", err)
		return
	}
	if !r.kind(where, g.Kind) {
		return
	}
	if !slices.Contains(collectors.Causes(), g.Cause) {
		r.problem(where, "gap: unknown cause %q: write one of %v", g.Cause, collectors.Causes())
	}
	if g.Cause == collectors.Denied && g.Needs == "" {
		r.problem(where, "gap: a cause of denied says in needs what would be allowed")
	}
	if g.Path != "" {
		if _, err := collectors.ParsePath(g.Path); err != nil {
			r.problem(where, "gap: %v: write it as a reference, for example log.entries or rules[\"a b\"]", err)
			return
		}
		if g.Resource == "" {
			r.problem(where, "gap: a path without a resource")
			return
		}
	}
	r.message.gaps = append(r.message.gaps, gap{collectors.Gap{Kind: g.Kind, Resource: g.Resource, Region: g.Region, Path: g.Path, Cause: g.Cause,
		Detail: g.Detail, Needs: g.Needs, Call: g.Call}, where})
}
