package opa

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

const (
	maxEvidence = 4 << 10 // bytes of one value
	maxPieces   = 40      // pieces of one finding
)

// evidenceOf lists the facts that a policy reads as they were found, each at its path. A fact within another
// that is shown whole is not shown again.
func evidenceOf(p *compiledPolicy, s *subject, w *world) []engine.Evidence {
	out := []engine.Evidence{}
	whole := []collectors.Path{}
	for _, path := range p.shown {
		if len(out) == maxPieces {
			break
		}
		if slices.ContainsFunc(whole, func(above collectors.Path) bool { return path.HasPrefix(above) }) {
			continue
		}
		value, found := path.Lookup(s.value)
		if !found {
			continue
		}
		e, complete := piece(path.String(), value)
		if complete {
			whole = append(whole, path)
		}
		out = append(out, e)
	}
	for _, r := range p.joins {
		list := w.resources
		if r.doc == docRecords {
			list = w.records
		}
		if e, found := list.evidence[r.kind]; found && len(out) < maxPieces {
			out = append(out, e)
		}
	}
	return out
}

// piece is one fact, cut when it is long; complete says that it was not.
func piece(path string, value any) (e engine.Evidence, complete bool) {
	text, err := collectors.Canonical(value)
	if err != nil { // what was decoded from JSON always encodes
		return engine.Evidence{Path: path, Value: json.RawMessage("null")}, false
	}
	if len(text) <= maxEvidence {
		return engine.Evidence{Path: path, Value: text}, true
	}
	sum := sha256.Sum256(text)
	return engine.Evidence{Path: path, Value: json.RawMessage("null"), Digest: "sha256:" + hex.EncodeToString(sum[:]), Bytes: len(text)}, false
}

// shown are the paths of the input that count as evidence, sorted, so that a container comes before what is in it.
func (r *readSet) shown() []collectors.Path {
	var out []collectors.Path
	seen := map[string]bool{}
	for _, r := range r.sorted() {
		path := r.ground()
		if r.root.doc != docInput || r.typed && len(path) == len(r.path) || len(path) == 0 || headOnly(path) {
			continue
		}
		if text := path.String(); !seen[text] {
			seen[text] = true
			out = append(out, path)
		}
	}
	slices.SortFunc(out, func(a, b collectors.Path) int { return compareText(a.String(), b.String()) })
	return out
}

// headOnly says whether a path is in the part of a resource that every finding shows anyway.
func headOnly(path collectors.Path) bool {
	return slices.Contains([]any{"kind", "id", "name", "origin"}, path[0])
}

// roots are the joined kinds that are read, sorted.
func (r *readSet) roots() []root {
	var out []root
	for _, x := range r.sorted() {
		if (x.root.doc == docResources || x.root.doc == docRecords) && !slices.Contains(out, x.root) {
			out = append(out, x.root)
		}
	}
	return out
}
