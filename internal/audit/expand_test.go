package audit

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/progress"
)

// A union is a collector whose targets stand for two, the second of which cannot be visited; "broken" stands for none.
type union struct{}

func (union) Describe() collectors.Description {
	return collectors.Description{Name: "union", Version: "1", Schemes: []collectors.Scheme{{Name: "union"}}, Kinds: []string{"test.thing"}}
}

func (union) Expand(_ context.Context, t collectors.Target) ([]collectors.Target, error) {
	if t.Address == "broken" {
		return nil, errors.New("nobody lists it")
	}
	var out []collectors.Target
	for _, name := range []string{"a", "b"} {
		out = append(out, collectors.Target{Ref: t.Ref + "/" + name, Scheme: t.Scheme, Address: name, ID: "union:" + name})
	}
	return out, nil
}

func (union) Collect(_ context.Context, t collectors.Target, sink collectors.Sink) error {
	if t.Address != "a" {
		return errors.New("closed")
	}
	sink.Identify("found", "A")
	return nil
}

func TestExpand(t *testing.T) {
	c := Collection{Registry: collectors.NewRegistry(union{}), Tool: "test", Now: time.Now, Log: progress.Silent()}
	s, failed, err := c.Run(t.Context(), []collectors.Target{
		{Ref: "union:broken", Scheme: "union", Address: "broken"}, {Ref: "union:x", Scheme: "union", Address: "x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, target := range s.Targets {
		got = append(got, target.ID+" "+target.Ref+" "+target.Error)
	}
	want := []string{"union:a union:x/a ", "union:b union:x/b closed", "union:broken union:broken nobody lists it"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	var refs []string
	for _, f := range failed {
		refs = append(refs, f.Error())
	}
	if want := []string{"union:broken: nobody lists it", "union:x/b: closed"}; !slices.Equal(refs, want) {
		t.Errorf("failed: %q, want %q", refs, want)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := c.Run(ctx, []collectors.Target{{Ref: "union:broken", Scheme: "union", Address: "broken"}}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
