// Package collectors is the landing that every collector stands on: what a collector is, what it may
// say, and how what it says becomes a snapshot.
//
// A collector reads the configuration of one kind of target (a server, a cloud account, a repository) and
// tells a [Sink] two things: the resources that it found, and the gaps, which are what it could not read.
// It never judges, never filters by taste, never writes to its target, and never lets a secret through.
// "There is none" and "I could not look" are different answers, and a collector always gives the right one.
//
// This package holds the model, and the bound on what a program may say ([Capped]), and imports nothing but the
// standard library. The collectors live in the folders below, know this package and collectors/kinds, and do not know
// each other.
package collectors

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
)

// A Target is one thing that an audit visits, as the user typed it.
type Target struct {
	// Ref is the whole text as typed, for example "ssh:admin@web1".
	Ref string
	// Scheme is the part before the first colon, for example "ssh".
	Scheme string
	// Address is the part after the first colon, for example "admin@web1".
	Address string
	// ID is the configured identity of the target; empty means that the collector finds it.
	ID string
	// Options are the settings of this target from the configuration and the command line, by name,
	// for example "sudo": "true". A collector refuses names that it does not know.
	Options map[string]string
	// Wants is what anybody will read of it; nil is everything. See [Description.Frugal].
	Wants *Wants
}

// ParseTarget splits ref, "scheme:address", and checks nothing but its form. Whether the address may be empty the scheme
// says: Lookup looks.
func ParseTarget(ref string) (Target, error) {
	scheme, address, ok := strings.Cut(ref, ":")
	if !ok || scheme == "" {
		return Target{}, lacks(ref, "scheme")
	}
	return Target{Ref: ref, Scheme: scheme, Address: address}, nil
}

func lacks(ref, part string) error {
	return &UsageError{
		Err:  fmt.Errorf("target %q has no %s", ref, part),
		Hint: "write a target as scheme:address, for example host:local, ssh:admin@web1 or git:.",
	}
}

// A Collector reads targets of one or more schemes. It must be usable for several targets at the same time.
type Collector interface {
	// Describe says what the collector is. It is cheap and touches nothing.
	Describe() Description

	// Collect visits t and tells the sink what it finds. It calls Identify exactly once, before anything
	// else. What it cannot read is a Gap and not an error: an error means that the target as a whole could
	// not be visited (no connection, a refused host key, no such folder), and then nothing that was told
	// counts. It returns soon after ctx ends. An error that a user can mend is an [*UsageError] or wraps one.
	Collect(ctx context.Context, t Target, sink Sink) error
}

// Description says what a collector is.
type Description struct {
	// Name is the collector's folder, for example "host".
	Name string
	// Version changes whenever the same target would give another snapshot.
	Version string
	// Schemes are the target schemes that it takes, each with an example address and a line of help.
	Schemes []Scheme
	// Kinds are all kinds that it tries to read, sorted. A kind that is listed here and neither comes as
	// a resource nor as a gap was looked for and is not there.
	Kinds []string
	// Options are the target options that it understands, by name, with a line of help. Each scheme names those
	// that mean something for it.
	Options map[string]string
	// Frugal is true for one that leaves out what a target's Wants do not want. For any other nobody works them out.
	Frugal bool
}

// A Scheme is one way to name a target.
type Scheme struct {
	Name    string // for example "ssh"
	Example string // for example "ssh:admin@web1"
	Help    string // one line, no full stop
	// Bare is true when the address may be left out, for example "aws:".
	Bare bool
	// Local is true when reading such a target opens no network connection.
	Local bool
	// Options are the names of the Description's options that mean something for targets of this scheme, sorted.
	Options []string
}

// A Sink takes what a collector tells. It may be used from several goroutines.
type Sink interface {
	// Identify names the target: id is what it is (stable across runs and transports), name is what a
	// person calls it. A configured identity wins over id.
	Identify(id, name string)

	// Option adds to the target's options what the surroundings set and no user typed, for example a custom endpoint:
	// reports print the option "endpoint" with the target's name. It holds no secrets.
	Option(name, value string)

	// Kinds adds to the kinds that the collector tries to read, for one whose Description cannot know them:
	// a file or a program of the user's says itself what it looked for. It is called after Identify.
	Kinds(names ...string)

	// Resource adds one resource. Facts is a struct of the kind's family in collectors/kinds, or a
	// map[string]any; the sink leaves out each fact that gaps name below this resource, and fills in the
	// gaps' kind, resource and target. An error says that the resource breaks the model (an id twice, a
	// path that does not exist) and is a defect of the collector.
	Resource(head Head, facts any, gaps ...Gap) error

	// Gap adds a gap that belongs to a kind as a whole: its list could not be read, or not to the end.
	Gap(g Gap)

	// Cover counts calls, for the report's coverage table.
	Cover(c Coverage)

	// Progress says in a few words what is being read now. It is talk, not data.
	Progress(stage string)
}

// UsageError is an error that the user can mend, with the advice how.
type UsageError struct {
	Err  error
	Hint string
}

func (e *UsageError) Error() string { return e.Err.Error() }

func (e *UsageError) Unwrap() error { return e.Err }

// ErrUnknownScheme says that no collector takes a target's scheme.
var ErrUnknownScheme = errors.New("unknown target scheme")

// A Registry finds the collector for a target. It is immutable after NewRegistry.
type Registry struct {
	byScheme map[string]Collector
	all      []Collector
}

// NewRegistry makes a registry of the given collectors. Two collectors with one scheme are a defect: it panics.
func NewRegistry(all ...Collector) *Registry {
	r := &Registry{byScheme: map[string]Collector{}, all: all}
	for _, c := range all {
		for _, s := range c.Describe().Schemes {
			if _, taken := r.byScheme[s.Name]; taken {
				panic("collectors: scheme " + s.Name + " registered twice")
			}
			r.byScheme[s.Name] = c
		}
	}
	return r
}

// All returns the collectors in the order of registration.
func (r *Registry) All() []Collector { return r.all }

// Schemes returns every known scheme, sorted by name.
func (r *Registry) Schemes() []Scheme {
	var out []Scheme
	for _, c := range r.all {
		out = append(out, c.Describe().Schemes...)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// Scheme returns the scheme of that name; ok is false when no collector takes it.
func (r *Registry) Scheme(name string) (scheme Scheme, ok bool) {
	if c, known := r.byScheme[name]; known {
		for _, s := range c.Describe().Schemes {
			if s.Name == name {
				return s, true
			}
		}
	}
	return Scheme{}, false
}

// Lookup returns the collector for t's scheme, or an error that wraps ErrUnknownScheme and lists the known ones. A target without
// an address is an error where the scheme wants one.
func (r *Registry) Lookup(t Target) (Collector, error) {
	if c, ok := r.byScheme[t.Scheme]; ok {
		if scheme, _ := r.Scheme(t.Scheme); t.Address == "" && !scheme.Bare {
			return nil, lacks(t.Ref, "address")
		}
		return c, nil
	}
	var names []string
	for _, s := range r.Schemes() {
		names = append(names, s.Name+":")
	}
	return nil, &UsageError{
		Err:  fmt.Errorf("target %q: %w %q", t.Ref, ErrUnknownScheme, t.Scheme),
		Hint: "known schemes: " + strings.Join(names, " "),
	}
}
