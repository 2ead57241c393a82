// Package file takes resources from a JSON file that somebody else made: the simplest way to bring what Assize has
// no collector for under its policies. The form of the file is that of the package collectors/kinds/exchange:
//
//	{"target": {"id": "badge-system"}, "resources": [{"kind": "acme.door", "id": "north", "locked": true}]}
//
// The collector reads the one file that is named, and nothing else.
package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/exchange"
)

// Collector reads targets of the scheme file. It may be used for several targets at the same time.
type Collector struct{}

// New returns the collector.
func New() *Collector { return &Collector{} }

// Describe implements collectors.Collector.
func (*Collector) Describe() collectors.Description {
	return collectors.Description{
		Name:    "file",
		Version: "1",
		Schemes: []collectors.Scheme{{Name: "file", Example: "file:resources.json", Help: "resources from a JSON file", Local: true}},
	}
}

// Collect implements collectors.Collector.
func (*Collector) Collect(ctx context.Context, t collectors.Target, sink collectors.Sink) error {
	for name := range t.Options {
		return usage(fmt.Errorf("file targets have no option %q", name), "leave the option out")
	}
	text, err := read(t.Address)
	if err != nil {
		return usage(fmt.Errorf("read resources: %w", err), "name a JSON file; its form stands in the documentation of collectors/kinds/exchange")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	message, err := exchange.Read(text)
	if err != nil {
		return usage(fmt.Errorf("%s:\n  %w", t.Address, err), "mend the places above; nothing of the file is used until all of it is right")
	}
	if message.ID == "" && t.ID == "" {
		return usage(fmt.Errorf("%s: the target has no id", t.Address), `add "target": {"id": "…"} to the file, or configure an id`)
	}
	sink.Identify(message.ID, message.Name)
	sink.Cover(collectors.Coverage{Service: "file", Calls: 1})
	return message.Tell(sink)
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }

// read reads a regular file up to the size that is allowed.
func read(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, exchange.MaxBytes+1))
}
