package aws

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Statement is one statement of an IAM policy or of a resource's policy, in one form however it was written. Actions,
// condition operators and condition keys are in lower case, because IAM compares them so; everything else is as written.
// Source: IAM User Guide, Grammar of the IAM JSON policy language.
type Statement struct {
	// Sid is the statement's name, or null.
	Sid *string `json:"sid"`
	// Effect is "allow" or "deny".
	Effect string `json:"effect"`
	// Principals are those it is about, by type: "AWS", "Service", "Federated", "CanonicalUser". Everybody ("*") is
	// {"AWS": ["*"]}, which means the same. Policies of identities have none.
	Principals map[string][]string `json:"principals"`
	// NotPrincipals are those that it is not about; it is about all others.
	NotPrincipals map[string][]string `json:"not_principals"`
	Actions       []string            `json:"actions"`
	NotActions    []string            `json:"not_actions"`
	Resources     []string            `json:"resources"`
	NotResources  []string            `json:"not_resources"`
	// Conditions must all hold; of one condition's values one is enough. They are sorted by operator and key.
	Conditions []Condition `json:"conditions"`
}

// Condition is one condition of a statement, for example {"stringequals", "aws:principalorgid", ["o-abc"]}.
type Condition struct {
	Operator string   `json:"operator"`
	Key      string   `json:"key"`
	Values   []string `json:"values"`
}

// maxDocument is the size of a policy document that is read, in bytes. AWS allows 20 KiB.
const maxDocument = 1 << 20

// ErrDocument says that a text is no policy document, or has an element that is not known: what is not understood must
// not decide anything.
var ErrDocument = errors.New("not a policy document")

// ParseDocument reads a policy document, as JSON or as IAM sends it, percent-encoded JSON. An error wraps ErrDocument.
func ParseDocument(text string) ([]Statement, error) {
	if strings.HasPrefix(text, "%") {
		decoded, err := url.PathUnescape(text)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDocument, err)
		}
		text = decoded
	}
	if len(text) > maxDocument {
		return nil, fmt.Errorf("%w: larger than %d bytes", ErrDocument, maxDocument)
	}
	document, err := object(json.RawMessage(text), "version", "id", "statement")
	if err != nil {
		return nil, err
	}
	var raw []json.RawMessage
	if json.Unmarshal(orNull(document["statement"]), &raw) != nil {
		raw = []json.RawMessage{document["statement"]}
	}
	if raw == nil {
		return nil, fmt.Errorf("%w: it has no statement", ErrDocument)
	}
	out := make([]Statement, 0, len(raw))
	for i, text := range raw {
		s, err := parseStatement(text)
		if err != nil {
			return nil, fmt.Errorf("statement %d: %w", i+1, err)
		}
		out = append(out, s)
	}
	return out, nil
}

func parseStatement(text json.RawMessage) (Statement, error) {
	elements, err := object(text, "sid", "effect", "principal", "notprincipal", "action", "notaction", "resource", "notresource", "condition")
	if err != nil {
		return Statement{}, err
	}
	var s Statement
	if raw := elements["sid"]; raw != nil {
		s.Sid = new(string)
		if err := json.Unmarshal(raw, s.Sid); err != nil {
			return s, fmt.Errorf("%w: Sid: %w", ErrDocument, err)
		}
	}
	var effect string
	if err := json.Unmarshal(orNull(elements["effect"]), &effect); err != nil || effect != "Allow" && effect != "Deny" {
		return s, fmt.Errorf("%w: Effect is neither Allow nor Deny", ErrDocument)
	}
	s.Effect = strings.ToLower(effect)
	for name, into := range map[string]*[]string{
		"action": &s.Actions, "notaction": &s.NotActions, "resource": &s.Resources, "notresource": &s.NotResources,
	} {
		if *into, err = list(elements[name]); err != nil {
			return s, fmt.Errorf("%s: %w", name, err)
		}
		if strings.HasSuffix(name, "action") {
			for i, action := range *into {
				(*into)[i] = strings.ToLower(action)
			}
		}
	}
	if s.Principals, err = principals(elements["principal"]); err != nil {
		return s, err
	}
	if s.NotPrincipals, err = principals(elements["notprincipal"]); err != nil {
		return s, err
	}
	s.Conditions, err = conditions(elements["condition"])
	return s, err
}

// object decodes a JSON object whose keys must be among known, compared without case.
func object(text json.RawMessage, known ...string) (map[string]json.RawMessage, error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(orNull(text), &raw); err != nil || raw == nil {
		return nil, fmt.Errorf("%w: no JSON object where one belongs", ErrDocument)
	}
	out := map[string]json.RawMessage{}
	for key, value := range raw {
		name := strings.ToLower(key)
		if !slices.Contains(known, name) || out[name] != nil {
			return nil, fmt.Errorf("%w: the element %.40q is not known or comes twice", ErrDocument, key)
		}
		out[name] = value
	}
	return out, nil
}

func orNull(text json.RawMessage) json.RawMessage {
	if text == nil {
		return json.RawMessage("null")
	}
	return text
}

// list decodes one value or a list of them; numbers and booleans are taken as they are written.
func list(text json.RawMessage) ([]string, error) {
	out := []string{}
	if text == nil {
		return out, nil
	}
	var raw []json.RawMessage
	if json.Unmarshal(text, &raw) != nil || raw == nil {
		raw = []json.RawMessage{text}
	}
	for _, element := range raw {
		var value any
		if err := json.Unmarshal(element, &value); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrDocument, err)
		}
		switch value := value.(type) {
		case string:
			out = append(out, value)
		case bool, float64:
			out = append(out, string(element))
		default:
			return nil, fmt.Errorf("%w: a text belongs where it has %.40s", ErrDocument, element)
		}
	}
	return out, nil
}

func principals(text json.RawMessage) (map[string][]string, error) {
	out := map[string][]string{}
	if text == nil {
		return out, nil
	}
	var everybody string
	if json.Unmarshal(text, &everybody) == nil {
		if everybody != "*" {
			return nil, fmt.Errorf("%w: the principal %.40q has no type", ErrDocument, everybody)
		}
		return map[string][]string{"AWS": {"*"}}, nil
	}
	types, err := object(text, "aws", "service", "federated", "canonicaluser", "*")
	if err != nil {
		return nil, err
	}
	names := map[string]string{"aws": "AWS", "*": "AWS", "service": "Service", "federated": "Federated", "canonicaluser": "CanonicalUser"}
	for _, kind := range slices.Sorted(maps.Keys(types)) {
		values, err := list(types[kind])
		if err != nil {
			return nil, err
		}
		out[names[kind]] = append(out[names[kind]], values...)
	}
	return out, nil
}

func conditions(text json.RawMessage) ([]Condition, error) {
	out := []Condition{}
	if text == nil {
		return out, nil
	}
	var operators map[string]map[string]json.RawMessage
	if err := json.Unmarshal(text, &operators); err != nil || operators == nil {
		return nil, fmt.Errorf("%w: no object of conditions", ErrDocument)
	}
	for operator, keys := range operators {
		for key, raw := range keys {
			values, err := list(raw)
			if err != nil {
				return nil, fmt.Errorf("condition %.60q: %w", key, err)
			}
			out = append(out, Condition{Operator: strings.ToLower(operator), Key: strings.ToLower(key), Values: values})
		}
	}
	slices.SortFunc(out, func(a, b Condition) int {
		return strings.Compare(a.Operator+" "+a.Key+" "+strings.Join(a.Values, " "), b.Operator+" "+b.Key+" "+strings.Join(b.Values, " "))
	})
	return out, nil
}
