package opa

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// sampler proposes values for facts that were taken away: none, null, what the kind's schema admits, and what
// other examples of the same policy have at the same place.
type sampler struct {
	schemas *schemaSet
	kind    string
	scenes  []scene
}

// values are the proposals for one hole in one scene, each once.
func (m sampler) values(s scene, h hole) []any {
	out := []any{absent{}, nil}
	kind := h.root.kind
	if h.root.doc == docInput {
		kind = m.kind
	}
	if schema, err := m.schemas.of(kind); err == nil && len(h.path) > 0 {
		if at := schema.at(h.path); at != nil {
			out = append(out, at.samples()...)
		}
	}
	for _, other := range append([]scene{s}, m.scenes...) {
		out = append(out, other.at(h)...)
	}
	if len(h.path) == 0 {
		out = append(out, []any{})
	}
	return unique(out)
}

// at are the values that a scene has for a hole; of a joined kind those of every element.
func (s scene) at(h hole) []any {
	if h.root.doc == docInput {
		if value, found := h.path.Lookup(s.input); found {
			return []any{value}
		}
		return nil
	}
	list := s.resources[h.root.kind]
	if h.root.doc == docRecords {
		list = s.records[h.root.kind]
	}
	if len(h.path) == 0 {
		out := []any{list}
		for i := range list { // one fewer
			out = append(out, slices.Delete(slices.Clone(list), i, i+1))
		}
		return out
	}
	var out []any
	for _, element := range list {
		if value, found := h.path.Lookup(element); found {
			out = append(out, value)
		}
	}
	return out
}

func unique(values []any) []any {
	seen := map[string]bool{}
	return slices.DeleteFunc(values, func(v any) bool {
		key := "absent"
		if _, none := v.(absent); !none {
			text, err := json.Marshal(v)
			if err != nil {
				return true
			}
			key = string(text)
		}
		again := seen[key]
		seen[key] = true
		return again
	})
}

// at is the schema of the value at a path, or nil.
func (s *schema) at(path collectors.Path) *schema {
	if s == nil || len(path) == 0 {
		return s
	}
	for _, either := range s.AnyOf {
		if found := either.at(path); found != nil {
			return found
		}
	}
	if key, isKey := path[0].(string); isKey {
		return s.child(key).at(path[1:])
	}
	return s.Items.at(path[1:])
}

// samples are some values that a schema admits.
func (s *schema) samples() []any {
	if len(s.Enum) > 0 {
		return s.Enum
	}
	var out []any
	for _, either := range s.AnyOf {
		out = append(out, either.samples()...)
	}
	switch s.Type {
	case "boolean":
		out = append(out, true, false)
	case "string":
		out = append(out, "", "0", "no", "yes", "2001-02-03")
	case "integer", "number":
		out = append(out, json.Number("0"), json.Number("-1"), json.Number("1"), json.Number("1000000"))
	case "null":
		out = append(out, nil)
	case "array":
		out = append(out, []any{})
		if s.Items != nil {
			for _, inner := range s.Items.samples() {
				out = append(out, []any{inner})
			}
		}
	case "object":
		out = append(out, s.objects()...)
	}
	return out
}

// objects are an object in which every required key has its first sample, then one in which it has its last.
func (s *schema) objects() []any {
	first, last := map[string]any{}, map[string]any{}
	for _, key := range s.Required {
		if values := s.Properties[key].samples(); len(values) > 0 {
			first[key], last[key] = values[0], values[len(values)-1]
		}
	}
	out := []any{first, last}
	if s.Additional.values != nil {
		for _, value := range s.Additional.values.samples() {
			out = append(out, map[string]any{"any": value})
		}
	}
	return out
}

// trial is one scene with some facts taken away.
type trial struct {
	bench
	sampler
	scene scene
	holes []hole
	// random picks the combinations when several facts are taken away; nil tries each value of a single one.
	random *rand.Rand
	tries  int
}

// run judges with the gaps, and returns the verdict and what proves it wrong: a completion of the facts under
// which plain evaluation says something else. An empty text says that none was found.
func (t *trial) run(ctx context.Context) (engine.Verdict, string, error) {
	gapped, err := t.judged(ctx, t.scene.without(t.holes), t.holes)
	if err != nil {
		return "", "", err
	}
	if gapped.Verdict == engine.Unknown {
		return gapped.Verdict, "", nil
	}
	for _, c := range t.completions() {
		plain, err := t.judged(ctx, c.scene, nil)
		if err != nil {
			return "", "", err
		}
		if wrong := contradiction(gapped, plain); wrong != "" {
			return gapped.Verdict, fmt.Sprintf("with %s %s", c.text, wrong), nil
		}
	}
	return gapped.Verdict, "", nil
}

// contradiction says in what the verdict with gaps is refuted by plain evaluation with the gaps filled, or "". A
// filling on which the policy breaks refutes that all is well, and nothing else.
func contradiction(gapped, plain engine.Finding) string {
	switch {
	case gapped.Verdict == engine.Unknown || plain.Verdict == engine.Error && !reassuring(gapped.Verdict):
		return ""
	case gapped.Verdict == engine.Error:
		return fmt.Sprintf("it is %s, not the error: %s", plain.Verdict, gapped.Note)
	case plain.Verdict != gapped.Verdict:
		return "it is " + string(plain.Verdict)
	}
	for _, f := range gapped.Failures {
		if !slices.ContainsFunc(plain.Failures, func(p engine.Failure) bool { return p.Key == f.Key && p.Message == f.Message }) {
			return "there is no failure " + f.Key
		}
	}
	return ""
}

// completion is a scene without holes and what was put in them.
type completion struct {
	scene scene
	text  string
}

func (t *trial) completions() []completion {
	choices := make([][]any, len(t.holes))
	for i, h := range t.holes {
		choices[i] = t.values(t.scene, h)
	}
	var out []completion
	pick := func(choose func(i int) any) {
		c, parts := completion{scene: t.scene}, make([]string, len(t.holes))
		for i, h := range t.holes {
			value := choose(i)
			c.scene = c.scene.with(h, value)
			text := "none"
			if _, none := value.(absent); !none {
				encoded, err := json.Marshal(value)
				if err != nil {
					encoded = []byte(err.Error())
				}
				text = string(encoded)
			}
			parts[i] = fmt.Sprintf("%s = %s", h, text)
		}
		c.text = strings.Join(parts, ", ")
		out = append(out, c)
	}
	if t.random == nil {
		for k := range choices[0] {
			pick(func(i int) any { return choices[i][k%len(choices[i])] })
		}
		return out
	}
	for range t.tries {
		pick(func(i int) any { return choices[i][t.random.IntN(len(choices[i]))] })
	}
	return out
}
