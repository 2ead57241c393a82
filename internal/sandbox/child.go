package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
)

// The codes with which a child ends itself.
const (
	exitMemory = 81
	exitOrphan = 82
)

const (
	maxStack = 64 << 20
	// collected is the share of its memory, in eighths, from which on a child collects garbage whenever it can.
	collected = 7
	watchEach = 20 * time.Millisecond
)

// Serve is the child: it takes its limits upon itself, reads a request from in, judges and writes what it finds to
// out. Base are the options with which the parent loaded its policies, of which only the built-in sources are taken.
// It ends the process when in ends or when it needs more memory than allowed.
func Serve(ctx context.Context, in io.Reader, out io.Writer, base opa.LoadOptions) error {
	decoder := json.NewDecoder(in)
	var b bounds
	if err := decoder.Decode(&b); err != nil {
		return fmt.Errorf("read the limits: %w", err)
	}
	debug.SetMaxStack(maxStack)
	debug.SetMemoryLimit(b.Memory / 8 * collected)
	if err := b.apply(); err != nil {
		return fmt.Errorf("set the limits: %w", err)
	}
	go watch(b.Memory)
	var r request
	if err := decoder.Decode(&r); err != nil {
		return fmt.Errorf("read the request: %w", err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, in) // whatever ends it, the parent is gone
		os.Exit(exitOrphan)
	}()
	buffered := bufio.NewWriterSize(out, 1<<16)
	encoder := newEncoder(buffered)
	say := func(m message) error {
		if err := encoder.Encode(m); err != nil {
			return err
		}
		return buffered.Flush()
	}
	if err := serve(ctx, &r, base, say); err != nil {
		return say(message{Error: err.Error()})
	}
	return nil
}

// watch ends the process when it holds more memory than allowed. The kernel does it for one
// allocation that is far beyond.
func watch(memory int64) {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for {
		metrics.Read(samples)
		if held := samples[0].Value.Uint64() - samples[1].Value.Uint64(); held > uint64(memory) {
			os.Exit(exitMemory)
		}
		time.Sleep(watchEach)
	}
}

func serve(ctx context.Context, r *request, base opa.LoadOptions, say func(message) error) error {
	snapshot, err := collectors.ReadSnapshot(bytes.NewReader(r.Snapshot))
	if err != nil {
		return err
	}
	base.Sources = slices.DeleteFunc(slices.Clone(base.Sources), func(s opa.Source) bool { return !s.BuiltIn })
	for _, f := range r.Files {
		base.Sources = append(base.Sources, f.Source())
	}
	set, err := opa.Load(ctx, base)
	if err != nil {
		return err
	}
	runtime.GC() // what loading left over is none of the first policy's
	if err := say(message{Loaded: true}); err != nil {
		return err
	}
	for _, id := range r.Policies {
		if err := say(message{Begin: id}); err != nil {
			return err
		}
		one := set.Select(func(p engine.Policy) bool { return p.ID == id })
		findings, err := one.Evaluate(ctx, snapshot, engine.Options{
			Now: r.Now, Workers: r.Workers, Timeout: r.Timeout,
			Params:   func(target string) engine.Params { return r.Params[target] },
			Progress: func(done, _ int) { _ = say(message{Done: done}) }, // when nobody listens, the next message fails
		})
		if err != nil {
			return err
		}
		for part := range slices.Chunk(findings, maxBatch) {
			if err := say(message{Findings: part}); err != nil {
				return err
			}
		}
		if err := say(message{End: id}); err != nil {
			return err
		}
	}
	return nil
}
