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

// exhibits find the evidence of one policy in one target: the facts that it reads, each at its path as it was found, and
// behind them what it reads of joined kinds. A fact within another that is shown whole is not shown again.
type exhibits struct {
	facts  []shownFact
	joined []engine.Evidence
}

// Of implements engine.Exhibits.
func (x *exhibits) Of(resource json.RawMessage) []engine.Evidence {
	out := make([]engine.Evidence, 0, min(len(x.facts)+len(x.joined), maxPieces))
	var whole []collectors.Path
	for _, fact := range x.facts {
		if len(out) == maxPieces {
			break
		}
		if slices.ContainsFunc(whole, fact.path.HasPrefix) {
			continue
		}
		text := lookup(resource, fact.trail)
		if text == nil {
			continue
		}
		e, complete := piece(fact.text, text)
		if complete {
			whole = append(whole, fact.path)
		}
		out = append(out, e)
	}
	return append(out, x.joined[:min(len(x.joined), maxPieces-len(out))]...)
}

// evidenceFor is what a policy reads of the joined resources of one kind: each with its id and the facts that the
// policy reads, and no others. It is made once for a policy, because every finding of the policy shows the same.
func (j *joined) evidenceFor(p *compiledPolicy, r root) engine.Evidence {
	key := p.unit.policy.ID + " " + r.kind
	if e, made := j.evidence.Load(key); made {
		return e.(engine.Evidence)
	}
	name := "resources"
	if r.doc == docRecords {
		name = "records"
	}
	values := make([]any, 0, len(j.values[r.kind]))
	for _, value := range j.values[r.kind] {
		if text, raw := value.(json.RawMessage); raw {
			value, _ = decodeJSON(text) // it was decoded before
		}
		values = append(values, excerpt(value, p.joined[r]))
	}
	text, err := collectors.Canonical(values)
	if err != nil { // what was decoded from JSON always encodes
		text = json.RawMessage("null")
	}
	e, _ := piece("data."+collectors.PathOf(name, r.kind).String(), text)
	j.evidence.Store(key, e)
	return e
}

// excerpt is a resource with nothing but its id and the facts at the paths.
func excerpt(resource any, paths []collectors.Path) any {
	whole, isObject := resource.(map[string]any)
	if !isObject || slices.ContainsFunc(paths, func(p collectors.Path) bool { return len(p) == 0 }) {
		return resource
	}
	out := map[string]any{"id": whole["id"]}
	for _, path := range paths {
		value, found := path.Lookup(resource)
		if !found {
			continue
		}
		at := out
		for _, key := range path[:len(path)-1] {
			inner, isObject := at[key.(string)].(map[string]any)
			if !isObject {
				inner = map[string]any{}
				at[key.(string)] = inner
			}
			at = inner
		}
		at[path[len(path)-1].(string)] = value
	}
	return out
}

// joinedPaths are the facts that are read of the resources of a joined kind, as paths of keys in one resource, sorted,
// so that a container comes before what is in it and is not shown over it.
func (r *readSet) joinedPaths(kind root) []collectors.Path {
	var out []collectors.Path
	for _, x := range r.sorted() {
		if x.root != kind {
			continue
		}
		below := x.path[min(1, len(x.path)):] // the first element is the list's index
		path := place{path: below}.ground()
		if x.typed && len(path) == len(below) {
			continue
		}
		for i, element := range path {
			if _, isKey := element.(string); !isKey { // a list is shown whole
				path = path[:i]
				break
			}
		}
		if !slices.ContainsFunc(out, path.HasPrefix) {
			out = slices.DeleteFunc(out, func(p collectors.Path) bool { return p.HasPrefix(path) })
			out = append(out, path)
		}
	}
	slices.SortFunc(out, func(a, b collectors.Path) int { return compareText(a.String(), b.String()) })
	return out
}

// piece is one fact, cut when it is long; complete says that it was not.
func piece(path string, text json.RawMessage) (e engine.Evidence, complete bool) {
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
