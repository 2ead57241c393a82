package opa

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowed are the builtins that a policy may call, by name; a name that ends in a dot stands for all below it.
// They give the same answer for the same operands, reach nothing outside, and cannot be made to run for long
// with small operands (net.cidr_expand and numbers.range could).
func allowed() []string {
	return []string{
		"eq", "assign", "equal", "neq", "gt", "gte", "lt", "lte", "internal.member_2", "internal.member_3",
		"internal.template_string", "plus", "minus", "mul", "div", "rem", "round", "ceil", "floor", "abs",
		"and", "or", "intersection", "union", "count", "sum", "product", "max", "min", "sort", "array.",
		"to_number", "regex.match", "regex.is_valid", "regex.find_all_string_submatch_n", "regex.split", "regex.find_n",
		"regex.replace", "strings.any_prefix_match", "strings.any_suffix_match", "strings.count", "strings.reverse",
		"strings.replace_n", "strings.split_n", "concat", "format_int", "indexof", "indexof_n", "substring", "contains",
		"startswith", "endswith", "lower", "upper", "split", "replace", "trim", "trim_left", "trim_prefix",
		"trim_right", "trim_suffix", "trim_space", "sprintf", "units.", "object.get", "object.keys", "object.union",
		"object.union_n", "object.remove", "object.filter", "object.subset", "json.filter", "json.remove", "json.patch",
		"json.marshal", "json.unmarshal", "json.is_valid", "base64.", "hex.", "uri.", "walk", "graph.", "bits.",
		"time.parse_ns", "time.parse_rfc3339_ns", "time.parse_duration_ns", "time.format", "time.date", "time.clock",
		"time.weekday", "time.add_date", "time.diff", "crypto.sha256", "is_number", "is_string", "is_boolean",
		"is_array", "is_set", "is_object", "is_null", "type_name", "glob.match", "glob.quote_meta",
		"net.cidr_intersects", "net.cidr_contains", "net.cidr_contains_matches", "net.cidr_merge",
		"net.cidr_is_valid", "net.cidr_overlap", "semver.",
	}
}

// capabilities are OPA's, cut down to the allow-list.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	list := allowed()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool {
		return !slices.ContainsFunc(list, func(name string) bool {
			return b.Name == name || strings.HasSuffix(name, ".") && strings.HasPrefix(b.Name, name)
		})
	})
	c.AllowNet = []string{} // no schema is ever fetched
	return c
}

// testCapabilities are what tests may use besides: print, long lists, and the runner's own.
func testCapabilities() *ast.Capabilities {
	c := capabilities()
	more := []string{"print", "internal.print", "internal.test_case", "numbers.range"}
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		if slices.Contains(more, b.Name) {
			c.Builtins = append(c.Builtins, b)
		}
	}
	return c
}
