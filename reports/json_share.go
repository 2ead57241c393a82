package reports

import (
	"bytes"
	"encoding/json"
	"maps"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// repeated is what was read before and is likely to come again. One goroutine uses it.
type repeated struct {
	texts     map[string]string
	strings   map[string]string // by how they stand in the text
	sections  sections
	values    map[string]json.RawMessage
	policies  map[engine.PolicyRef]*engine.PolicyRef
	resources map[resourceKey]*engine.ResourceRef
}

// resourceKey is a reference to a resource without what cannot be compared.
type resourceKey struct {
	resource, name, target string
	origin                 collectors.Origin
}

func newRepeated() *repeated {
	return &repeated{texts: map[string]string{}, strings: map[string]string{}, sections: sections{map[string]*engine.PolicyRef{}, map[string]*engine.ResourceRef{}, map[string]*engine.Outcome{}, maxSections}, values: map[string]json.RawMessage{},
		policies: map[engine.PolicyRef]*engine.PolicyRef{}, resources: map[resourceKey]*engine.ResourceRef{}}
}

// share replaces the parts of a finding by equal ones of findings before it. Verdict, keys and values stay what they are.
func (k *repeated) share(f *engine.Finding) {
	if f.PolicyRef != nil {
		f.PolicyRef = k.policy(f.PolicyRef)
	}
	if f.ResourceRef != nil {
		f.ResourceRef = k.resource(f.ResourceRef)
	}
	if f.Outcome != nil {
		k.outcome(f.Outcome)
	}
	f.Failures = exact(f.Failures)
	for i := range f.Failures {
		failure := &f.Failures[i]
		failure.Waiver = k.text(failure.Waiver)
		if fault := failure.Fault; fault != nil {
			fault.Key, fault.Message, fault.Path = k.text(fault.Key), k.text(fault.Message), k.text(fault.Path)
			fault.Actual, fault.Expected = k.value(fault.Actual), k.value(fault.Expected)
		}
	}
}

func (k *repeated) policy(p *engine.PolicyRef) *engine.PolicyRef {
	if known := k.policies[*p]; known != nil {
		return known
	}
	k.policies[*p] = p
	return p
}

func (k *repeated) resource(r *engine.ResourceRef) *engine.ResourceRef {
	key := resourceKey{r.Resource, r.Name, r.Target, r.Origin}
	if known := k.resources[key]; known != nil && maps.Equal(known.Tags, r.Tags) && (known.Tags == nil) == (r.Tags == nil) {
		return known
	}
	r.Resource, r.Name, r.Target = k.text(r.Resource), k.text(r.Name), k.text(r.Target)
	for _, text := range []*string{&r.Origin.Target, &r.Origin.Collector, &r.Origin.Account, &r.Origin.Region, &r.Origin.File} {
		*text = k.text(*text)
	}
	k.resources[resourceKey{r.Resource, r.Name, r.Target, r.Origin}] = r
	return r
}

func (k *repeated) outcome(o *engine.Outcome) {
	o.Verdict, o.Note = engine.Verdict(k.text(string(o.Verdict))), k.text(o.Note)
	o.Evidence, o.Gaps, o.IfKnown = exact(o.Evidence), exact(o.Gaps), exact(o.IfKnown)
	for i := range o.Evidence {
		e := &o.Evidence[i]
		e.Path, e.Value = k.text(e.Path), k.value(e.Value)
	}
	for i := range o.Gaps {
		g := &o.Gaps[i]
		for _, text := range []*string{&g.Target, &g.Kind, &g.Resource, &g.Path, &g.Detail, &g.Needs, &g.Call} {
			*text = k.text(*text)
		}
		g.Cause = collectors.Cause(k.text(string(g.Cause)))
	}
	for i := range o.IfKnown {
		known := &o.IfKnown[i]
		known.Path, known.Value = k.text(known.Path), k.value(known.Value)
		known.Verdict = engine.Verdict(k.text(string(known.Verdict)))
	}
}

func (k *repeated) text(text string) string {
	if known, there := k.texts[text]; there {
		return known
	}
	k.texts[text] = text
	return text
}

// maxShared is how long a value may be, in bytes, that is looked for among those before it. Longer ones seldom come twice.
const maxShared = 64

func (k *repeated) value(value json.RawMessage) json.RawMessage {
	if value == nil || len(value) > maxShared {
		return value
	}
	if known, there := k.values[string(value)]; there {
		return known
	}
	k.values[string(value)] = value
	return value
}

// exact is the list without room for more.
func exact[T any](list []T) []T {
	if len(list) == cap(list) {
		return list
	}
	return append(make([]T, 0, len(list)), list...)
}

// sections are parts of findings by the text that they were read of, where that is written as Write writes it.
type sections struct {
	policies  map[string]*engine.PolicyRef
	resources map[string]*engine.ResourceRef
	outcomes  map[string]*engine.Outcome
	room      int // how many bytes of text may still be kept
}

// maxSections is how much text is kept to know parts of findings by, in bytes.
const maxSections = 16 << 20

// keep has a part known by its text, as long as there is room for it.
func keep[T any](k *repeated, by map[string]T, text []byte, part T) {
	if k.sections.room -= len(text); k.sections.room > 0 {
		by[string(text)] = part
	}
}

// quoted reads a JSON string as it stands in a text.
func (k *repeated) quoted(text []byte) (string, bool) {
	if known, there := k.strings[string(text)]; there {
		return known, true
	}
	read, ok := unquoted(text)
	if ok {
		read = k.text(read)
		k.strings[string(text)] = read
	}
	return read, ok
}

// unquoted reads a JSON string that seldom comes twice.
func unquoted(text []byte) (string, bool) {
	if len(text) < 2 || text[0] != '"' {
		return "", false
	}
	for i, c := range text[1:] {
		if c == '"' && i == len(text)-2 {
			return string(text[1 : len(text)-1]), true
		}
		if c < ' ' || c == '"' || c == '\\' || c > '~' {
			break
		}
	}
	var read string
	err := json.Unmarshal(text, &read)
	return read, err == nil
}

// plain is a value as it stands in a text that is not kept; false when it is no JSON.
func (k *repeated) plain(text []byte) (json.RawMessage, bool) {
	if known, there := k.values[string(text)]; there {
		return known, true
	}
	if blank := text[0] <= ' ' || text[len(text)-1] <= ' '; blank || !json.Valid(text) {
		return nil, false
	}
	return k.value(bytes.Clone(text)), true
}
