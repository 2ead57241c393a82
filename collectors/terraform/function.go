package terraform

import (
	"cmp"
	"slices"
	"strings"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// function reads a function of Lambda with its addresses and with those who may call it.
func (v *visit) function(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Function{Runtime: p.textOrNull(i.at("runtime"), "runtime"), TimeoutSeconds: 3, Tracing: "PassThrough"}
	if role := p.refer(i.at("role"), "role", "aws_iam_role"); role != nil {
		facts.Role = *role
	}
	if seconds := p.whole(i.at("timeout"), "timeout_seconds"); seconds != nil {
		facts.TimeoutSeconds = *seconds
	}
	if mode := p.textOrNull(p.block(i, "tracing_config", "tracing").at("mode"), "tracing"); mode != nil {
		facts.Tracing = *mode
	}
	facts.DeadLetter = p.refer(p.block(i, "dead_letter_config", "dead_letter").at("target_arn"), "dead_letter", "aws_sns_topic", "aws_sqs_queue")
	if network := p.block(i, "vpc_config", "vpc"); !network.null() {
		facts.VPC = p.textOrNull(network.at("vpc_id"), "vpc")
	}
	v.callers(p, i, &facts)
	v.addresses(p, i, &facts)
	name, _ := i.at("function_name").text()
	return v.emit("aws.lambda.function", i, name, facts, p)
}

// companionsOf are the companions of a function by a slot. A function whose name is not known yet may be the one that a name means which
// nothing in the plan has.
func (v *visit) companionsOf(i *instance, slot string) (sure, doubtful []*instance) {
	sure, doubtful = v.children(i, slot)
	if _, known := i.at("function_name").text(); !known {
		for _, children := range v.outsiders[slot] {
			doubtful = append(doubtful, children...)
		}
		slices.SortFunc(doubtful, func(a, b *instance) int { return strings.Compare(a.address, b.address) })
	}
	return sure, doubtful
}

// callers puts together who may call a function: each permission is a statement of its policy. Those of a version or an alias
// are another policy. What a plan does not hold can only let in more, so a statement that lets in everybody stands for the whole.
func (v *visit) callers(p *partial, i *instance, facts *kinds.Function) {
	const slot = "aws_lambda_permission.function_name"
	sure, doubtful := v.companionsOf(i, slot)
	everybody := false
	for _, c := range sure {
		qualifier, known := c.at("qualifier").text()
		switch whole, decided := v.unqualified(c); {
		case known && qualifier != "" || decided && !whole:
			continue
		case !known && !c.at("qualifier").unset() || !decided:
			doubtful = append(doubtful, c)
			continue
		}
		at := len(facts.Policy)
		facts.Policy = append(facts.Policy, p.permission(i, c, at))
		principal, _ := c.at("principal").text()
		everybody = everybody || principal == "*" && len(facts.Policy[at].Conditions) == 0 && !p.gapped(element("policy", at, "conditions"))
	}
	urls, others := v.companionsOf(i, "aws_lambda_function_url.function_name")
	doubtful = append(doubtful, others...)
	for _, c := range urls {
		if qualifier, known := c.at("qualifier").text(); known && qualifier != "" {
			continue
		}
		switch auth, known := c.at("authorization_type").text(); {
		case !known:
			doubtful = append(doubtful, c)
		case auth == "NONE":
			facts.Policy, everybody = append(facts.Policy, p.openAddress(i)), true
		}
	}
	switch {
	case everybody:
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "policy")
	case i.exists():
		p.later(i, "who else may call the function", "policy")
	}
}

// openAddress is the statement that the provider adds with an address at which everybody can call a function. Source: the provider's
// documentation of aws_lambda_function_url, and what it sends.
func (p *partial) openAddress(f *instance) kinds.Statement {
	sid := "FunctionURLAllowPublicAccess"
	return kinds.Statement{
		Sid: &sid, Effect: "allow", Principals: map[string][]string{"AWS": {"*"}}, NotPrincipals: map[string][]string{},
		Actions: []string{"lambda:invokefunctionurl"}, Resources: []string{p.called(f)},
		Conditions: []kinds.Condition{{Operator: "stringequals", Key: "lambda:functionurlauthtype", Values: []string{"NONE"}}},
	}
}

// called is what a statement calls a function.
func (p *partial) called(f *instance) string {
	if arn, known := f.at("arn").text(); known {
		return arn
	}
	return p.estate.identity(f)
}

// unqualified says whether a permission is for the function itself and not for one of its versions or aliases; decided is false
// where that is not certain.
func (v *visit) unqualified(c *instance) (whole, decided bool) {
	name := c.at("function_name")
	if text, known := name.text(); known {
		_, qualifier := functionName(text)
		return qualifier == "", true
	}
	t := &tracker{estate: v.estate}
	leads := t.follow(c.scope, c, c.key, name.references(), 0)
	if t.lost || len(leads) != 1 || leads[0].instance.typ != "aws_lambda_function" {
		return false, false
	}
	return slices.Contains([]string{"", "arn", "function_name", "id"}, leads[0].attribute), leads[0].attribute != "qualified_arn"
}

// functionName takes a function's name apart: NAME, NAME:QUALIFIER, ACCOUNT:function:NAME or an ARN. Source: Lambda API Reference,
// AddPermission.
func functionName(text string) (name, qualifier string) {
	rest := text
	if at := strings.Index(text, "function:"); at >= 0 {
		rest = text[at+len("function:"):]
	}
	name, qualifier, _ = strings.Cut(rest, ":")
	return name, qualifier
}

// bareFunction is the name in a function's name; exact is false where the text also says which account or region it is in.
func bareFunction(text string) (name string, exact bool) {
	name, _ = functionName(text)
	return name, !strings.Contains(text, "function:")
}

// permission is the statement that a permission of Lambda becomes. Source: Lambda API Reference, AddPermission.
func (p *partial) permission(f, c *instance, n int) kinds.Statement {
	at := func(name string) string { return element("policy", n, name) }
	s := kinds.Statement{
		Effect: "allow", Principals: map[string][]string{}, NotPrincipals: map[string][]string{}, Actions: []string{strings.ToLower(p.text(c.at("action"), at("actions")))},
		Resources: []string{p.called(f)},
	}
	if sid, known := c.at("statement_id").text(); known && sid != "" {
		s.Sid = &sid
	} else {
		p.later(c, "the name of the statement", at("sid"))
	}
	switch who, known := c.at("principal").text(); {
	case !known:
		p.unread(c.at("principal"), at("principals"))
	case len(who) == 12 && strings.Trim(who, "0123456789") == "":
		s.Principals["AWS"] = []string{"arn:aws:iam::" + who + ":root"}
	case who == "*" || strings.HasPrefix(who, "arn:"):
		s.Principals["AWS"] = []string{who}
	default:
		s.Principals["Service"] = []string{who}
	}
	for _, form := range [][3]string{
		{"source_arn", "arnlike", "aws:sourcearn"}, {"event_source_token", "stringequals", "lambda:eventsourcetoken"},
		{"function_url_auth_type", "stringequals", "lambda:functionurlauthtype"}, {"principal_org_id", "stringequals", "aws:principalorgid"},
		{"source_account", "stringequals", "aws:sourceaccount"},
	} {
		is := c.at(form[0])
		text, known := is.text()
		switch {
		case is.null() || is.unset() || known && text == "":
			continue
		case !known && form[0] == "source_arn":
			text, known = p.source(is)
		}
		if !known {
			p.unread(is, at("conditions"))
			continue
		}
		s.Conditions = append(s.Conditions, kinds.Condition{Operator: form[1], Key: form[2], Values: []string{text}})
	}
	slices.SortFunc(s.Conditions, func(a, b kinds.Condition) int {
		return cmp.Or(strings.Compare(a.Operator, b.Operator), strings.Compare(a.Key, b.Key))
	})
	return s
}

// source is the id of the one planned thing whose ARN an expression is, or goes on from.
func (p *partial) source(v value) (string, bool) {
	if v.secret() {
		return "", false
	}
	t := &tracker{estate: p.estate}
	leads := t.follow(v.of.scope, v.of, v.of.key, v.references(), 0)
	if t.lost || len(leads) != 1 || leads[0].instance.data || !strings.HasSuffix(leads[0].attribute, "arn") {
		return "", false
	}
	return p.estate.identity(leads[0].instance), true
}

// addresses counts at how many addresses everybody can call a function.
func (v *visit) addresses(p *partial, i *instance, facts *kinds.Function) {
	sure, doubtful := v.companionsOf(i, "aws_lambda_function_url.function_name")
	for _, c := range sure {
		if p.text(c.at("authorization_type"), "open_urls") == "NONE" {
			facts.OpenURLs++
		}
	}
	switch {
	case facts.OpenURLs > 0: // there may be more, which is no better
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "open_urls")
	case i.exists():
		p.later(i, "which other addresses it has", "open_urls")
	}
}
