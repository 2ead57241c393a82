package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
)

// perPage is how many items GitHub puts on a page at most.
const perPage = "100"

// A partial is a resource some facts of which could not be read. It is for one goroutine.
type partial struct{ gaps []collectors.Gap }

// lost makes gaps at paths of a call that failed.
func (p *partial) lost(err error, paths ...string) {
	for _, path := range paths {
		gap := gapOf(err)
		gap.Path = path
		p.gaps = append(p.gaps, gap)
	}
}

// misses says whether the fact at a path has a gap already.
func (p *partial) misses(path string) bool {
	return slices.ContainsFunc(p.gaps, func(g collectors.Gap) bool { return g.Path == path })
}

// An object is one JSON object of an answer. What it does not hold as it should is a gap of the resource that it is read into.
type object struct {
	fields map[string]json.RawMessage
	from   request
	into   *partial
}

// lacks makes the gap of a field that is not there: GitHub leaves out what it does not show to everybody.
func (o object) lacks(path, key string) {
	if o.into == nil || path == "" {
		return
	}
	o.into.lost(&fault{request: o.from, cause: collectors.NotFoundAmbiguous, detail: "the answer has no " + key}, path)
}

// garbled makes the gap of a field that is not what it should be.
func (o object) garbled(path, key string) {
	if o.into == nil || path == "" {
		return
	}
	o.into.lost(&fault{request: o.from, cause: collectors.Failed, detail: key + " in the answer is not what it should be"}, path)
}

// has says whether a field is there and is not null.
func (o object) has(key string) bool {
	text, there := o.fields[key]
	return there && string(text) != "null"
}

// must reads a field that is always there for those who may see it. When it is not there the fact at path has a gap.
func must[T any](o object, path, key string) T {
	var out T
	switch {
	case !o.has(key):
		o.lacks(path, key)
	case json.Unmarshal(o.fields[key], &out) != nil:
		o.garbled(path, key)
		var none T
		return none
	}
	return out
}

// may reads a field that is null when there is none; it is there all the same.
func may[T any](o object, path, key string) *T {
	if _, there := o.fields[key]; there && !o.has(key) {
		return nil
	}
	out := must[T](o, path, key)
	return &out
}

// time reads a time and writes it as the kinds have it.
func (o object) time(path, key string) string {
	text := must[string](o, path, key)
	if !o.has(key) || text == "" {
		return ""
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		o.garbled(path, key)
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// timeOrNull reads a time that may be null or left out.
func (o object) timeOrNull(path, key string) *string {
	if !o.has(key) {
		return nil
	}
	text := o.time(path, key)
	return &text
}

// in reads an object in a field; ok is false when there is none, without a gap.
func (o object) in(key string) (inner object, ok bool) {
	inner = object{from: o.from, into: o.into}
	if !o.has(key) || json.Unmarshal(o.fields[key], &inner.fields) != nil {
		return inner, false
	}
	return inner, true
}

// list reads the objects in a field; ok is false when they are none, without a gap.
func (o object) list(key string) (items []object, ok bool) {
	var raw []map[string]json.RawMessage
	if !o.has(key) || json.Unmarshal(o.fields[key], &raw) != nil {
		return nil, false
	}
	for _, fields := range raw {
		items = append(items, object{fields: fields, from: o.from, into: o.into})
	}
	return items, true
}

// text reads a text or number that is allowed to be missing.
func (o object) text(key string) string {
	var text string
	var number json.Number
	switch {
	case !o.has(key):
	case json.Unmarshal(o.fields[key], &text) == nil:
	case json.Unmarshal(o.fields[key], &number) == nil:
		text = number.String()
	}
	return printable(text)
}

// number reads a whole number that is allowed to be missing.
func (o object) number(key string) int {
	n, err := strconv.Atoi(o.text(key))
	if err != nil {
		return 0
	}
	return n
}

// for returns the object read into another resource.
func (o object) read(into *partial) object { o.into = into; return o }

// get asks for one object.
func (c *client) get(ctx context.Context, r request) (object, error) {
	a, err := c.send(ctx, r)
	if err != nil {
		return object{}, err
	}
	out := object{from: r}
	if json.Unmarshal(a.body, &out.fields) != nil || out.fields == nil {
		return object{}, &fault{request: r, cause: collectors.Failed, detail: "the answer is no object"}
	}
	return out, nil
}

// each reads a list to its end and hands each item to tell. Key is the field that the list is in, "" when it is the answer
// itself. Its error, a [*fault] but for what tell returns and the end of ctx, says that the list was not read to the end.
func (c *client) each(ctx context.Context, r request, key string, tell func(object) error) error {
	next, asked := r.with("per_page", perPage), map[string]bool{}
	read := 0
	var bad error
	for page := 1; ; page++ {
		a, err := c.send(ctx, next)
		if err != nil {
			return err
		}
		items, total, err := itemsOf(a.body, key)
		if err != nil {
			return &fault{request: r, cause: collectors.Failed, detail: err.Error()}
		}
		for i, text := range items {
			item := object{from: r}
			if json.Unmarshal(text, &item.fields) != nil || item.fields == nil {
				bad = &fault{request: r, cause: collectors.Failed, detail: fmt.Sprintf("item %d of the list is no object", read+i+1)}
				continue
			}
			if err := tell(item); err != nil {
				return err
			}
		}
		read += len(items)
		if a.next == nil {
			if bad == nil && read < total {
				bad = &fault{request: r, cause: collectors.Truncated, detail: fmt.Sprintf("the list has %d of %d items", read, total)}
			}
			return bad
		}
		next = a.next(next)
		if at := next.query.Encode(); asked[at] || page >= c.config.Pages {
			return &fault{request: r, cause: collectors.Truncated, detail: "the list does not end"}
		} else {
			asked[at] = true
		}
		if c.sample != nil {
			return &fault{request: r, cause: collectors.NotRequested, detail: errSampled.Error()}
		}
	}
}

// itemsOf takes a page of a list apart. Total is how many items GitHub says there are, 0 when it does not say.
func itemsOf(body json.RawMessage, key string) (items []json.RawMessage, total int, err error) {
	if key == "" {
		if json.Unmarshal(body, &items) != nil || items == nil {
			return nil, 0, errors.New("the answer is no list")
		}
		return items, 0, nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil || json.Unmarshal(fields[key], &items) != nil || items == nil {
		return nil, 0, fmt.Errorf("the answer has no list of %s", strings.ReplaceAll(key, "_", " "))
	}
	if json.Unmarshal(fields["total_count"], &total) != nil {
		total = 0
	}
	return items, total, nil
}

// factNames are the paths of all facts of a kind's struct.
func factNames(facts any) []string {
	t := reflect.TypeOf(facts)
	var out []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

func sorted(words []string) []string {
	out := slices.Clone(words)
	slices.Sort(out)
	return slices.Compact(out)
}

// decoded takes an object out of a list.
func decoded(text json.RawMessage, from request, into *partial) (object, bool) {
	o := object{from: from, into: into}
	return o, json.Unmarshal(text, &o.fields) == nil && o.fields != nil
}
