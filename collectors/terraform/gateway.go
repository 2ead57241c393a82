package terraform

import (
	"strconv"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// restStage reads a stage of an API of version 1 of API Gateway, with the settings of its methods.
func (v *visit) restStage(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Stage{
		Protocol: "REST", Tracing: p.flag(i.at("xray_tracing_enabled"), "tracing", false), AccessLog: v.accessLog(p, i),
	}
	api := v.thing(i.at("rest_api_id"), []string{"id"}, "aws_api_gateway_rest_api")
	if api == nil {
		p.elsewhere(i, "the API of the stage", "api", "open", "policy", "private")
	} else {
		facts.API = p.text(api.at("name"), "api")
		facts.Private = p.private(api)
		facts.Open = v.openMethods(p, api)
		v.apiPolicy(p, api, &facts.Policy)
	}
	v.firewall(p, i, &facts)
	v.methods(p, i, &facts)
	return v.stage(p, i, "stage_name", facts)
}

// stage tells a stage under the name that the account's has.
func (v *visit) stage(p *partial, i *instance, attribute string, facts kinds.Stage) error {
	name, known := i.at(attribute).text()
	if known && !p.gapped("api") {
		name = facts.API + " " + name
	}
	return v.emit("aws.apigateway.stage", i, name, facts, p)
}

// accessLog is where the calls of a stage are logged.
func (v *visit) accessLog(p *partial, i *instance) *string {
	to := p.block(i, "access_log_settings", "access_log").at("destination_arn")
	return p.refer(to, "access_log", "aws_cloudwatch_log_group", "aws_kinesis_firehose_delivery_stream")
}

// private says that only networks of one's own reach an API. A definition in a body may say so too.
func (p *partial) private(api *instance) bool {
	if defined(api) && api.at("endpoint_configuration").unmade() {
		p.bodied(api, "private")
		return false
	}
	for _, typ := range p.list(p.block(api, "endpoint_configuration", "private").at("types"), "private") {
		if typ == "PRIVATE" {
			return true
		}
	}
	return false
}

// firewall reads which list of AWS WAF guards a stage: the association's, else the one that the stage had before the plan.
func (v *visit) firewall(p *partial, i *instance, facts *kinds.Stage) {
	for _, typ := range []string{"aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"} {
		slot := typ + ".resource_arn"
		sure, doubtful := v.children(i, slot)
		switch {
		case len(sure) > 0:
			id := sure[0].at("web_acl_arn")
			if typ != "aws_wafv2_web_acl_association" {
				id = sure[0].at("web_acl_id")
			}
			facts.WebACL = p.refer(id, "web_acl", "aws_wafv2_web_acl", "aws_wafregional_web_acl")
			return
		case len(doubtful) > 0:
			p.doubt(doubtful[0], "web_acl")
			return
		case len(v.gone[[2]string{i.address, slot}]) > 0:
			return
		}
	}
	if was := i.at("web_acl_arn"); i.exists() {
		facts.WebACL = p.textOrNull(was, "web_acl")
	}
}

// methods reads what the settings of methods say of a stage: whether answers are kept in the clear, and whether calls are limited.
func (v *visit) methods(p *partial, i *instance, facts *kinds.Stage) {
	kept := p.flag(i.at("cache_cluster_enabled"), "cache_open", false) || p.gapped("cache_open")
	sure, doubtful := v.settingsOf(i)
	open := func(s value, name string, byDefault bool) (is, known bool) {
		if is, known = s.at(name).boolean(); !known && s.at(name).unset() {
			return byDefault, true
		}
		return is, known
	}
	for _, m := range sure {
		s := m.at("settings", 0)
		caching, cachingKnown := open(s, "caching_enabled", false)
		encrypted, encryptedKnown := open(s, "cache_data_encrypted", false)
		switch never := cachingKnown && !caching || encryptedKnown && encrypted; {
		case !kept || never:
		case cachingKnown && encryptedKnown:
			facts.CacheOpen = true
		default:
			p.unread(s.at("caching_enabled"), "cache_open")
		}
		if limit, known := number(s.at("throttling_rate_limit")); known {
			facts.Throttled = facts.Throttled || limit > 0
		} else if limit := s.at("throttling_rate_limit"); !limit.unset() {
			p.unread(limit, "throttled")
		}
	}
	if len(doubtful) > 0 && !facts.Throttled {
		p.doubt(doubtful[0], "throttled")
	}
	if len(doubtful) > 0 && kept && !facts.CacheOpen {
		p.doubt(doubtful[0], "cache_open")
	}
	if i.exists() && !facts.Throttled {
		p.elsewhere(i, "which other settings its methods have", "throttled")
	}
	if i.exists() && kept && !facts.CacheOpen {
		p.elsewhere(i, "which other settings its methods have", "cache_open")
	}
}

// settingsOf are the settings of methods that name a stage, by its API and its name, and those that may.
func (v *visit) settingsOf(stage *instance) (sure, doubtful []*instance) {
	return v.settingsAmong(v.byType["aws_api_gateway_method_settings"], stage)
}

func (v *visit) settingsAmong(all []*instance, stage *instance) (sure, doubtful []*instance) {
	for _, m := range all {
		if m.data || m.typ != "aws_api_gateway_method_settings" {
			continue
		}
		api := v.same(m.at("rest_api_id"), stage.at("rest_api_id"), "id", "aws_api_gateway_rest_api")
		name := v.same(m.at("stage_name"), stage.at("stage_name"), "stage_name", "aws_api_gateway_stage")
		if name == maybe && v.thing(m.at("stage_name"), []string{"stage_name"}, "aws_api_gateway_stage") == stage {
			name = yes
		}
		switch {
		case api == no || name == no:
		case api == yes && name == yes && m.deferred == "":
			sure = append(sure, m)
		default:
			doubtful = append(doubtful, m)
		}
	}
	return sure, doubtful
}

// An answer is yes, no, or not known.
type answer int

const (
	maybe answer = iota
	yes
	no
)

// same says whether two values will be the same attribute of one thing of a type. What is known before a thing is made does not
// name it.
func (e *estate) same(a, b value, attribute, typ string) answer {
	first, firstKnown := a.text()
	second, secondKnown := b.text()
	if firstKnown && secondKnown {
		if first == second {
			return yes
		}
		return no
	}
	one, other := e.thing(a, []string{attribute}, typ), e.thing(b, []string{attribute}, typ)
	switch {
	case one != nil && other != nil && one == other:
		return yes
	case one != nil && other != nil, attribute == "id" && (firstKnown && other != nil && !other.exists() || secondKnown && one != nil && !one.exists()):
		return no
	}
	return maybe
}

// number is a number with or without a fraction.
func number(v value) (float64, bool) {
	if n, ok := v.number(); ok {
		return float64(n), true
	}
	if v.open() || v.secret() {
		return 0, false
	}
	text, ok := v.is.(interface{ String() string })
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseFloat(text.String(), 64)
	return n, err == nil
}

// httpStage reads a stage of an API of version 2.
func (v *visit) httpStage(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.Stage{AccessLog: v.accessLog(p, i)}
	if api := v.thing(i.at("api_id"), []string{"id"}, "aws_apigatewayv2_api"); api == nil {
		p.elsewhere(i, "the API of the stage", "api", "open", "protocol")
	} else {
		facts.API, facts.Protocol = p.text(api.at("name"), "api"), p.text(api.at("protocol_type"), "protocol")
		facts.Open = v.openRoutes(p, api, facts.Protocol)
	}
	limit := p.block(i, "default_route_settings", "throttled").at("throttling_rate_limit")
	if n, known := number(limit); known {
		facts.Throttled = n > 0
	} else if !limit.unset() {
		p.unread(limit, "throttled")
	}
	return v.stage(p, i, "name", facts)
}

// madeBeside tells of a stage that something else makes on its way, of which the plan shows nothing.
func (v *visit) madeBeside(i *instance) error {
	what := map[string]string{"aws_api_gateway_deployment": "stage_name", "aws_apigatewayv2_api": "target"}[i.typ]
	if is := i.at(what); is.unset() || is.is == "" {
		return nil
	}
	gap := collectors.Gap{
		Kind: "aws.apigateway.stage", Resource: printable(i.address), Cause: collectors.AfterApply, Detail: "it makes a stage of its own, which the plan does not show",
		Needs: "an audit of the account after the plan is applied", Call: printable(i.address),
	}
	if i.exists() {
		gap.Cause, gap.Needs = collectors.OutsidePlan, "an audit of the account"
	}
	v.sink.Gap(gap)
	return nil
}
