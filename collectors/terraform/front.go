package terraform

import (
	"cmp"
	"slices"

	kinds "github.com/assize/assize/collectors/kinds/aws"
)

// loadBalancer reads a load balancer with its listeners.
func (v *visit) loadBalancer(i *instance) error {
	p := &partial{estate: v.estate}
	facts := kinds.LoadBalancer{
		Type: "application", Public: !p.flag(i.at("internal"), "public", false),
		AccessLogs:         p.flag(p.block(i, "access_logs", "access_logs").at("enabled"), "access_logs", false),
		DeletionProtection: p.flag(i.at("enable_deletion_protection"), "deletion_protection", false),
		DropInvalidHeaders: p.flag(i.at("drop_invalid_header_fields"), "drop_invalid_headers", false),
	}
	if typ := p.textOrNull(i.at("load_balancer_type"), "type"); typ != nil {
		facts.Type = *typ
	}
	var listeners []*instance
	for _, typ := range []string{"aws_alb_listener", "aws_lb_listener"} {
		sure, doubtful := v.children(i, typ+".load_balancer_arn")
		listeners = append(listeners, sure...)
		if len(doubtful) > 0 {
			p.doubt(doubtful[0], "listeners")
		}
	}
	if len(listeners) == 0 && i.exists() {
		p.later(i, "the listeners", "listeners")
	}
	slices.SortFunc(listeners, func(a, b *instance) int {
		first, _ := a.at("port").number()
		second, _ := b.at("port").number()
		return cmp.Or(cmp.Compare(first, second), cmp.Compare(a.address, b.address))
	})
	for n, l := range listeners {
		facts.Listeners = append(facts.Listeners, p.listener(l, n))
	}
	v.guard(i, p, &facts)
	name, _ := i.at("name").text()
	return v.emit("aws.elb.load_balancer", i, name, facts, p)
}

// guard reads which list of AWS WAF guards a load balancer.
func (v *visit) guard(i *instance, p *partial, facts *kinds.LoadBalancer) {
	sure, doubtful := v.children(i, "aws_wafv2_web_acl_association.resource_arn")
	switch {
	case len(sure) > 0:
		facts.WebACL = p.refer(sure[0].at("web_acl_arn"), "web_acl", "aws_wafv2_web_acl")
	case len(doubtful) > 0:
		p.doubt(doubtful[0], "web_acl")
	case i.exists() && facts.Type == "application":
		p.later(i, "the web ACL", "web_acl")
	}
}

// listener reads the nth listener of a load balancer. With HTTPS or TLS and no word of a policy, AWS chooses one.
func (p *partial) listener(l *instance, n int) kinds.Listener {
	at := func(name string) string { return element("listeners", n, name) }
	out := kinds.Listener{Protocol: p.text(l.at("protocol"), at("protocol"))}
	if port := p.whole(l.at("port"), at("port")); port != nil {
		out.Port = *port
	}
	if policy := l.at("ssl_policy"); policy.unset() && policy.open() {
		if out.Protocol != "HTTP" && out.Protocol != "TCP" && out.Protocol != "UDP" && out.Protocol != "TCP_UDP" {
			p.later(l, "the policy that AWS chooses", at("ssl_policy"))
		}
	} else {
		out.SSLPolicy = p.textOrNull(policy, at("ssl_policy"))
	}
	actions := l.at("default_action")
	if actions.unknown == true {
		p.unread(actions, at("redirects"))
	}
	out.Redirects = actions.count() > 0
	for _, a := range actions.items() {
		typ := p.text(a.at("type"), at("redirects"))
		to := p.text(a.at("redirect", 0, "protocol"), at("redirects"))
		out.Redirects = out.Redirects && typ == "redirect" && to == "HTTPS"
	}
	return out
}

// distribution reads a distribution of CloudFront. Source of the defaults: the provider's documentation.
func (v *visit) distribution(i *instance) error {
	p := &partial{estate: v.estate}
	certificate := i.at("viewer_certificate", 0)
	minimum := "TLSv1"
	facts := kinds.Distribution{
		Enabled: p.flag(i.at("enabled"), "enabled", false), Domain: p.text(i.at("domain_name"), "domain"), Aliases: p.list(i.at("aliases"), "aliases"),
		WebACL: p.refer(i.at("web_acl_id"), "web_acl", "aws_wafv2_web_acl", "aws_waf_web_acl"), MinimumTLS: &minimum,
		OwnCertificate: !p.flag(certificate.at("cloudfront_default_certificate"), "own_certificate", false),
		DefaultRoot:    p.textOrNull(i.at("default_root_object"), "default_root"),
	}
	if least := p.textOrNull(certificate.at("minimum_protocol_version"), "minimum_tls"); least != nil {
		facts.MinimumTLS = least
	}
	standard := "standard"
	switch logging := i.at("logging_config").made(); {
	case logging.unknown == true:
		p.undecided(logging, "logging")
	case logging.count() > 0:
		facts.Logging = &standard
	case i.exists():
		p.later(i, "whether CloudWatch Logs delivers the logs", "logging")
	case len(v.byType["aws_cloudwatch_log_delivery_source"]) > 0:
		p.doubt(v.byType["aws_cloudwatch_log_delivery_source"][0], "logging")
	}
	behaviours := append(i.at("default_cache_behavior").items(), i.at("ordered_cache_behavior").items()...)
	if others := i.at("ordered_cache_behavior"); others.unknown == true {
		p.unread(others, "behaviours")
	}
	for n, b := range behaviours {
		path := "*"
		if n > 0 {
			path = p.text(b.at("path_pattern"), element("behaviours", n, "path"))
		}
		facts.Behaviours = append(facts.Behaviours, kinds.Behaviour{
			Path: path, Origin: p.text(b.at("target_origin_id"), element("behaviours", n, "origin")),
			Callers: p.text(b.at("viewer_protocol_policy"), element("behaviours", n, "callers")),
		})
	}
	if origins := i.at("origin"); origins.unknown == true {
		p.unread(origins, "origins")
	}
	for n, o := range i.at("origin").items() {
		facts.Origins = append(facts.Origins, p.origin(o, n))
	}
	return v.emit("aws.cloudfront.distribution", i, "", facts, p)
}

// origin reads the nth origin. An identity that is only known later is one all the same.
func (p *partial) origin(o value, n int) kinds.Source {
	custom, inside := o.at("custom_origin_config"), o.at("vpc_origin_config")
	if custom.unknown == true || inside.unknown == true {
		p.unread(o, element("origins", n, "bucket"), element("origins", n, "protocol"))
	}
	out := kinds.Source{
		ID: p.text(o.at("origin_id"), element("origins", n, "id")), Domain: p.text(o.at("domain_name"), element("origins", n, "domain")),
		Bucket: custom.count() == 0 && inside.count() == 0,
	}
	if custom.count() > 0 {
		out.Protocol = p.textOrNull(custom.at(0, "origin_protocol_policy"), element("origins", n, "protocol"))
	}
	for _, identity := range []value{o.at("origin_access_control_id"), o.at("s3_origin_config", 0, "origin_access_identity")} {
		text, _ := identity.text()
		out.Signed = out.Signed || text != "" || identity.open()
	}
	return out
}
