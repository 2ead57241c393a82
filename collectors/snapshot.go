package collectors

import (
	"cmp"
	"encoding/json"
	"slices"
	"sort"
	"time"
)

// SnapshotSchema names the version of the snapshot's form.
const SnapshotSchema = "assize.snapshot/v1"

// A Snapshot is everything that one run collected. It is immutable once it is made: Merge and Read return
// snapshots whose lists are sorted and whose ids are unique.
type Snapshot struct {
	Header    SnapshotHeader
	Targets   []TargetInfo
	Resources []Resource
	Gaps      []Gap
	Coverage  []Coverage
}

// SnapshotHeader says what made the snapshot and when. Times are UTC.
type SnapshotHeader struct {
	Schema string    `json:"schema"`
	Tool   string    `json:"tool"`
	Began  time.Time `json:"began"`
	Ended  time.Time `json:"ended"`
}

// TargetInfo describes one target that was visited or could not be.
type TargetInfo struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Ref       string `json:"ref"`
	Collector string `json:"collector"`
	Version   string `json:"version"`
	// Kinds are those that the collector looked for.
	Kinds []string `json:"kinds"`
	// Options are the target's settings that change what is read. They hold no secrets.
	Options map[string]string `json:"options,omitempty"`
	// Error says why the target could not be visited at all; then each of its kinds is a gap.
	Error string `json:"error,omitempty"`
}

// sort brings everything into the canonical order.
func (s *Snapshot) sort() {
	slices.SortFunc(s.Targets, func(a, b TargetInfo) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Resources, compareResources)
	slices.SortFunc(s.Gaps, compareGaps)
	slices.SortFunc(s.Coverage, func(a, b Coverage) int {
		return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Region, b.Region))
	})
}

func compareResources(a, b Resource) int {
	return cmp.Or(cmp.Compare(a.Origin.Target, b.Origin.Target), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID))
}

func compareGaps(a, b Gap) int {
	return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Resource, b.Resource),
		cmp.Compare(a.Region, b.Region), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.Call, b.Call), cmp.Compare(a.Detail, b.Detail),
		cmp.Compare(a.Needs, b.Needs))
}

// Of returns the resources of one kind in one target, in the order of their ids. The slice is the snapshot's own.
func (s *Snapshot) Of(target, kind string) []Resource {
	of := func(r Resource) int { return cmp.Or(cmp.Compare(r.Origin.Target, target), cmp.Compare(r.Kind, kind)) }
	from := sort.Search(len(s.Resources), func(i int) bool { return of(s.Resources[i]) >= 0 })
	to := from + sort.Search(len(s.Resources)-from, func(i int) bool { return of(s.Resources[from+i]) > 0 })
	return s.Resources[from:to]
}

// GapsOf returns the gaps of one kind in one target, those on the kind as a whole first. The slice is the snapshot's own.
func (s *Snapshot) GapsOf(target, kind string) []Gap {
	from, _ := slices.BinarySearchFunc(s.Gaps, Gap{Target: target, Kind: kind}, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Resource, b.Resource))
	})
	to := from
	for to < len(s.Gaps) && s.Gaps[to].Kind == kind && s.Gaps[to].Target == target {
		to++
	}
	return s.Gaps[from:to]
}

// Merge joins snapshots of different targets into one. The header spans them all. A target that occurs in
// two of them is an error that names it.
func Merge(tool string, parts ...*Snapshot) (*Snapshot, error) {
	out := &Snapshot{Header: SnapshotHeader{Schema: SnapshotSchema, Tool: tool}}
	resources := 0
	for _, part := range parts {
		resources += len(part.Resources)
	}
	out.Resources = make([]Resource, 0, resources)
	for i, part := range parts {
		if i == 0 || part.Header.Began.Before(out.Header.Began) {
			out.Header.Began = part.Header.Began
		}
		if part.Header.Ended.After(out.Header.Ended) {
			out.Header.Ended = part.Header.Ended
		}
		out.Targets = append(out.Targets, part.Targets...)
		out.Resources = append(out.Resources, part.Resources...)
		out.Gaps = append(out.Gaps, part.Gaps...)
		out.Coverage = append(out.Coverage, part.Coverage...)
	}
	out.sort()
	return out, out.check()
}

// Digest returns the SHA-256 of the snapshot's uncompressed canonical form, as "sha256:" and 64 hex digits.
func (s *Snapshot) Digest() (string, error) {
	return digestOf(s.write)
}

// rawJSON encodes a record of the snapshot canonically.
func rawJSON(value any) (json.RawMessage, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return CanonicalJSON(text)
}
