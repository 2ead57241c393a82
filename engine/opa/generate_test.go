package opa

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// generator makes random resources that a policy may be asked to judge: of the shape that the kinds' schemas
// have, with the texts, numbers and keys that the policy and its examples mention, so that its rules come true.
type generator struct {
	sampler
	policy   *compiledPolicy
	now      []scene // the policy's examples, for their parameters and clock
	texts    []any
	numbers  []any
	keys     []string
	elements int // how many elements a list of a joined kind has at most
}

// newGenerator gathers the constants of a policy, of the modules that it uses and of its examples.
func newGenerator(set *Set, p *compiledPolicy, scenes []scene) *generator {
	g := &generator{sampler: sampler{schemas: set.schemas, kind: p.unit.policy.Kind, scenes: scenes}, policy: p, now: scenes, elements: 3}
	seen := map[string]bool{}
	note := func(value any) {
		key := fmt.Sprintf("%T %v", value, value)
		if seen[key] {
			return
		}
		seen[key] = true
		switch value := value.(type) {
		case string:
			g.texts, g.keys = append(g.texts, value), append(g.keys, value)
		case json.Number:
			g.numbers = append(g.numbers, value)
			if n, err := value.Int64(); err == nil {
				g.numbers = append(g.numbers, number(n-1), number(n+1))
			}
		}
	}
	modules := set.modulesFor([]*unit{p.unit})
	for _, name := range sortedKeys(modules) {
		for _, rule := range modules[name].module.Rules {
			ast.WalkTerms(rule, func(t *ast.Term) bool {
				switch value := t.Value.(type) {
				case ast.String:
					if !strings.ContainsAny(string(value), "% ") || strings.HasSuffix(string(value), "-") {
						note(string(value))
					}
				case ast.Number:
					note(json.Number(value))
				}
				return false
			})
		}
	}
	for _, s := range scenes {
		leaves(s.input, note)
		for _, lists := range []map[string][]any{s.resources, s.records} {
			for _, kind := range sortedKeys(lists) {
				leaves(lists[kind], note)
			}
		}
		leaves(s.params, note)
	}
	return g
}

func number(n int64) json.Number { return json.Number(strconv.FormatInt(n, 10)) }

// leaves reports every text, number and key in a value.
func leaves(value any, note func(any)) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(value) {
			note(key)
			leaves(value[key], note)
		}
	case []any:
		for _, inner := range value {
			leaves(inner, note)
		}
	default:
		note(value)
	}
}

func one[T any](random *rand.Rand, of []T) T { return of[random.IntN(len(of))] }

// value makes a random value that the schema admits.
func (g *generator) value(random *rand.Rand, s *schema) any {
	switch {
	case s == nil:
		return nil
	case len(s.Enum) > 0:
		return one(random, s.Enum)
	case len(s.AnyOf) > 0:
		return g.value(random, one(random, s.AnyOf))
	}
	switch s.Type {
	case "boolean":
		return random.IntN(2) == 0
	case "string":
		if len(g.texts) > 0 && random.IntN(5) > 0 {
			return one(random, g.texts)
		}
		return one(random, []any{"", "0", "no", "yes", "x", "2001-02-03", "2025-12-01", "2026-06-01T00:00:00Z"})
	case "integer", "number":
		if len(g.numbers) > 0 && random.IntN(5) > 0 {
			n := one(random, g.numbers)
			if s.Type == "number" || s.admits(n) {
				return n
			}
		}
		return one(random, []any{number(0), number(-1), number(1), number(1000000)})
	case "array":
		out := []any{}
		for range random.IntN(4) {
			out = append(out, g.value(random, s.Items))
		}
		return out
	case "object", "":
		return g.object(random, s)
	}
	return nil
}

func (g *generator) object(random *rand.Rand, s *schema) map[string]any {
	out := map[string]any{}
	for _, key := range sortedKeys(s.Properties) {
		if slices.Contains(s.Required, key) || random.IntN(2) == 0 {
			out[key] = g.value(random, s.Properties[key])
		}
	}
	if s.Additional.values != nil {
		for range random.IntN(4) {
			key := "k"
			if len(g.keys) > 0 && random.IntN(6) > 0 {
				key = one(random, g.keys)
			}
			out[key] = g.value(random, s.Additional.values)
		}
	}
	return out
}

// resource makes one of a kind: from nothing, or from one that an example has, with some facts made anew.
func (g *generator) resource(random *rand.Rand, kind string, id int, like []any) any {
	s, err := g.schemas.of(kind)
	if err != nil {
		return map[string]any{}
	}
	made := g.object(random, s)
	if len(like) > 0 && random.IntN(3) > 0 {
		made = g.mutated(random, s, one(random, like), made)
	}
	made["kind"], made["name"] = kind, "n"
	if made["id"] == nil || random.IntN(4) > 0 {
		made["id"] = strconv.Itoa(id)
	}
	return made
}

// mutated is an example's resource with up to three facts made anew. What the example leaves out comes from made.
func (g *generator) mutated(random *rand.Rand, s *schema, like any, made map[string]any) map[string]any {
	object, isObject := like.(map[string]any)
	if !isObject {
		return made
	}
	out := map[string]any{}
	for key, value := range made {
		out[key] = value
	}
	for key, value := range object {
		out[key] = value
	}
	for range random.IntN(4) {
		var all []collectors.Path
		places(out, nil, func(p collectors.Path) { all = append(all, p) })
		path := one(random, all)
		if at := s.at(path); at != nil {
			if next, changed := replaced(out, path, g.value(random, at)).(map[string]any); changed {
				out = next
			}
		}
	}
	return out
}

// places reports every path of a value, those of elements of lists too.
func places(value any, at collectors.Path, report func(collectors.Path)) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range sortedKeys(value) {
			report(below(at, key))
			places(value[key], below(at, key), report)
		}
	case []any:
		for i, inner := range value {
			places(inner, below(at, i), report)
		}
	}
}

// scene makes a resource with all that the policy looks up beside it.
func (g *generator) scene(random *rand.Rand) (scene, error) {
	s := scene{policy: g.policy, resources: map[string][]any{}, records: map[string][]any{}}
	var like []any
	if len(g.now) > 0 {
		example := one(random, g.now)
		s.params, s.now = example.params, example.now
		like = []any{example.input}
	} else {
		s.params, s.now = sceneOf(g.policy, example{}).params, sceneOf(g.policy, example{}).now
	}
	s.input = g.resource(random, g.kind, 0, like)
	for _, kind := range g.policy.unit.policy.Joins {
		s.resources[kind] = g.list(random, docResources, kind)
	}
	for _, kind := range g.policy.unit.policy.Records {
		s.records[kind] = g.list(random, docRecords, kind)
	}
	return s, s.open()
}

func (g *generator) list(random *rand.Rand, doc document, kind string) []any {
	out := []any{}
	for i := range random.IntN(g.elements + 1) {
		out = append(out, g.element(random, doc, kind, i))
	}
	return out
}

// element makes one element of a joined kind.
func (g *generator) element(random *rand.Rand, doc document, kind string, id int) any {
	var like []any
	for _, s := range g.now {
		if doc == docRecords {
			like = append(like, s.records[kind]...)
		} else {
			like = append(like, s.resources[kind]...)
		}
	}
	return g.resource(random, kind, id, like)
}
