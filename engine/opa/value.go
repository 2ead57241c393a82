package opa

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
)

// decodeJSON decodes one JSON value with its numbers exact.
func decodeJSON(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err
}

// canonicalOf encodes an OPA value as canonical JSON; a set becomes a sorted list.
func canonicalOf(value ast.Value) (json.RawMessage, error) {
	plain, err := ast.JSON(value)
	if err != nil {
		return nil, err
	}
	return collectors.Canonical(plain)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for key := range m {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

func compareText(a, b string) int { return cmp.Compare(a, b) }
