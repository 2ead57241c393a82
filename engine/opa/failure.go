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
func failureOf(member *ast.Term) (*engine.Fault, error) {
	out := &engine.Fault{}
	object, ok := member.Value.(ast.Object)
	if !ok {
		return out, fmt.Errorf("fail holds %s, which is no object", ast.ValueName(member.Value))
	}
	err := object.Iter(func(key, value *ast.Term) error {
		name, _ := key.Value.(ast.String)
		var err error
		switch name {
		case "message":
			out.Message, err = textOf(name, value)
		case "path":
			out.Path, err = textOf(name, value)
		case "key":
			out.Key, err = textOf(name, value)
		case "expected":
			out.Expected, err = jsonOf(name, value)
		case "actual":
			out.Actual, err = jsonOf(name, value)
		default:
			err = fmt.Errorf("a failure has the unknown field %s", key)
		}
		return err
	})
	switch {
	case err != nil:
		return out, err
	case out.Message == "":
		return out, fmt.Errorf("a failure has no message")
	case out.Path != "" && !plainPath(out.Path):
		path, err := collectors.ParsePath(out.Path)
		if err != nil {
			return out, fmt.Errorf("path of a failure: %w", err)
		}
		out.Path = path.String()
	}
	out.Key = cmp.Or(out.Key, out.Path, out.Message)
	return out, nil
}

// plainPath says whether a path is made of names with a dot between them, as it is written when nothing needs a bracket.
func plainPath(text string) bool {
	begins := true
	for i := range len(text) {
		switch c := text[i]; {
		case c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || !begins && c >= '0' && c <= '9':
			begins = false
		case c == '.' && !begins:
			begins = true
		default:
			return false
		}
	}
	return !begins
}

func textOf(field ast.String, value *ast.Term) (string, error) {
	text, isText := value.Value.(ast.String)
	if !isText || text == "" {
		return "", fmt.Errorf("%s of a failure is no text", string(field))
	}
	return string(text), nil
}

func jsonOf(field ast.String, value *ast.Term) (json.RawMessage, error) {
	text, err := canonicalOf(value.Value)
	if err != nil {
		return nil, fmt.Errorf("%s of a failure: %w", string(field), err)
	}
	return text, nil
}

// complete brings the failures into their order and fills in the facts at fault as they were found. Two failures with
// one key are an error: a waiver for one would hide the other.
func (r *result) complete(p *compiledPolicy, s *subject) error {
	slices.SortFunc(r.failures, func(a, b *engine.Fault) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Message, b.Message))
	})
	for i, failure := range r.failures {
		if i > 0 && r.failures[i-1].Key == failure.Key {
			return fmt.Errorf("two failures have the key %q: the policy must give each a key of its own", failure.Key)
		}
		if failure.Actual != nil || failure.Path == "" {
			continue
		}
		at := s.seen.path(failure.Path)
		cover := p.access.cover(at.path)
		if cover < 0 {
			r.lookBeyond(i, at.trail)
			continue
		}
		var err error
		if failure.Actual, err = s.actualIn(&p.access.parts[cover], at.trail); err != nil {
			return fmt.Errorf("fact at %s: %w", failure.Path, err)
		}
	}
	return nil
}

// lookBeyond notes that the fact at fault of a failure is looked up in each resource.
func (r *result) lookBeyond(failure int, at trail) {
	if r.beyond == nil {
		r.beyond = make([]trail, len(r.failures))
	}
	r.beyond[failure] = at
}

// fill writes the result into the finding of one resource. Prints are the fingerprints of its failures, where they are
// known.
func (r *result) fill(f *engine.Finding, s *subject, u unknowns, prints []string) error {
	f.Outcome = r.outcome
	if len(r.gaps) > 0 {
		own := *r.outcome
		own.Gaps = make([]collectors.Gap, len(r.gaps))
		for i, at := range r.gaps {
			own.Gaps[i] = u.gaps[at]
		}
		f.Outcome = &own
	}
	if len(r.failures) == 0 {
		return nil
	}
	f.Failures = s.slab.failures(len(r.failures))
	for i, fault := range r.failures {
		if r.beyond != nil && r.beyond[i] != nil {
			own := *fault
			var err error
			if own.Actual, err = s.actual(r.beyond[i]); err != nil {
				return fmt.Errorf("fact at %s: %w", fault.Path, err)
			}
			fault = &own
		}
		f.Failures[i].Fault = fault
		if i < len(prints) {
			f.Failures[i].Fingerprint = prints[i]
		} else {
			f.Failures[i].Fingerprint = engine.Fingerprint(f.Policy, f.Target, f.Kind, f.Resource, fault.Key)
		}
	}
	return nil
}
