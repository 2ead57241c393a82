package opa

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// failureOf reads one member of fail. Another shape than the contract's is a defect of the policy.
func failureOf(member *ast.Term) (engine.Failure, error) {
	var out engine.Failure
	object, ok := member.Value.(ast.Object)
	if !ok {
		return out, fmt.Errorf("fail holds %s, which is no object", ast.ValueName(member.Value))
	}
	err := object.Iter(func(key, value *ast.Term) error {
		name, _ := key.Value.(ast.String)
		switch name {
		case "message", "path", "key":
			text, isText := value.Value.(ast.String)
			if !isText || text == "" {
				return fmt.Errorf("%s of a failure is no text", string(name))
			}
			*map[ast.String]*string{"message": &out.Message, "path": &out.Path, "key": &out.Key}[name] = string(text)
		case "expected", "actual":
			text, err := canonicalOf(value.Value)
			if err != nil {
				return fmt.Errorf("%s of a failure: %w", string(name), err)
			}
			*map[ast.String]*json.RawMessage{"expected": &out.Expected, "actual": &out.Actual}[name] = text
		default:
			return fmt.Errorf("a failure has the unknown field %s", key)
		}
		return nil
	})
	switch {
	case err != nil:
		return out, err
	case out.Message == "":
		return out, fmt.Errorf("a failure has no message")
	case out.Path != "":
		path, err := collectors.ParsePath(out.Path)
		if err != nil {
			return out, fmt.Errorf("path of a failure: %w", err)
		}
		out.Path = path.String()
	}
	out.Key = cmp.Or(out.Key, out.Path, out.Message)
	return out, nil
}

// complete fills in what the engine knows better than the policy: the fact as it was found, the fingerprint,
// the order. Two failures with one key are an error: a waiver for one would hide the other.
func complete(failures []engine.Failure, f *engine.Finding, s *subject) error {
	slices.SortFunc(failures, func(a, b engine.Failure) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Message, b.Message))
	})
	for i := range failures {
		failure := &failures[i]
		if i > 0 && failures[i-1].Key == failure.Key {
			return fmt.Errorf("two failures have the key %q: the policy must give each a key of its own", failure.Key)
		}
		failure.Fingerprint = engine.Fingerprint(f.Policy, f.Target, f.Kind, f.Resource, failure.Key)
		if failure.Actual != nil || failure.Path == "" {
			continue
		}
		if value, found := pathOf(collectors.Gap{Path: failure.Path}).Lookup(s.value); found {
			text, err := collectors.Canonical(value)
			if err != nil {
				return fmt.Errorf("fact at %s: %w", failure.Path, err)
			}
			if len(text) <= maxEvidence {
				failure.Actual = text
			}
		}
	}
	return nil
}
