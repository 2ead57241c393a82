package opa

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// shapes are policies that pin what the engine must see through: each once gave, or could give, a verdict
// that a fact not read would have changed.
func shapes() map[string]string {
	return map[string]string{
		"plain":          `fail contains {"message": "m"} if not input.on`,
		"positive":       `fail contains {"message": "m"} if input.on`,
		"list":           `fail contains {"message": sprintf("m%d", [i]), "key": sprintf("%d", [i])} if { some i, x in input.list; not x.a }`,
		"map":            `fail contains {"message": k, "key": k} if { some k, v in input.map; v.a; v.b }`,
		"map_value":      `fail contains {"message": "m"} if { some v in input.map; not v.a }`,
		"map_get":        `fail contains {"message": "m"} if { some k, v in input.map; object.get(v, "a", false) == false }`,
		"map_whole":      `fail contains {"message": "m"} if { some k, v in input.map; v != {"a": true, "b": true} }`,
		"map_cross":      `fail contains {"message": "m"} if { some k, v in input.map; v.a != input.map.k.a }`,
		"map_same":       `fail contains {"message": "m"} if { some v in input.map; v == input.map.k; not v.b }`,
		"function":       "_bad(v) if not v.a\nfail contains {\"message\": k, \"key\": k} if { some k; _bad(input.map[k]) }",
		"function_deep":  "_bad(v, n) if _worse(v[n])\n_worse(x) if x == false\nfail contains {\"message\": \"m\"} if { some v in input.map; _bad(v, \"a\") }",
		"function_equal": "_same(a, b) if a == b\nfail contains {\"message\": \"m\"} if _same(input.map.k, input.o.x)",
		"pattern":        "_bad({\"a\": x, \"b\": y}) if { not x; y }\nfail contains {\"message\": \"m\"} if _bad(input.map.k)",
		"function_twice": "_same(x, x) := true\nfail contains {\"message\": \"m\"} if _same(input.map.k, input.map[\"l.m\"])",
		"compared":       `fail contains {"message": "m"} if { y := object.union(input.map.k, {}); count([1 | y == input.map["l.m"]]) > 0 }`,
		"presence":       "_has if _ = input.mode\nfail contains {\"message\": \"m\"} if not _has",
		"compared_outer": `fail contains {"message": "m"} if { some k, v in input.map; count([1 | some x in input.list; x.a = v.b]) > 1; k != "" }`,
		"helper":         "_bad contains k if { some k, v in input.map; not v.a }\nfail contains {\"message\": \"m\"} if count(_bad) > 0",
		"helper_object":  "_of[k] := v.a if some k, v in input.map\nfail contains {\"message\": k, \"key\": k} if { some k, a in _of; a == false }",
		"otherwise":      "_mode := \"on\" if input.on\nelse := \"x\" if input.mode == \"x\"\nelse := \"none\"\nfail contains {\"message\": _mode} if _mode != \"on\"",
		"standard":       "default _ok := false\n_ok if input.on\n_ok if input.o.on\nfail contains {\"message\": \"m\"} if not _ok",
		"alias":          `fail contains {"message": "m"} if { x := input.o; not x.on }`,
		"alias_deep":     `fail contains {"message": "m"} if { x := input.o; y := x.x; not y.y }`,
		"alias_reversed": `fail contains {"message": "m"} if { input.o = x; not x.on }`,
		"alias_twice":    `fail contains {"message": "m"} if { x = input.map.k; x = input.map["l.m"]; x.a }`,
		"comprehension":  `fail contains {"message": "m"} if { bad := [k | some k, v in input.map; not v.a]; count(bad) > 0 }`,
		"comprehended":   `fail contains {"message": "m"} if { all := {v.a | some v in input.list}; not true in all }`,
		"every":          `fail contains {"message": "m"} if not _all` + "\n_all if every v in input.map { v.a }",
		"every_list":     "_all if every v in input.list { v.a; v.b }\nfail contains {\"message\": \"m\"} if not _all",
		"get":            `fail contains {"message": "m"} if object.get(input.o.x, "y", "0") == "0"`,
		"get_path":       `fail contains {"message": "m"} if object.get(input.map, ["k", "a"], false) == false`,
		"get_variable":   `fail contains {"message": k, "key": k} if { some k in ["k", "z"]; object.get(input.map, k, null) == null }`,
		"key":            `fail contains {"message": "m"} if input.o.x[input.mode] == "1"`,
		"dynamic":        `fail contains {"message": "m"} if { some k in ["on", "x"]; input.o[k] == false }`,
		"counted":        `fail contains {"message": "m"} if count(input.list) < 2`,
		"with":           "_v := input.on\nfail contains {\"message\": \"m\"} if not _v with input as input.o",
		"with_mock":      "_f(x) := x.a\n_g(x) := x.b\nfail contains {\"message\": \"m\"} if { v := input.map.k; not _f(v) with _f as _g }",
		"applicable":     "applicable if input.on\nfail contains {\"message\": \"m\"} if not input.o.on",
		"two":            "fail contains {\"message\": \"1\", \"key\": \"1\"} if not input.on\nfail contains {\"message\": \"2\", \"key\": \"2\"} if not input.o.on",
		"several":        "_v(x) := \"on\" if x.on\n_v(x) := \"off\" if not x.on\nfail contains {\"message\": _v(input.o)} if _v(input.o) == \"off\"",
		"valued":         `fail contains {"message": "m", "actual": input.mode} if not input.on`,
		"null":           `fail contains {"message": "m"} if input.mode == null`,
		"type":           `fail contains {"message": "m"} if not is_string(input.mode)`,
		"negated":        `fail contains {"message": "m"} if { not _fine }` + "\n_fine if { some v in input.list; v.a; not v.b }",
		"union":          `fail contains {"message": "m"} if { x := object.union(input.map.k, {"b": true}); not x.a }`,
		"join":           `fail contains {"message": r.id, "key": r.id} if { some r in data.resources["t.item"]; not r.a; r.id == input.mode }`,
		"join_none":      `fail contains {"message": "m"} if not _any` + "\n_any if { some r in data.resources[\"t.item\"]; r.a }",
		"join_alias":     `fail contains {"message": "m"} if { all := data.resources["t.item"]; some r in all; r.a != input.on }`,
		"join_count":     `fail contains {"message": "m"} if count({r.id | some r in data.resources["t.item"]; r.b}) < 1`,
		"records":        `fail contains {"message": "m"} if { every r in data.records["register.note"] { not r.a } }`,
		"set":            `fail contains {"message": "m"} if { {x | some v in input.map; x := v.a} != {true} }`,
		"nested":         `fail contains {"message": "m"} if { some k, v in input.map; some x in input.list; x.a == v.a; not x.b }`,
		"walked":         `fail contains {"message": "m"} if { walk(input.o, [_, v]); v == false }`,
		"returned":       "_id(x) := x\nfail contains {\"message\": \"m\"} if { y := _id(input.map.k); not y.a }",
		"wrapped":        "_wrap(x) := {\"v\": x}\nfail contains {\"message\": \"m\"} if { y := _wrap(input.o); not y.v.on }",
		"ruled":          "_o := input.o\nfail contains {\"message\": \"m\"} if not _o.on",
		"ruled_map":      "_m := input.map\nfail contains {\"message\": k, \"key\": k} if { some k, v in _m; not v.a }",
		"listed":         `fail contains {"message": "m"} if { x := [input.o, input.map.k][_]; x.on == false }`,
		"destructured":   `fail contains {"message": "m"} if { some {"a": false, "b": b} in input.list; b }`,
		"destructured_2": `fail contains {"message": "m"} if { [a, b] := [input.on, input.o.on]; a != b }`,
		"unified":        `fail contains {"message": k, "key": k} if { some k; input.map[k] == {"a": false, "b": true} }`,
		"indexed":        `fail contains {"message": "m"} if { some i; input.list[i].a; not input.list[i].b }`,
		"last":           `fail contains {"message": "m"} if not input.list[count(input.list) - 1].b`,
		"sorted":         `fail contains {"message": "m"} if sort(input.list)[0].a == false`,
		"keys":           `fail contains {"message": "m"} if not "k" in object.keys(input.map)`,
		"member":         `fail contains {"message": "m"} if {"a": true, "b": true} in input.list`,
		"member_map":     `fail contains {"message": "m"} if not "k", {"a": true, "b": true} in input.map`,
		"every_key":      "_all if every k, v in input.map { k != \"k\"; v.b }\nfail contains {\"message\": \"m\"} if not _all",
		"every_alias":    "_all if every v in input.map { x := v; y := x; y.a }\nfail contains {\"message\": \"m\"} if not _all",
		"every_scalars":  "_all if every v in input.o.x { v == \"1\" }\nfail contains {\"message\": \"m\"} if not _all",
		"closed_over":    `fail contains {"message": "m"} if { o := input.o; count([1 | o.on]) == 0 }`,
		"closed_deep":    `fail contains {"message": "m"} if { o := input.map; count({k | some k, v in o; count([1 | v.a]) == 0}) > 0 }`,
		"function_else":  "_f(x) := 1 if x.on\nelse := 2 if x.x.y == \"1\"\nelse := 3\nfail contains {\"message\": sprintf(\"%d\", [_f(input.o)])} if _f(input.o) > 1",
		"function_std":   "default _f(_) := false\n_f(x) if x.a\nfail contains {\"message\": k, \"key\": k} if { some k, v in input.map; not _f(v) }",
		"function_key":   "_f(m, k) if m[k].a\nfail contains {\"message\": k, \"key\": k} if { some k in [\"k\", \"l.m\", \"z\"]; not _f(input.map, k) }",
		"function_sum":   "_n(m) := count([1 | some v in m; v.a])\nfail contains {\"message\": \"m\"} if _n(input.map) < 2",
		"function_join":  "_bad(r) if not r.a\nfail contains {\"message\": r.id, \"key\": r.id} if { some r in data.resources[\"t.item\"]; _bad(r) }",
		"heads":          "_by[k][a] := v if { some k, v in input.map; a := v.a }\nfail contains {\"message\": k, \"key\": k} if { some k; _by[k][false] }",
		"heads_dotted":   "_by.on := input.on\n_by.o := input.o.on\nfail contains {\"message\": \"m\"} if _by.on != _by.o",
		"whole_package":  "_a := input.on\nfail contains {\"message\": \"m\"} if { not _a; some x in [_a, _b]; x == true }\n_b := input.o.on",
		"with_value":     "_v := input.on\nfail contains {\"message\": \"m\"} if { o := input.o; not _v with input as o }",
		"with_fact":      "_v if { input.on; input.o.on }\nfail contains {\"message\": \"m\"} if not _v with input.on as true",
		"with_rule":      "_v := input.on\n_w := _v\nfail contains {\"message\": \"m\"} if not _w with _v as input.o.on",
		"with_list":      "_v if { some r in data.resources[\"t.item\"]; r.a }\nfail contains {\"message\": \"m\"} if not _v with data.resources[\"t.item\"] as [input.map.k]",
		"filtered":       `fail contains {"message": "m"} if json.filter(input.o, ["on"]) == {"on": false}`,
		"get_nested":     `fail contains {"message": "m"} if object.get(object.get(input, "o", {}), "on", false) == false`,
		"join_index":     `fail contains {"message": "m"} if not data.resources["t.item"][0].a`,
		"join_self":      `fail contains {"message": r.id, "key": r.id} if { some r in data.resources["t.item"]; some q in data.resources["t.item"]; r.id != q.id; r.a == q.a; input.on }`,
		"join_records":   `fail contains {"message": n.id, "key": n.id} if { some n in data.records["register.note"]; some r in data.resources["t.item"]; n.id == r.id; n.a != r.b }`,
		"ored":           "_any if input.on\n_any if { some v in input.list; v.a }\n_any if input.map.k.a\nfail contains {\"message\": \"m\"} if not _any",
		"doubly_negated": "_bad if not input.on\n_good if not _bad\nfail contains {\"message\": \"m\"} if not _good",
		"set_operation":  `fail contains {"message": k, "key": k} if some k in ({x | some x, _ in input.map} - {x | some x, v in input.map; v.a})`,
		"concatenated":   `fail contains {"message": concat(",", sort([k | some k, v in input.map; not v.a]))} if { some v in input.map; not v.a }`,
		"template":       "fail contains {\"message\": $\"mode {input.mode}\"} if not input.on",
	}
}

func shapeScenes(t *testing.T, p *program) []scene {
	t.Helper()
	var out []scene
	for _, id := range sortedKeys(p.policies) {
		for _, on := range []bool{true, false} {
			for _, a := range []bool{true, false} {
				text := fmt.Sprintf(`{"kind":"t.box","id":"1","name":"1","tags":{},"origin":{},"on":%[1]v,"mode":"x","list":[{"a":%[2]v,"b":true},{"a":true,"b":%[1]v}],
					"map":{"k":{"a":%[2]v,"b":true},"l.m":{"a":true,"b":%[1]v}},"o":{"on":%[2]v,"x":{"y":"1","x":"1"}}}`, on, a)
				input, err := decodeJSON([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				items := []any{map[string]any{"id": "x", "a": a, "b": on}, map[string]any{"id": "y", "a": on, "b": a}}
				e := example{policy: id, world: map[string]any{"input": input, "data": map[string]any{
					"resources": map[string]any{"t.item": items}, "records": map[string]any{"register.note": items}}}}
				out = append(out, sceneOf(p.policies[id], e))
			}
		}
	}
	return out
}

// TestNoGapIsMissed takes away facts of every shape, one by one and several at once, and holds each certain
// verdict against plain evaluation of what the facts may have been. ASSIZE_FUZZ_SECONDS makes it run longer.
func TestNoGapIsMissed(t *testing.T) {
	set := loadText(t, shapes())
	p, err := set.programFor(set.units)
	if err != nil {
		t.Fatal(err)
	}
	fuzz(t, set.schemas, p, shapeScenes(t, p), 1)
}

// fuzz takes away one fact in every so many, and then random sets of facts for a second.
func fuzz(t *testing.T, schemas *schemaSet, p *program, scenes []scene, every int) {
	t.Helper()
	b := bench{program: p, timeout: patience}
	ctx := context.Background()
	byPolicy := map[*compiledPolicy][]scene{}
	for i := range scenes {
		if err := scenes[i].open(); err != nil {
			t.Fatal(err)
		}
		s := scenes[i]
		byPolicy[s.policy] = append(byPolicy[s.policy], s)
	}
	before := programText(p)
	verdicts := map[engine.Verdict]int{}
	try := func(s scene, holes []hole, random *rand.Rand) {
		m := sampler{schemas: schemas, kind: s.policy.unit.policy.Kind, scenes: byPolicy[s.policy]}
		run := trial{bench: b, sampler: m, scene: s, holes: holes, random: random, tries: 8}
		verdict, wrong, err := run.run(ctx)
		if err != nil {
			t.Fatal(err)
		}
		verdicts[verdict]++
		if wrong != "" {
			t.Errorf("%s: with gaps at %s the verdict is %s, but %s", s.policy.unit.policy.ID, holes, verdict, wrong)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, s := range scenes {
		for _, h := range allHoles(s) {
			if random.IntN(every) == 0 {
				try(s, []hole{h}, nil)
			}
		}
	}
	t.Logf("one gap: %v", verdicts)
	until := time.Now().Add(time.Second)
	if seconds, err := time.ParseDuration(os.Getenv("ASSIZE_FUZZ_SECONDS") + "s"); err == nil {
		until = time.Now().Add(seconds)
		random = rand.New(rand.NewPCG(uint64(until.UnixNano()), 2))
	}
	for n := 0; n < 300 || time.Now().Before(until); n++ {
		s := scenes[random.IntN(len(scenes))]
		all := allHoles(s)
		if len(all) == 0 {
			continue
		}
		var holes []hole
		for range 1 + random.IntN(3) {
			h := all[random.IntN(len(all))]
			holes = append(holes, h)
		}
		try(s, disjoint(holes), random)
	}
	t.Logf("all: %v", verdicts)
	if diff := cmp.Diff(before, programText(p)); diff != "" {
		t.Errorf("judging changed the compiled policies: %s", diff)
	}
}

// programText are the compiled rules by file, as OPA holds them now.
func programText(p *program) map[string]string {
	out := map[string]string{}
	for file, m := range p.compiler.Modules {
		out[file] = m.String()
	}
	return out
}

// allHoles are all facts of a scene, read or not: what the policy reads is what is tested.
func allHoles(s scene) []hole {
	var out []hole
	facts(s.input, nil, func(p collectors.Path) { out = append(out, hole{path: p}) })
	joined := func(doc document, lists map[string][]any) {
		for _, kind := range sortedKeys(lists) {
			out = append(out, hole{root: root{doc, kind}})
			for i, element := range lists[kind] {
				facts(element, nil, func(p collectors.Path) { out = append(out, hole{root: root{doc, kind}, index: i, path: p}) })
			}
		}
	}
	joined(docResources, s.resources)
	joined(docRecords, s.records)
	return out
}

// facts reports every path of a value that is made of names.
func facts(value any, at collectors.Path, report func(collectors.Path)) {
	object, _ := value.(map[string]any)
	for _, key := range sortedKeys(object) {
		report(below(at, key))
		facts(object[key], below(at, key), report)
	}
}

// disjoint leaves out the holes that lie within others: filling them in would not fill those.
func disjoint(holes []hole) []hole {
	var out []hole
	for i, h := range holes {
		within := false
		for j, other := range holes {
			same := h.root == other.root && (h.index == other.index || len(other.path) == 0)
			if i != j && same && h.path.HasPrefix(other.path) && (len(h.path) > len(other.path) || j < i) {
				within = true
			}
		}
		if !within {
			out = append(out, h)
		}
	}
	return out
}
