// Package engine is the landing between what was found and what is reported: policies, findings, waivers,
// the assessment and the gate, and how they fit together.
//
// It knows snapshots and nothing of OPA: engine/opa turns policies and a snapshot into findings, this package
// says what a finding is, applies waivers, sums up and decides. It opens no file and reads no clock.
package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/assize/assize/collectors"
)

// A Verdict is what a policy says of a resource.
type Verdict string

// The verdicts. Pass and Fail are certain: no fact that was not read could have changed them.
const (
	Pass          Verdict = "pass"
	Fail          Verdict = "fail"
	NotApplicable Verdict = "not_applicable"
	Unknown       Verdict = "unknown"
	Error         Verdict = "error" // the policy itself broke
)

// Verdicts lists all verdicts, worst first.
func Verdicts() []Verdict { return []Verdict{Fail, Error, Unknown, Pass, NotApplicable} }

// A Severity says how bad a failure is.
type Severity string

// The severities.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
)

// Severities lists all severities, worst first.
func Severities() []Severity { return []Severity{Critical, High, Medium, Low} }

// Rank is 4 for critical down to 1 for low, and 0 for anything else.
func (s Severity) Rank() int {
	for i, known := range Severities() {
		if s == known {
			return len(Severities()) - i
		}
	}
	return 0
}

// A Policy is an executable test of one thing, as its metadata describes it.
type Policy struct {
	// ID is domain/name, for example "access/ssh_root_login".
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Severity    Severity `json:"severity"`
	// Kind is the kind of resource that it judges; Joins are the kinds that it looks up besides.
	Kind  string   `json:"kind"`
	Joins []string `json:"joins"`
	// Records are the kinds of people-made records that it looks up.
	Records []string `json:"records"`
	// Tags are words of the author's by which policies are selected, sorted.
	Tags []string `json:"tags"`
	// Controls are the controls that it tests, by framework.
	Controls    map[string][]string `json:"controls"`
	Params      []Param             `json:"params"`
	Remediation string              `json:"remediation"`
	References  []string            `json:"references"`
	// Source is "built-in" or the folder that a user's policy came from; File and Line are its place there.
	Source string `json:"source"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// Domain is the part of the id before the slash.
func (p Policy) Domain() string {
	for i := range p.ID {
		if p.ID[i] == '/' {
			return p.ID[:i]
		}
	}
	return p.ID
}

// A Param is a threshold or list that a user may set.
type Param struct {
	Name string `json:"name"`
	// Type is "string", "integer", "number", "boolean", "array" or "object".
	Type        string          `json:"type"`
	Default     json.RawMessage `json:"default"`
	Description string          `json:"description"`
}

// Params are values by policy id and parameter name; they override the defaults.
type Params map[string]map[string]json.RawMessage

// A Finding is one policy on one resource. An audit may have millions of them, so what several have in common is held
// once: its parts are shared, none is nil, and whoever changes one changes all findings that have it.
type Finding struct {
	*PolicyRef
	*ResourceRef
	*Outcome
	// Failures are the reasons of a fail, sorted by key. They are the finding's own.
	Failures []Failure `json:"failures"`
}

// PolicyRef is what a finding says of its policy.
type PolicyRef struct {
	Policy   string   `json:"policy"`
	Kind     string   `json:"kind"`
	Severity Severity `json:"severity"`
	// Exhibits finds the evidence of findings that hold none themselves. It may be nil.
	Exhibits Exhibits `json:"-"`
}

// Exhibits finds the facts of a resource that count as evidence for a policy. Evidence is what the policy reads of the
// resource and never anything else, so it need not be held for each of a million findings. It may be called concurrently.
type Exhibits interface {
	// Of takes the resource's canonical JSON. The values of the evidence are parts of it.
	Of(resource json.RawMessage) []Evidence
}

// ResourceRef is what a finding says of its resource.
type ResourceRef struct {
	// Resource is the resource's id, or what [WholeKind] gives when the finding is about the kind as a whole.
	Resource string `json:"resource"`
	// Name is what a person calls the resource.
	Name   string            `json:"name"`
	Target string            `json:"target"`
	Origin collectors.Origin `json:"origin"`
	// Tags are those that the resource carries; waivers go by them. Nil when it has none.
	Tags map[string]string `json:"tags,omitempty"`
	// JSON is the resource's canonical text, by which evidence and tags are found; nil when there is none. Where it is
	// there, Tags are nil: ask [ResourceRef.Labels].
	JSON json.RawMessage `json:"-"`
}

// Labels returns the resource's tags: what the reference holds, or else those in the resource's text. Nil when it has none.
func (r *ResourceRef) Labels() map[string]string {
	if r.Tags != nil {
		return r.Tags
	}
	return collectors.TagsOf(r.JSON)
}

// An Outcome is what a policy says of a resource, but for its failures. Where Evidence is nil it is found when it is
// wanted: ask [Finding.Facts].
type Outcome struct {
	Verdict Verdict `json:"verdict"`
	// Evidence are the facts that the policy read.
	Evidence []Evidence `json:"evidence"`
	// Gaps are what an unknown hangs on.
	Gaps []collectors.Gap `json:"gaps"`
	// IfKnown says of an unknown that hangs on one fact with a few possible values what the verdict would be with
	// each of them. It is left out where that cannot be said cheaply.
	IfKnown []IfKnown `json:"if_known,omitempty"`
	// Note says why a policy does not apply, or what broke in it.
	Note string `json:"note,omitempty"`
}

// WholeKind is the resource of a finding that is about a kind as a whole: "*", or "*@eu-west-1" where that is so in one region.
func WholeKind(region string) string {
	if region == "" {
		return wholeKind
	}
	return wholeKind + "@" + region
}

const wholeKind = "*"

// IsWholeKind says whether a finding's resource is a kind as a whole, and in which region, "" for all.
func IsWholeKind(resource string) (region string, whole bool) {
	region, there := strings.CutPrefix(resource, wholeKind+"@")
	if there {
		return region, region != ""
	}
	return "", resource == wholeKind
}

// NewFinding returns a finding of a policy with parts of its own and nothing in them.
func NewFinding(p Policy) Finding {
	return Finding{PolicyRef: &PolicyRef{Policy: p.ID, Kind: p.Kind, Severity: p.Severity}, ResourceRef: &ResourceRef{},
		Outcome: &Outcome{Evidence: []Evidence{}, Gaps: []collectors.Gap{}}, Failures: []Failure{}}
}

// Whole says whether a finding has all of its parts.
func (f Finding) Whole() bool { return f.PolicyRef != nil && f.ResourceRef != nil && f.Outcome != nil }

// Facts returns the finding's evidence: what it holds, or else what its policy reads of its resource. It is never nil.
func (f Finding) Facts() []Evidence {
	switch {
	case f.Outcome.Evidence != nil:
		return f.Outcome.Evidence
	case f.Exhibits != nil && f.JSON != nil:
		return f.Exhibits.Of(f.JSON)
	}
	return []Evidence{}
}

// MarshalJSON writes the finding with its evidence and its tags. Texts are kept as they are: what is escaped for HTML is up to the
// encoder that calls it.
func (f Finding) MarshalJSON() ([]byte, error) {
	if !f.Whole() {
		return nil, errors.New("the finding is not whole")
	}
	type plain Finding // without this method
	outcome := *f.Outcome
	outcome.Evidence = f.Facts()
	f.Outcome = &outcome
	if tags := f.Labels(); tags != nil && f.Tags == nil {
		resource := *f.ResourceRef
		resource.Tags = tags
		f.ResourceRef = &resource
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(plain(f))
	return out.Bytes(), err
}

// IfKnown is the verdict that a finding would have if the fact at Path had been read as Value.
type IfKnown struct {
	// Path is the fact, in the form of collectors.Path.
	Path string `json:"path"`
	// Value is canonical JSON; it is left out where the fact would not be there at all.
	Value   json.RawMessage `json:"value,omitempty"`
	Verdict Verdict         `json:"verdict"`
}

// Waived says whether every failure of a failing finding is covered by a waiver.
func (f Finding) Waived() bool {
	if f.Verdict != Fail || len(f.Failures) == 0 {
		return false
	}
	for _, failure := range f.Failures {
		if failure.Waiver == "" {
			return false
		}
	}
	return true
}

// A Failure is one reason why a policy fails. The fault may be shared with other failures.
type Failure struct {
	*Fault
	// Fingerprint identifies the failure across runs; see [Fingerprint].
	Fingerprint string `json:"fingerprint"`
	// Waiver is the id of the waiver that covers it, or "".
	Waiver string `json:"waiver,omitempty"`
	// Known says that it failed before, where a gate counts only what is new; see [Rules].
	Known bool `json:"known,omitempty"`
}

// A Fault is what is wrong, wherever it is.
type Fault struct {
	// Key names the one thing at fault, stable across runs; unique in its finding.
	Key     string `json:"key"`
	Message string `json:"message"`
	// Path is the fact at fault, in the form of collectors.Path, or "".
	Path     string          `json:"path"`
	Actual   json.RawMessage `json:"actual,omitempty"`
	Expected json.RawMessage `json:"expected,omitempty"`
}

// Evidence is one fact as it was found.
type Evidence struct {
	Path string `json:"path"`
	// Value is the fact, canonical; cut evidence has null here, and Digest and Bytes of the whole instead.
	Value  json.RawMessage `json:"value"`
	Digest string          `json:"digest,omitempty"`
	Bytes  int             `json:"bytes,omitempty"`
}
