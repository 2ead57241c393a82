package opa

// withShapes are with.
func withShapes() []shape {
	return []shape{
		{"with_part", "_v if { input.on; input.o.on }\nfail contains {\"message\": \"m\"} if not _v with input.o.on as true",
			`o.on on`},
		{"with_whole", "_v := input.on\nfail contains {\"message\": \"m\"} if _v with input as {\"on\": true}",
			`on`},
		{"with_data", "_v := count(data.resources[\"t.item\"])\nfail contains {\"message\": \"m\"} if { _v with data.resources[\"t.item\"] as []; input.on }",
			`on resources<t.item>`},
		{"with_function", "_f(x) := x\n_g(x) := x.on\nfail contains {\"message\": \"m\"} if { not _f(input.o) with _f as _g }",
			`o`},
		{"with_builtin", "_c(_) := 7\nfail contains {\"message\": \"m\"} if { count(input.list) == 7 with count as _c; input.on }",
			`list on`},
		{"with_constant_function", `fail contains {"message": "m"} if { count(input.list) == 3 with count as 3; input.on }`,
			`list on`},
		{"with_alias", "_v := input.on\nfail contains {\"message\": \"m\"} if { x := input.map; not _v with input as x.k }",
			`map.k map? on`},
		{"with_two", "_v if { input.on; input.mode == \"x\" }\nfail contains {\"message\": \"m\"} if not _v with input.on as input.o.on with input.mode as \"x\"",
			`mode o.on on`},
		{"with_negated_helper", "_v if not input.on\nfail contains {\"message\": \"m\"} if not _v with input as {\"on\": input.o.on}",
			`o.on on`},
		{"with_in_comprehension", "_v := input.a\nfail contains {\"message\": \"m\"} if count([1 | some v in input.map; _v with input as v]) < 2",
			`a map.*`},
		{"with_in_every", "_v if input.a\n_all if every v in input.map { _v with input as v }\nfail contains {\"message\": \"m\"} if not _all",
			`a map.* map?`},
		{"with_nested", "_v := input.on\n_w if _v with input as input.o\nfail contains {\"message\": \"m\"} if not _w with input.o.on as input.on",
			`o on`},
		{"with_rule_mock", "_v := input.on\nfail contains {\"message\": \"m\"} if { x := true; _v with _v as x; not input.o.on }",
			`o.on on`},
		{"with_list_data", "_v if { some r in data.resources[\"t.item\"]; not r.a }\nfail contains {\"message\": \"m\"} if _v with data.resources[\"t.item\"] as input.list",
			`list resources<t.item>.*`},
	}
}
