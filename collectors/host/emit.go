package host

import (
	"errors"
	"fmt"
	"strings"

	"github.com/assize/assize/collectors"
)

// An emitter hands resources to the sink: their texts made plain, their ids unique, gaps where a text was no text.
type emitter struct {
	sink collectors.Sink
	r    *reading
	seen map[[2]string]int
	errs []error
}

// add tells one resource. A second one of the same id gets "#2" after it, a third "#3": an account that
// stands twice in a file is two accounts.
func (e *emitter) add(head collectors.Head, facts any, found []collectors.Gap) {
	if head.Name == "" {
		head.Name = head.ID
	}
	head.ID, head.Name, head.File = flat(head.ID), flat(head.Name), flat(head.File)
	for {
		key := [2]string{head.Kind, head.ID}
		e.seen[key]++
		if e.seen[key] == 1 {
			break
		}
		head.ID = fmt.Sprintf("%s#%d", head.ID, e.seen[key])
	}
	plain, marred := tidy(facts)
	g := gaps{r: e.r}
	for _, gap := range found {
		g.add(gap)
	}
	for _, path := range marred {
		g.add(collectors.Gap{
			Path: path.String(), Cause: collectors.Failed, Call: head.Kind,
			Detail: "it holds bytes or characters that are no text",
		})
	}
	if err := e.sink.Resource(head, plain, g.list...); err != nil {
		e.errs = append(e.errs, err)
	}
}

// one tells the one resource of a kind that every host has once; its id is the kind's noun.
func (e *emitter) one(kind string, facts any, g gaps) {
	_, noun, _ := strings.Cut(kind, ".")
	e.add(collectors.Head{Kind: kind, ID: noun}, facts, g.list)
}

// missing tells that a kind as a whole was not read, or not to the end.
func (e *emitter) missing(kind, state, call string) {
	gap := reason(state, call)
	gap.Kind = kind
	e.sink.Gap(gap)
}

func (e *emitter) err() error { return errors.Join(e.errs...) }

// good says whether a section came whole.
func good(state string) bool { return state == "0" || state == "ok" }
