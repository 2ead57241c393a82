package terraform

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// A partial is what could not be read of one resource.
type partial struct {
	estate *estate
	gaps   []collectors.Gap
}

// unread gives the facts at places a gap, with the reason that v has.
func (p *partial) unread(v value, places ...string) {
	at := "the plan"
	if v.of != nil {
		at = v.of.address
		if v.name != "" {
			at += "." + v.name
		}
	}
	for _, place := range places {
		switch {
		case v.secret():
			p.gap(place, collectors.Unsupported, "the value is marked as sensitive, so it is not read", at)
		case v.open():
			p.gap(place, collectors.AfterApply, "the value is known after the plan is applied", at)
		default:
			p.gap(place, collectors.Failed, "the plan has a value of another form than the provider's", at)
		}
	}
}

// undecided is unread for an attribute that is written as blocks.
func (p *partial) undecided(v value, places ...string) {
	if v.config != nil || !v.filled() {
		p.unread(v, places...)
		return
	}
	for _, place := range places {
		p.gap(place, collectors.AfterApply, "a dynamic block may set it, which a plan does not show: the option dir does", v.of.address+"."+v.name)
	}
}

// gapped says that a fact has a gap.
func (p *partial) gapped(place string) bool {
	return slices.ContainsFunc(p.gaps, func(g collectors.Gap) bool { return g.Path == place })
}

// outermost are the gaps but for those that lie within another: what is left out as a whole has no parts.
func (p *partial) outermost() []collectors.Gap {
	return slices.DeleteFunc(slices.Clone(p.gaps), func(g collectors.Gap) bool {
		return slices.ContainsFunc(p.gaps, func(other collectors.Gap) bool {
			rest, below := strings.CutPrefix(g.Path, other.Path)
			return below && rest != "" && (rest[0] == '.' || rest[0] == '[')
		})
	})
}

// gap adds a gap, once for a place. Call is what in the plan it is about.
func (p *partial) gap(place string, cause collectors.Cause, detail, call string) {
	if p.gapped(place) {
		return
	}
	needs := ""
	switch cause {
	case collectors.AfterApply:
		needs = "an audit of the account after the plan is applied"
	case collectors.OutsidePlan:
		needs = "an audit of the account"
	case collectors.Unsupported:
		needs = "an audit of the account"
	}
	p.gaps = append(p.gaps, collectors.Gap{Path: place, Cause: cause, Detail: printable(detail), Needs: needs, Call: printable(call)})
}

// elsewhere says that the plan does not show something of a thing.
func (p *partial) elsewhere(i *instance, what string, places ...string) {
	for _, place := range places {
		p.gap(place, collectors.OutsidePlan, "the plan does not show "+what, i.address)
	}
}

// doubt says that a companion may belong to the resource.
func (p *partial) doubt(child *instance, places ...string) {
	for _, place := range places {
		p.gap(place, collectors.AfterApply, "the plan does not show whether "+child.address+" is for this resource", child.address)
	}
}

// text is a text that must be there; null is empty.
func (p *partial) text(v value, place string) string {
	s, ok := v.text()
	if !ok && !v.null() {
		p.unread(v, place)
	}
	return s
}

// textOrNull is a text, or nil when there is none.
func (p *partial) textOrNull(v value, place string) *string {
	s, ok := v.text()
	switch {
	case ok && s != "":
		return &s
	case !ok && !v.unset():
		p.unread(v, place)
	}
	return nil
}

// flag is a boolean; without one it is the provider's default.
func (p *partial) flag(v value, place string, byDefault bool) bool {
	is, ok := v.boolean()
	if ok {
		return is
	}
	if !v.unset() {
		p.unread(v, place)
	}
	return byDefault
}

// whole is a whole number, or nil when there is none.
func (p *partial) whole(v value, place string) *int {
	n, ok := v.number()
	if ok {
		return &n
	}
	if !v.unset() {
		p.unread(v, place)
	}
	return nil
}

// refer is a text that names another resource: as it is, or, where it is not known yet, the id of the planned resource of one
// of the types that its expression refers to.
func (p *partial) refer(v value, place string, types ...string) *string {
	if v.unknown == true && !v.secret() {
		if i := p.estate.meant(v, types...); i != nil {
			id := p.estate.identity(i)
			return &id
		}
	}
	return p.textOrNull(v, place)
}

// identities are the attributes by which other resources name one.
var identities = []string{"", "arn", "bucket", "id", "key_arn", "key_id", "name", "target_key_arn"}

// meant is the one resource of the types whose identity an expression is, or nil.
func (e *estate) meant(v value, types ...string) *instance {
	t := &tracker{estate: e}
	leads := t.follow(v.of.scope, v.of, v.of.key, v.references(), 0)
	if t.lost || len(leads) != 1 || leads[0].instance.data || !slices.Contains(types, leads[0].instance.typ) ||
		!slices.Contains(identities, leads[0].attribute) {
		return nil
	}
	return leads[0].instance
}

// identity is what other resources call one: the name of a bucket where it is known, else the address.
func (e *estate) identity(i *instance) string {
	if i.typ == "aws_s3_bucket" {
		if name, ok := i.at("bucket").text(); ok {
			return name
		}
	}
	return i.address
}

// list are the texts of a list, or of references to resources of the types; with one that is not known the fact has a gap.
func (p *partial) list(v value, place string, types ...string) []string {
	var out []string
	if v.is == nil && !v.unset() {
		p.unread(v, place)
		return nil
	}
	for _, item := range v.items() {
		s, ok := item.text()
		switch {
		case ok:
			out = append(out, s)
		case item.null():
		default:
			p.unread(v, place)
		}
	}
	slices.Sort(out)
	return out
}

// tags are the labels of a thing. Those that are not known yet have a gap.
func (p *partial) tags(i *instance) map[string]string {
	out := map[string]string{}
	for _, name := range []string{"tags", "tags_all"} {
		v := i.at(name)
		if v.unset() {
			continue
		}
		if v.unknown == true {
			if name == "tags" || len(out) == 0 && !i.at("tags").null() {
				p.unread(v, "tags")
			}
			continue
		}
		object, _ := v.is.(map[string]any)
		for key := range object {
			if s, ok := v.at(key).text(); ok {
				out[key] = s
			} else if !v.at(key).null() {
				p.unread(v.at(key), collectors.PathOf("tags", key).String())
			}
		}
	}
	return out
}

// factNames are the paths of all facts of a kind's struct.
func factNames(facts any) []string {
	t := reflect.TypeOf(facts)
	var out []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// document reads a policy document: the text, or what the data source that will write it says.
func (p *partial) document(v value, place string) []kinds.Statement {
	if text, ok := v.text(); ok && text != "" {
		statements, err := kinds.ParseDocument(text)
		if err != nil {
			p.gap(place, collectors.Failed, fmt.Sprintf("the policy document: %v", err), v.of.address)
		}
		return statements
	}
	if v.unset() || v.is == "" {
		return nil
	}
	if v.unknown == true && !v.secret() {
		t := &tracker{estate: p.estate}
		leads := t.follow(v.of.scope, v.of, v.of.key, v.references(), 0)
		if !t.lost && len(leads) == 1 && leads[0].instance.data && leads[0].instance.typ == "aws_iam_policy_document" &&
			(leads[0].attribute == "json" || leads[0].attribute == "minified_json") {
			return p.planned(leads[0].instance, place)
		}
	}
	p.unread(v, place)
	return nil
}

// element is the path of a fact in an element of a list.
func element(list string, i int, name string) string {
	return collectors.PathOf(list, i, name).String()
}
