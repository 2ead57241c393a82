package terraform

import (
	"slices"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// planned makes the statements of a data source aws_iam_policy_document that is read only when the plan is applied. What is not
// known of one yet, its resources for example, has a gap; what is known can decide. Source: the provider's documentation of
// the data source, and how it writes JSON.
func (p *partial) planned(d *instance, place string) []kinds.Statement {
	for _, name := range []string{"source_policy_documents", "override_policy_documents", "source_json", "override_json"} {
		if v := d.at(name); !v.null() && (v.count() > 0 || v.is == nil || v.is != "" && v.count() == 0 && isText(v)) {
			p.gap(place, collectors.AfterApply, "the policy document takes in others, and is known after the plan is applied", d.address+"."+name)
			return nil
		}
	}
	list := d.at("statement")
	if list.unknown == true || list.secret() {
		p.unread(list, place)
		return nil
	}
	path, err := collectors.ParsePath(place)
	if err != nil {
		path = collectors.PathOf(place)
	}
	var out []kinds.Statement
	for i, v := range list.items() {
		s, ok := p.plannedStatement(v, append(slices.Clone(path), i))
		if !ok {
			p.unread(v, place)
			return nil
		}
		out = append(out, s)
	}
	return out
}

func isText(v value) bool {
	_, ok := v.is.(string)
	return ok
}

// plannedStatement reads one statement; ok is false when nothing of it can be relied on.
func (p *partial) plannedStatement(v value, at collectors.Path) (kinds.Statement, bool) {
	effect, known := v.at("effect").text()
	if v.at("effect").null() {
		effect, known = "Allow", true
	}
	if !known || effect != "Allow" && effect != "Deny" {
		return kinds.Statement{}, false
	}
	below := func(name string) string { return append(slices.Clone(at), name).String() }
	s := kinds.Statement{Effect: strings.ToLower(effect)}
	s.Sid = p.textOrNull(v.at("sid"), below("sid"))
	s.Actions = lower(p.list(v.at("actions"), below("actions")))
	s.NotActions = lower(p.list(v.at("not_actions"), below("not_actions")))
	s.Resources = p.list(v.at("resources"), below("resources"))
	s.NotResources = p.list(v.at("not_resources"), below("not_resources"))
	s.Principals = p.principals(v.at("principals"), below("principals"))
	s.NotPrincipals = p.principals(v.at("not_principals"), below("not_principals"))
	conditions := v.at("condition")
	if conditions.open() || conditions.secret() {
		p.unread(conditions, below("conditions"))
		return s, true
	}
	for _, c := range conditions.items() {
		test, _ := c.at("test").text()
		variable, _ := c.at("variable").text()
		s.Conditions = append(s.Conditions, kinds.Condition{
			Operator: strings.ToLower(test), Key: strings.ToLower(variable), Values: p.list(c.at("values"), below("conditions")),
		})
	}
	slices.SortFunc(s.Conditions, func(a, b kinds.Condition) int {
		return strings.Compare(a.Operator+" "+a.Key+" "+strings.Join(a.Values, " "), b.Operator+" "+b.Key+" "+strings.Join(b.Values, " "))
	})
	return s, true
}

// principals reads the blocks. Everybody is the type "*" or "AWS" with "*".
func (p *partial) principals(v value, place string) map[string][]string {
	out := map[string][]string{}
	if v.open() || v.secret() {
		p.unread(v, place)
		return out
	}
	for _, block := range v.items() {
		typ, _ := block.at("type").text()
		if typ == "*" {
			typ = "AWS"
		}
		out[typ] = append(out[typ], p.list(block.at("identifiers"), place)...)
	}
	return out
}

func lower(words []string) []string {
	for i := range words {
		words[i] = strings.ToLower(words[i])
	}
	return words
}
