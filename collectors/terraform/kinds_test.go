package terraform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
)

// made writes a plan that makes things: lines of address, attributes, what is unknown, and the expressions of the configuration.
func made(lines string) string {
	var changes, configs []string
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		parts := strings.Split(line, " | ")
		address := strings.TrimSpace(parts[0])
		typ, name, _ := strings.Cut(address, ".")
		changes = append(changes, fmt.Sprintf(`{"address": %q, "mode": "managed", "type": %q, "name": %q, "change": {"actions": ["create"], "after": %s, "after_unknown": %s}}`,
			address, typ, name, parts[1], parts[2]))
		configs = append(configs, fmt.Sprintf(`{"address": %q, "mode": "managed", "type": %q, "name": %q, "expressions": %s}`, address, typ, name, parts[3]))
	}
	return fmt.Sprintf(`{"format_version": "1.2", "resource_changes": [%s], "configuration": {"root_module": {"resources": [%s]}}}`,
		strings.Join(changes, ","), strings.Join(configs, ","))
}

// TestMoreKinds reads one good and one bad of the kinds beyond the estate and the services.
func TestMoreKinds(t *testing.T) {
	s := written(t, made(`
aws_kms_key.k | {} | {"arn": true, "id": true} | {}
aws_eks_cluster.good | {"name": "good", "version": "1.33", "enabled_cluster_log_types": ["audit"], "vpc_config": [{"endpoint_public_access": false, "endpoint_private_access": true}], "encryption_config": [{"resources": ["secrets"], "provider": [{}]}], "access_config": [{"authentication_mode": "API"}], "upgrade_policy": [{"support_type": "STANDARD"}]} | {"vpc_config": [{"public_access_cidrs": true}], "encryption_config": [{"provider": [{"key_arn": true}]}]} | {"name": {}, "vpc_config": [{"endpoint_public_access": {}}], "encryption_config": [{"resources": {}, "provider": [{"key_arn": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}}]}]}
aws_eks_cluster.bad | {"name": "bad", "vpc_config": [{"endpoint_public_access": true}]} | {"version": true, "vpc_config": [{"public_access_cidrs": true}]} | {"name": {}, "vpc_config": [{"endpoint_public_access": {}}]}
aws_eks_cluster.later | {"name": "later", "version": "1.33", "vpc_config": [{"endpoint_public_access": true}]} | {"vpc_config": [{"public_access_cidrs": true}]} | {"name": {}, "version": {}, "vpc_config": [{"public_access_cidrs": {"references": ["local.offices"]}}]}
aws_ecr_repository.good | {"name": "good", "image_tag_mutability": "IMMUTABLE", "image_scanning_configuration": [{"scan_on_push": true}], "encryption_configuration": [{"encryption_type": "KMS"}]} | {"encryption_configuration": [{"kms_key": true}]} | {"name": {}, "encryption_configuration": [{"encryption_type": {}, "kms_key": {"references": ["aws_kms_key.k.arn"]}}]}
aws_ecr_lifecycle_policy.good | {"policy": "{}"} | {"repository": true} | {"repository": {"references": ["aws_ecr_repository.good.name", "aws_ecr_repository.good"]}}
aws_ecr_repository.bad | {"name": "bad", "image_tag_mutability": "MUTABLE", "image_scanning_configuration": []} | {} | {"name": {}}
aws_ecr_repository_policy.bad | {"repository": "bad", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"ecr:*\"}]}"} | {} | {"repository": {"constant_value": "bad"}}
aws_cloudwatch_event_bus.quiet | {"name": "quiet"} | {"arn": true} | {"name": {}}
aws_cloudwatch_event_bus.open | {"name": "open"} | {"arn": true} | {"name": {}}
aws_cloudwatch_event_bus_policy.open | {"event_bus_name": "open", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"events:PutEvents\",\"Resource\":\"*\"}]}"} | {} | {"event_bus_name": {}}
aws_cloudwatch_event_bus.granted | {"name": "granted"} | {"arn": true} | {"name": {}}
aws_cloudwatch_event_permission.granted | {"event_bus_name": "granted", "principal": "*"} | {} | {"event_bus_name": {}}
aws_vpc.net | {"cidr_block": "10.0.0.0/16"} | {"id": true} | {"cidr_block": {}}
aws_vpc_endpoint.s3 | {"service_name": "com.amazonaws.eu-central-1.s3", "vpc_endpoint_type": "Gateway"} | {"vpc_id": true, "policy": true, "state": true} | {"service_name": {}, "vpc_id": {"references": ["aws_vpc.net.id", "aws_vpc.net"]}}
aws_lb.good | {"name": "good", "internal": true, "load_balancer_type": "application", "enable_deletion_protection": true, "access_logs": [{"enabled": true}]} | {"arn": true} | {"name": {}}
aws_lb_listener.tls | {"port": 443, "protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06", "default_action": [{"type": "forward"}]} | {"load_balancer_arn": true} | {"load_balancer_arn": {"references": ["aws_lb.good.arn", "aws_lb.good"]}, "ssl_policy": {}}
aws_lb_listener.plain | {"port": 80, "protocol": "HTTP", "default_action": [{"type": "redirect", "redirect": [{"protocol": "HTTPS"}]}]} | {"load_balancer_arn": true, "ssl_policy": true} | {"load_balancer_arn": {"references": ["aws_lb.good.arn", "aws_lb.good"]}}
aws_lb.bad | {"name": "bad", "internal": false, "access_logs": []} | {"arn": true} | {"name": {}}
aws_lb_listener.bad | {"port": 443, "protocol": "HTTPS", "default_action": [{"type": "forward"}]} | {"load_balancer_arn": true, "ssl_policy": true} | {"load_balancer_arn": {"references": ["aws_lb.bad.arn", "aws_lb.bad"]}}
aws_wafv2_web_acl_association.good | {"web_acl_arn": "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/w/1"} | {"resource_arn": true} | {"resource_arn": {"references": ["aws_lb.good.arn", "aws_lb.good"]}}
aws_cloudfront_distribution.d | {"enabled": true, "aliases": ["www.example.org"], "logging_config": [], "default_cache_behavior": [{"target_origin_id": "b", "viewer_protocol_policy": "allow-all"}], "ordered_cache_behavior": [{"path_pattern": "/x", "target_origin_id": "o", "viewer_protocol_policy": "https-only"}], "viewer_certificate": [{"minimum_protocol_version": "TLSv1.2_2021"}], "origin": [{"origin_id": "b", "domain_name": "b.s3.amazonaws.com", "custom_origin_config": []}, {"origin_id": "o", "domain_name": "o.example.org", "custom_origin_config": [{"origin_protocol_policy": "http-only"}]}]} | {"domain_name": true, "origin": [{"origin_access_control_id": true}, {}]} | {"enabled": {}, "aliases": {}}
aws_backup_vault.locked | {"name": "locked"} | {"kms_key_arn": true} | {"name": {}, "kms_key_arn": {"references": ["aws_kms_key.k.arn"]}}
aws_backup_vault_lock_configuration.locked | {"backup_vault_name": "locked", "min_retention_days": 30} | {} | {"backup_vault_name": {}}
aws_backup_vault.open | {"name": "open"} | {"kms_key_arn": true} | {"name": {}}
aws_backup_plan.p | {"name": "p", "rule": [{"rule_name": "daily", "schedule": "cron(0 5 * * ? *)", "target_vault_name": "locked", "lifecycle": [{"delete_after": 35}], "copy_action": []}]} | {"id": true, "rule": [{}]} | {"name": {}}
aws_backup_selection.p | {"name": "all"} | {"plan_id": true} | {"plan_id": {"references": ["aws_backup_plan.p.id", "aws_backup_plan.p"]}}
aws_budgets_budget.b | {"name": "b", "budget_type": "COST", "time_unit": "MONTHLY", "limit_amount": "100", "limit_unit": "USD", "notification": [{}, {}]} | {} | {"name": {}}
aws_sns_topic.t | {"name": "t"} | {"arn": true} | {"name": {}}
aws_cloudwatch_metric_alarm.a | {"alarm_name": "a", "metric_name": "Root", "namespace": "Trail", "metric_query": [], "alarm_actions": [null]} | {"alarm_actions": [true]} | {"alarm_name": {}, "alarm_actions": {"references": ["aws_sns_topic.t.arn", "aws_sns_topic.t"]}}
aws_cloudwatch_log_metric_filter.f | {"name": "f", "pattern": "{ $.userIdentity.type = \"Root\" }", "log_group_name": "trail", "metric_transformation": [{"name": "Root", "namespace": "Trail"}]} | {} | {"name": {}}
`))
	facts(t, s, `
aws_eks_cluster.good public_endpoint false
aws_eks_cluster.good private_endpoint true
aws_eks_cluster.good secrets_key "aws_kms_key.k"
aws_eks_cluster.good authentication "API"
aws_eks_cluster.good extended_support false
aws_eks_cluster.good logs ["audit"]
aws_eks_cluster.bad public_cidrs ["0.0.0.0/0"]
aws_eks_cluster.bad version gap after_apply
aws_eks_cluster.bad support_ends gap outside_plan
aws_eks_cluster.bad secrets_key null
aws_eks_cluster.bad authentication "CONFIG_MAP"
aws_eks_cluster.bad extended_support true
aws_eks_cluster.later public_cidrs gap after_apply
aws_ecr_repository.good immutable true
aws_ecr_repository.good scanned true
aws_ecr_repository.good kms_key "aws_kms_key.k"
aws_ecr_repository.good expires true
aws_ecr_repository.good policy []
aws_ecr_repository.bad immutable false
aws_ecr_repository.bad scanned gap outside_plan
aws_ecr_repository.bad expires false
aws_ecr_repository.bad policy[0].principals {"AWS":["*"]}
aws_cloudwatch_event_bus.quiet policy []
aws_cloudwatch_event_bus.open policy[0].principals {"AWS":["*"]}
aws_cloudwatch_event_bus.granted policy gap unsupported
aws_vpc_endpoint.s3 vpc "aws_vpc.net"
aws_vpc_endpoint.s3 type "Gateway"
aws_vpc_endpoint.s3 policy gap after_apply
aws_lb.good public false
aws_lb.good access_logs true
aws_lb.good deletion_protection true
aws_lb.good listeners[0] {"port":80,"protocol":"HTTP","redirects":true,"ssl_policy":null}
aws_lb.good listeners[1].ssl_policy "ELBSecurityPolicy-TLS13-1-2-2021-06"
aws_lb.good listeners[1].redirects false
aws_lb.good web_acl "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/w/1"
aws_lb.bad public true
aws_lb.bad web_acl null
aws_lb.bad access_logs false
aws_lb.bad listeners[0].ssl_policy gap after_apply
aws_cloudfront_distribution.d logging null
aws_cloudfront_distribution.d own_certificate true
aws_cloudfront_distribution.d minimum_tls "TLSv1.2_2021"
aws_cloudfront_distribution.d behaviours[0] {"callers":"allow-all","origin":"b","path":"*"}
aws_cloudfront_distribution.d behaviours[1].path "/x"
aws_cloudfront_distribution.d origins[0].signed true
aws_cloudfront_distribution.d origins[0].bucket true
aws_cloudfront_distribution.d origins[1].signed false
aws_cloudfront_distribution.d origins[1].protocol "http-only"
aws_cloudfront_distribution.d domain gap after_apply
aws_backup_vault.locked locked true
aws_backup_vault.locked min_days 30
aws_backup_vault.locked kms_key "aws_kms_key.k"
aws_backup_vault.open locked false
aws_backup_vault.open kms_key gap after_apply
aws_backup_plan.p rules[0] {"copies":[],"keep_days":35,"name":"daily","schedule":"cron(0 5 * * ? *)","vault":"locked"}
aws_backup_plan.p selections 1
aws_budgets_budget.b notifications 2
aws_budgets_budget.b limit "100"
aws_cloudwatch_metric_alarm.a metric {"name":"Root","namespace":"Trail"}
aws_cloudwatch_metric_alarm.a actions ["aws_sns_topic.t"]
aws_cloudwatch_log_metric_filter.f group "trail"
aws_cloudwatch_log_metric_filter.f metrics [{"name":"Root","namespace":"Trail"}]
`)
	for _, g := range s.Gaps {
		if g.Resource == "" && g.Cause == collectors.Unsupported {
			t.Errorf("%s is said not to be read: %s", g.Kind, g.Detail)
		}
	}
}

// TestMoreKindsThatExist reads things that are there already: what the plan does not show of them is a gap, and no default.
func TestMoreKindsThatExist(t *testing.T) {
	s := written(t, strings.ReplaceAll(made(`
aws_ecr_repository.r | {"name": "r", "image_tag_mutability": "MUTABLE"} | {} | {}
aws_cloudwatch_event_bus.b | {"name": "b"} | {} | {}
aws_lb.l | {"name": "l", "internal": false, "access_logs": []} | {} | {}
aws_backup_vault.v | {"name": "v", "kms_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/k"} | {} | {}
aws_backup_plan.p | {"name": "p", "rule": []} | {} | {}
`), `"create"`, `"no-op"`))
	facts(t, s, `
aws_ecr_repository.r expires gap outside_plan
aws_ecr_repository.r policy gap outside_plan
aws_cloudwatch_event_bus.b policy gap outside_plan
aws_lb.l listeners gap outside_plan
aws_lb.l web_acl gap outside_plan
aws_backup_vault.v locked gap outside_plan
aws_backup_vault.v kms_key "arn:aws:kms:eu-central-1:123456789012:key/k"
aws_backup_plan.p selections gap outside_plan
aws_backup_plan.p last_run gap outside_plan
`)
}
