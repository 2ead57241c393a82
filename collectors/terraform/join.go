package terraform

import (
	"slices"
	"strings"
)

// A link says that an attribute of a child type names its parent: by what attribute of which types.
type link struct {
	child, attribute string
	parents          []string
	by               []string
}

// A loose child is one of which the plan does not show whose it is. Among are those that it can be for; nil means any.
type loose struct {
	child *instance
	among []*instance
}

// links lists the companions. Source: the documentation of the provider hashicorp/aws, version 5.
func links() []link {
	var out []link
	bucket := []string{"aws_s3_bucket"}
	for _, child := range []string{
		"acl", "lifecycle_configuration", "logging", "object_lock_configuration", "ownership_controls", "policy", "public_access_block",
		"replication_configuration", "server_side_encryption_configuration", "versioning",
	} {
		out = append(out, link{"aws_s3_bucket_" + child, "bucket", bucket, []string{"bucket", "id", "arn"}})
	}
	group := []string{"aws_security_group", "aws_default_security_group"}
	for _, child := range []string{"aws_security_group_rule", "aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"} {
		out = append(out, link{child, "security_group_id", group, []string{"id"}})
	}
	for _, who := range []string{"group", "role", "user"} {
		parent := []string{"aws_iam_" + who}
		out = append(out, link{"aws_iam_" + who + "_policy", who, parent, []string{"name", "id"}},
			link{"aws_iam_" + who + "_policy_attachment", who, parent, []string{"name", "id"}},
			link{"aws_iam_policy_attachment", who + "s", parent, []string{"name", "id"}})
	}
	user := []string{"aws_iam_user"}
	for _, child := range []string{"aws_iam_access_key", "aws_iam_user_group_membership", "aws_iam_user_login_profile"} {
		out = append(out, link{child, "user", user, []string{"name", "id"}})
	}
	membership := []string{"aws_iam_group"}
	policy := []string{"aws_iam_policy"}
	out = append(out,
		link{"aws_iam_group_membership", "users", user, []string{"name", "id"}},
		link{"aws_iam_group_membership", "group", membership, []string{"name", "id"}},
		link{"aws_iam_user_group_membership", "groups", membership, []string{"name", "id"}})
	for _, child := range []string{"aws_iam_group_policy_attachment", "aws_iam_policy_attachment", "aws_iam_role_policy_attachment", "aws_iam_user_policy_attachment"} {
		out = append(out, link{child, "policy_arn", policy, []string{"arn", "id"}})
	}
	out = append(out,
		link{"aws_alb_listener", "load_balancer_arn", []string{"aws_lb", "aws_alb"}, []string{"arn", "id"}},
		link{"aws_backup_selection", "plan_id", []string{"aws_backup_plan"}, []string{"id"}},
		link{"aws_backup_vault_lock_configuration", "backup_vault_name", []string{"aws_backup_vault"}, []string{"name", "id"}},
		link{"aws_cloudwatch_event_bus_policy", "event_bus_name", []string{"aws_cloudwatch_event_bus"}, []string{"name", "id"}},
		link{"aws_cloudwatch_event_permission", "event_bus_name", []string{"aws_cloudwatch_event_bus"}, []string{"name", "id"}},
		link{"aws_ecr_lifecycle_policy", "repository", []string{"aws_ecr_repository"}, []string{"name", "id"}},
		link{"aws_ecr_repository_policy", "repository", []string{"aws_ecr_repository"}, []string{"name", "id"}},
		link{"aws_efs_backup_policy", "file_system_id", []string{"aws_efs_file_system"}, []string{"id"}},
		link{"aws_efs_file_system_policy", "file_system_id", []string{"aws_efs_file_system"}, []string{"id"}},
		link{"aws_flow_log", "vpc_id", []string{"aws_default_vpc", "aws_vpc"}, []string{"id"}},
		link{"aws_lb_listener", "load_balancer_arn", []string{"aws_lb", "aws_alb"}, []string{"arn", "id"}},
		link{"aws_kms_key_policy", "key_id", []string{"aws_kms_key"}, []string{"key_id", "id", "arn"}},
		link{"aws_secretsmanager_secret_policy", "secret_arn", []string{"aws_secretsmanager_secret"}, []string{"arn", "id"}},
		link{"aws_secretsmanager_secret_rotation", "secret_id", []string{"aws_secretsmanager_secret"}, []string{"arn", "id"}},
		link{"aws_sns_topic_policy", "arn", []string{"aws_sns_topic"}, []string{"arn", "id"}},
		link{"aws_sns_topic_subscription", "topic_arn", []string{"aws_sns_topic"}, []string{"arn", "id"}},
		link{"aws_sqs_queue_policy", "queue_url", []string{"aws_sqs_queue"}, []string{"id", "url"}},
		link{"aws_sqs_queue_redrive_policy", "queue_url", []string{"aws_sqs_queue"}, []string{"id", "url"}},
		link{"aws_volume_attachment", "volume_id", []string{"aws_ebs_volume"}, []string{"id"}},
		link{"aws_vpc_endpoint_policy", "vpc_endpoint_id", []string{"aws_vpc_endpoint"}, []string{"id"}})
	for _, child := range []string{"aws_iam_role", "aws_iam_user"} {
		out = append(out, link{child, "permissions_boundary", policy, []string{"arn", "id"}})
	}
	return append(out, edgeLinks()...)
}

// edgeLinks lists the companions of what stands where the world comes in.
func edgeLinks() []link {
	acl, function, api := []string{"aws_network_acl", "aws_default_network_acl"}, []string{"aws_lambda_function"}, []string{"aws_api_gateway_rest_api"}
	guarded := []string{"aws_lb", "aws_alb", "aws_api_gateway_stage"}
	named, peering := []string{"function_name", "arn", "id"}, []string{"aws_vpc_peering_connection"}
	return []link{
		{"aws_alb_target_group_attachment", "target_group_arn", targetGroupTypes, []string{"arn", "id"}},
		{"aws_api_gateway_method", "rest_api_id", api, []string{"id"}},
		{"aws_api_gateway_rest_api_policy", "rest_api_id", api, []string{"id"}},
		{"aws_apigatewayv2_route", "api_id", []string{"aws_apigatewayv2_api"}, []string{"id"}},
		{"aws_eip_association", "allocation_id", []string{"aws_eip"}, []string{"allocation_id", "id"}},
		{"aws_lambda_alias", "function_name", function, named},
		{"aws_lambda_function_url", "function_name", function, named},
		{"aws_lambda_permission", "function_name", function, named},
		{"aws_lb_target_group_attachment", "target_group_arn", targetGroupTypes, []string{"arn", "id"}},
		{"aws_network_acl_association", "network_acl_id", acl, []string{"id"}},
		{"aws_network_acl_rule", "network_acl_id", acl, []string{"id"}},
		{"aws_route", "vpc_peering_connection_id", peering, []string{"id"}},
		{"aws_vpc_ipv4_cidr_block_association", "vpc_id", vpcTypes, []string{"id"}},
		{"aws_vpc_ipv6_cidr_block_association", "vpc_id", vpcTypes, []string{"id"}},
		{"aws_vpc_peering_connection_accepter", "vpc_peering_connection_id", peering, []string{"id"}},
		{"aws_vpc_peering_connection_options", "vpc_peering_connection_id", peering, []string{"id"}},
		{"aws_wafregional_web_acl_association", "resource_arn", guarded, []string{"arn"}},
		{"aws_wafv2_web_acl_association", "resource_arn", guarded, []string{"arn"}},
	}
}

// others are types that a link may name as well, and that are no parents. Source: AWS WAF API Reference, AssociateWebACL.
func (l link) others() []string {
	if strings.HasSuffix(l.child, "_web_acl_association") {
		return []string{
			"aws_amplify_app", "aws_apprunner_service", "aws_appsync_graphql_api", "aws_cognito_user_pool", "aws_verifiedaccess_instance",
		}
	}
	return nil
}

// bare takes a name out of a longer one that a link may have; exact is false where the longer one says more, which may not hold.
func (l link) bare(text string) (name string, exact bool) {
	if l.parents[0] == "aws_lambda_function" {
		return bareFunction(text)
	}
	return text, true
}

// join gives each child to its parents.
func (e *estate) join() {
	e.joined, e.gone, e.loose = map[[2]string][]*instance{}, map[[2]string][]*instance{}, map[string][]loose{}
	e.outsiders = map[string]map[string][]*instance{}
	for _, l := range e.links {
		for _, c := range e.byType[l.child] {
			if !c.data {
				e.give(l, c)
			}
		}
		for _, c := range e.removed {
			if c.typ != l.child {
				continue
			}
			name, known := c.at(l.attribute).text()
			if !known {
				continue
			}
			if p := e.named(l, name); p != nil {
				at := [2]string{p.address, l.slot()}
				e.gone[at] = append(e.gone[at], c)
			}
		}
	}
}

// slot names one link of a child type.
func (l link) slot() string { return l.child + "." + l.attribute }

// give finds the parents of a child: by what is known of their names, else by what the configuration refers to.
func (e *estate) give(l link, c *instance) {
	v := c.at(l.attribute)
	names, list := v.items(), true
	if len(names) == 0 {
		names, list = []value{v}, false
	}
	var parents []*instance
	open := false
	for _, n := range names {
		name, known := n.text()
		switch {
		case n.null():
		case !known:
			open = true
		case e.named(l, name) != nil:
			parents = append(parents, e.named(l, name))
		case e.within(l, name) != nil:
			parent := e.within(l, name)
			if _, exact := l.bare(name); exact {
				parents = append(parents, parent)
			} else {
				e.loose[l.slot()] = append(e.loose[l.slot()], loose{c, []*instance{parent}})
			}
		default:
			if e.outsiders[l.slot()] == nil {
				e.outsiders[l.slot()] = map[string][]*instance{}
			}
			e.outsiders[l.slot()][name] = append(e.outsiders[l.slot()][name], c)
		}
	}
	if open {
		found, exact := e.parentsOf(l, v, 0)
		if exact && c.deferred == "" && (len(found) <= 1 || list) {
			parents = append(parents, found...)
		} else {
			e.loose[l.slot()] = append(e.loose[l.slot()], loose{c, found})
		}
	}
	for _, p := range parents {
		at := [2]string{p.address, l.slot()}
		if !slices.Contains(e.joined[at], c) {
			e.joined[at] = append(e.joined[at], c)
		}
	}
}

// within is the parent whose name is a part of a longer one, unless the parent is known to be another.
func (e *estate) within(l link, name string) *instance {
	bare, _ := l.bare(name)
	p := e.named(l, bare)
	if p == nil || bare == name {
		return nil
	}
	if arn, known := p.at("arn").text(); known && strings.HasPrefix(name, "arn:") && name != arn && !strings.HasPrefix(name, arn+":") {
		return nil
	}
	return p
}

// named is the parent that is known to have the name.
func (e *estate) named(l link, name string) *instance {
	for _, typ := range l.parents {
		for _, by := range l.by {
			key := typ + "." + by
			if e.names[key] == nil {
				e.names[key] = map[string]*instance{}
				for _, p := range e.byType[typ] {
					if is, ok := p.at(by).text(); ok && is != "" && !p.data {
						e.names[key][is] = p
					}
				}
			}
			if p := e.names[key][name]; p != nil {
				return p
			}
		}
	}
	return nil
}

// parentsOf are the parents that the references of a child lead to. Exact is true when they lead nowhere else; else they
// are only those that it may be for, and none means any.
func (e *estate) parentsOf(l link, v value, depth int) (found []*instance, exact bool) {
	t := &tracker{estate: e}
	leads := t.follow(v.of.scope, v.of, v.of.key, v.references(), 0)
	elsewhere := false
	for _, lead := range leads {
		next := lead.instance
		switch sibling := e.linkOf(next.typ, l.parents); {
		case next.data:
			return nil, false
		case slices.Contains(l.others(), next.typ):
			elsewhere = true
		case slices.Contains(l.parents, next.typ):
			found = append(found, next)
		case sibling != nil && depth < maxDepth:
			more, sure := e.parentsOf(*sibling, next.at(sibling.attribute), depth+1)
			if !sure {
				return nil, false
			}
			found = append(found, more...)
		default:
			return nil, false
		}
	}
	if t.lost || len(found) == 0 && !elsewhere {
		return nil, false
	}
	return found, true
}

// linkOf is the link from a child type to the parents.
func (e *estate) linkOf(child string, parents []string) *link {
	for i := range e.links {
		if e.links[i].child == child && slices.Equal(e.links[i].parents, parents) {
			return &e.links[i]
		}
	}
	return nil
}

// children are the companions of a parent by one link, and those that may be.
func (e *estate) children(p *instance, slot string) (sure, doubtful []*instance) {
	for _, l := range e.loose[slot] {
		if l.among == nil || slices.Contains(l.among, p) {
			doubtful = append(doubtful, l.child)
		}
	}
	return e.joined[[2]string{p.address, slot}], doubtful
}
