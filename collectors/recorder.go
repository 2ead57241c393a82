package collectors

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// A Recorder is the Sink that makes a snapshot of one target.
type Recorder struct {
	target      Target
	description Description
	progress    func(target, stage string)

	mu       sync.Mutex
	id, name string
	kinds    []string
	seen     map[[2]string]bool
	snapshot Snapshot
	coverage map[[2]string]*Coverage
}

// NewRecorder makes a recorder for one visit of target by a collector. Progress may be nil; it is called
// with what the user typed and a stage, from any goroutine.
func NewRecorder(target Target, description Description, progress func(target, stage string)) *Recorder {
	return &Recorder{
		target: target, description: description, progress: progress,
		seen: map[[2]string]bool{}, coverage: map[[2]string]*Coverage{},
	}
}

// Identify implements Sink.
func (r *Recorder) Identify(id, name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.target.ID != "" {
		id = r.target.ID
	}
	r.id, r.name = id, name
	if name == "" {
		r.name = id
	}
}

// Option implements Sink.
func (r *Recorder) Option(name, value string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	options := map[string]string{}
	maps.Copy(options, r.target.Options)
	options[name] = value
	r.target.Options = options // the caller's own stays as it is
}

// Kinds implements Sink.
func (r *Recorder) Kinds(names ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kinds = append(r.kinds, names...)
}

// Resource implements Sink.
func (r *Recorder) Resource(head Head, facts any, gaps ...Gap) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.id == "" {
		return fmt.Errorf("resource %s %q before Identify", head.Kind, head.ID)
	}
	key := [2]string{head.Kind, head.ID}
	if r.seen[key] {
		return fmt.Errorf("%s %q told twice", head.Kind, head.ID)
	}
	unread := make([]Path, 0, len(gaps))
	for i := range gaps {
		gaps[i].Target, gaps[i].Kind, gaps[i].Resource = r.id, head.Kind, head.ID
		if gaps[i].Path == "" {
			continue
		}
		path, err := ParsePath(gaps[i].Path)
		if err != nil {
			return fmt.Errorf("gap on %s %q: %w", head.Kind, head.ID, err)
		}
		unread = append(unread, path)
	}
	resource, err := NewResource(head, Origin{Target: r.id, Collector: r.description.Name}, facts, unread...)
	if err != nil {
		return err
	}
	r.seen[key] = true
	r.snapshot.Resources = append(r.snapshot.Resources, resource)
	r.snapshot.Gaps = append(r.snapshot.Gaps, gaps...)
	return nil
}

// Gap implements Sink.
func (r *Recorder) Gap(g Gap) {
	r.mu.Lock()
	defer r.mu.Unlock()
	g.Target = r.id
	r.snapshot.Gaps = append(r.snapshot.Gaps, g)
}

// Cover implements Sink.
func (r *Recorder) Cover(c Coverage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := [2]string{c.Service, c.Region}
	sum := r.coverage[key]
	if sum == nil {
		sum = &Coverage{Service: c.Service, Region: c.Region}
		r.coverage[key] = sum
	}
	sum.Calls += c.Calls
	sum.Denied += c.Denied
	sum.Throttled += c.Throttled
	sum.Failed += c.Failed
}

// Progress implements Sink.
func (r *Recorder) Progress(stage string) {
	if r.progress != nil {
		r.progress(r.target.Ref, stage)
	}
}

// Record visits target with collector and returns the snapshot of it, never nil. A target that could not
// be visited is a snapshot too: its error stands in TargetInfo.Error, and each of its kinds is a gap; the
// error is returned as well, for the talk and the exit code. Now is the clock.
func Record(ctx context.Context, collector Collector, target Target, tool string, now func() time.Time,
	progress func(target, stage string)) (*Snapshot, error) {
	description := collector.Describe()
	recorder := NewRecorder(target, description, progress)
	began := second(now())
	err := collector.Collect(ctx, target, recorder)
	if err == nil && recorder.id == "" {
		err = fmt.Errorf("collector %s did not identify the target", description.Name)
	}
	return recorder.finish(tool, began, second(now()), err), err
}

// second is a time as a snapshot tells it: UTC, to the second, as nobody needs it finer.
func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

func (r *Recorder) finish(tool string, began, ended time.Time, err error) *Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	kinds := slices.Concat(r.description.Kinds, r.kinds)
	slices.Sort(kinds)
	info := TargetInfo{
		ID: r.id, Name: r.name, Ref: r.target.Ref, Collector: r.description.Name, Version: r.description.Version,
		Kinds: slices.Compact(kinds), Options: r.target.Options,
	}
	if info.ID == "" { // never got as far as to know what it is
		info.ID, info.Name = firstOf(r.target.ID, r.target.Ref), firstOf(r.target.ID, r.target.Ref)
	}
	s := &r.snapshot
	s.Header = SnapshotHeader{Schema: SnapshotSchema, Tool: tool, Began: began, Ended: ended}
	if err != nil {
		info.Error = err.Error()
		s.Resources, s.Gaps = nil, nil
		for _, kind := range info.Kinds {
			s.Gaps = append(s.Gaps, Gap{Target: info.ID, Kind: kind, Cause: Failed, Detail: err.Error(), Call: "visit " + r.target.Ref})
		}
	}
	for _, c := range r.coverage {
		c.Target = info.ID
		s.Coverage = append(s.Coverage, *c)
	}
	s.Targets = []TargetInfo{info}
	s.sort()
	return s
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
