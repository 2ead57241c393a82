package terraform

import (
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

// TestEdge reads a plan of what stands where the world comes in, as Terraform wrote it.
func TestEdge(t *testing.T) {
	s := collectortest.Run(t, New(), target("testdata/edge.json", "dir", "testdata/edge"))
	facts(t, s, `
aws_acm_certificate.asked domain "edge.example.org"
aws_acm_certificate.asked type "AMAZON_ISSUED"
aws_acm_certificate.asked key_type "EC_prime256v1"
aws_acm_certificate.asked status gap after_apply
aws_acm_certificate.asked expires gap after_apply
aws_acm_certificate.asked in_use gap outside_plan
aws_api_gateway_stage.good name "assize-shop good"
aws_api_gateway_stage.good protocol "REST"
aws_api_gateway_stage.good private false
aws_api_gateway_stage.good access_log "aws_cloudwatch_log_group.calls"
aws_api_gateway_stage.good tracing true
aws_api_gateway_stage.good web_acl null
aws_api_gateway_stage.good cache_open false
aws_api_gateway_stage.bad access_log null
aws_api_gateway_stage.bad tracing false
aws_api_gateway_stage.bad cache_open true
aws_api_gateway_stage.bad throttled false
aws_api_gateway_stage.bad open ["GET /goods"]
aws_api_gateway_stage.bad policy []
aws_apigatewayv2_stage.light open []
aws_apigatewayv2_stage.light api "assize-light"
aws_apigatewayv2_stage.light protocol "HTTP"
aws_apigatewayv2_stage.light throttled true
aws_apigatewayv2_stage.light access_log null
aws_eip.held used true
aws_eip.held public_address gap after_apply
aws_eip.idle used gap outside_plan
aws_lambda_function.open policy[0].principals {"AWS":["*"]}
aws_lambda_function.open policy[0].actions ["lambda:invokefunction"]
aws_lambda_function.open open_urls 1
aws_lambda_function.open role "aws_iam_role.function"
aws_lambda_function.open runtime "python3.13"
aws_lambda_function.open tracing "PassThrough"
aws_lambda_function.open timeout_seconds 3
aws_lambda_function.open dead_letter null
aws_lambda_function.open vpc null
aws_lambda_function.closed policy[0].principals {"Service":["s3.amazonaws.com"]}
aws_lambda_function.closed policy[0].conditions [{"key":"aws:sourcearn","operator":"arnlike","values":["arn:aws:s3:::some-bucket"]},{"key":"aws:sourceaccount","operator":"stringequals","values":["123456789012"]}]
aws_lambda_function.closed open_urls 0
aws_lb_target_group.empty load_balancers ["aws_lb.front"]
aws_lb_target_group.empty targets gap outside_plan
aws_lb_target_group.web targets 1
aws_lb_target_group.web load_balancers gap after_apply
aws_lb_target_group.web healthy gap after_apply
aws_network_acl.inline subnets ["aws_subnet.near"]
aws_network_acl.inline vpc "aws_vpc.near"
aws_network_acl.inline ingress[0] {"allow":true,"cidr":"0.0.0.0/0","from_port":null,"number":100,"protocol":"all","to_port":null}
aws_network_acl.inline ingress[1] {"allow":false,"cidr":"0.0.0.0/0","from_port":22,"number":200,"protocol":"tcp","to_port":22}
aws_network_acl.inline ingress[2].number 32767
aws_network_acl.inline egress [{"allow":false,"cidr":"0.0.0.0/0","from_port":null,"number":32767,"protocol":"all","to_port":null}]
aws_network_acl.rules ingress[0] {"allow":true,"cidr":"0.0.0.0/0","from_port":443,"number":100,"protocol":"tcp","to_port":443}
aws_network_acl.rules subnets []
aws_vpc_peering_connection.wide status "active"
aws_vpc_peering_connection.wide requester.vpc "aws_vpc.near"
aws_vpc_peering_connection.wide requester.cidrs ["10.1.0.0/16"]
aws_vpc_peering_connection.wide accepter.cidrs ["10.2.0.0/16"]
aws_vpc_peering_connection.wide accepter.account gap outside_plan
aws_vpc_peering_connection.wide routes [{"destination":"10.2.0.0/16","table":"aws_route_table.near","vpc":"aws_vpc.near"}]
`)
}

// TestStages joins the settings of methods to the stage that they name by two attributes, and to no other.
func TestStages(t *testing.T) {
	const plan = `
aws_api_gateway_rest_api.a | {"name": "a", "endpoint_configuration": [{"types": ["PRIVATE"]}]} | {"id": true} | {"name": {}}
aws_api_gateway_rest_api.b | {"name": "b", "body": "{}"} | {"id": true, "endpoint_configuration": true} | {"name": {}, "body": {}}
aws_api_gateway_stage.a | {"stage_name": "live", "cache_cluster_enabled": true, "access_log_settings": []} | {"rest_api_id": true, "arn": true} | {"stage_name": {}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_stage.b | {"stage_name": "live", "cache_cluster_enabled": true, "access_log_settings": [{}]} | {"rest_api_id": true, "arn": true, "access_log_settings": [{"destination_arn": true}]} | {"stage_name": {}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.b.id", "aws_api_gateway_rest_api.b"]}, "access_log_settings": [{"destination_arn": {"references": ["local.log"]}}]}
aws_api_gateway_stage.second | {"stage_name": "second", "cache_cluster_enabled": true} | {"rest_api_id": true, "arn": true} | {"stage_name": {}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.b.id", "aws_api_gateway_rest_api.b"]}}
aws_api_gateway_stage.far | {"stage_name": "far", "rest_api_id": "abc"} | {"arn": true} | {"stage_name": {}, "rest_api_id": {}}
aws_api_gateway_method_settings.b | {"stage_name": "live", "settings": [{"caching_enabled": true, "cache_data_encrypted": false, "throttling_rate_limit": 0.5}]} | {"rest_api_id": true} | {"stage_name": {}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.b.id", "aws_api_gateway_rest_api.b"]}}
aws_api_gateway_method_settings.second | {"stage_name": "second", "settings": [{"caching_enabled": true, "cache_data_encrypted": true, "throttling_rate_limit": -1}]} | {"rest_api_id": true} | {"stage_name": {}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.b.id", "aws_api_gateway_rest_api.b"]}}
aws_wafv2_web_acl_association.a | {} | {"resource_arn": true, "web_acl_arn": true} | {"resource_arn": {"references": ["aws_api_gateway_stage.a.arn", "aws_api_gateway_stage.a"]}, "web_acl_arn": {"references": ["aws_wafv2_web_acl.w.arn", "aws_wafv2_web_acl.w"]}}
aws_wafv2_web_acl.w | {"name": "w"} | {"arn": true} | {}
aws_lb.l | {"name": "l"} | {"arn": true} | {}
aws_wafv2_web_acl_association.l | {} | {"resource_arn": true, "web_acl_arn": true} | {"resource_arn": {"references": ["aws_lb.l.arn", "aws_lb.l"]}, "web_acl_arn": {"references": ["aws_wafv2_web_acl.w.arn", "aws_wafv2_web_acl.w"]}}
aws_api_gateway_deployment.beside | {"stage_name": "beside"} | {"rest_api_id": true} | {"stage_name": {}}
aws_apigatewayv2_api.h | {"name": "h", "protocol_type": "WEBSOCKET"} | {"id": true} | {"name": {}}
aws_apigatewayv2_stage.h | {"name": "live", "access_log_settings": [], "default_route_settings": []} | {"api_id": true} | {"name": {}, "api_id": {"references": ["aws_apigatewayv2_api.h.id", "aws_apigatewayv2_api.h"]}}
`
	s := written(t, made(plan))
	facts(t, s, `
aws_api_gateway_stage.a private true
aws_api_gateway_stage.a cache_open false
aws_api_gateway_stage.a web_acl "aws_wafv2_web_acl.w"
aws_api_gateway_stage.a open []
aws_api_gateway_stage.a policy []
aws_api_gateway_stage.b private gap after_apply
aws_api_gateway_stage.b open gap after_apply
aws_api_gateway_stage.b policy gap after_apply
aws_api_gateway_stage.b cache_open true
aws_api_gateway_stage.b throttled true
aws_api_gateway_stage.b web_acl null
aws_api_gateway_stage.b access_log gap after_apply
aws_api_gateway_stage.second cache_open false
aws_api_gateway_stage.second throttled false
aws_api_gateway_stage.far private gap outside_plan
aws_api_gateway_stage.far open gap outside_plan
aws_api_gateway_stage.far policy gap outside_plan
aws_api_gateway_stage.far api gap outside_plan
aws_apigatewayv2_stage.h protocol "WEBSOCKET"
aws_apigatewayv2_stage.h throttled false
`)
	if !hasGap(s.Gaps, "aws.apigateway.stage", "aws_api_gateway_deployment.beside", collectors.AfterApply) {
		t.Error("the stage that a deployment makes is not told")
	}
	loose := written(t, made(strings.TrimSpace(plan)+"\n"+`aws_api_gateway_method_settings.any | {"stage_name": "live", "settings": [{"caching_enabled": true}]} | {"rest_api_id": true} | {"stage_name": {}, "rest_api_id": {"references": ["local.which"]}}
aws_wafv2_web_acl_association.any | {} | {"resource_arn": true} | {"resource_arn": {"references": ["local.which"]}}`))
	facts(t, loose, `
aws_api_gateway_stage.a cache_open gap after_apply
aws_api_gateway_stage.a web_acl "aws_wafv2_web_acl.w"
aws_api_gateway_stage.b cache_open true
aws_api_gateway_stage.b web_acl gap after_apply
aws_api_gateway_stage.second cache_open false
`)
	there := written(t, strings.ReplaceAll(made(`
aws_api_gateway_stage.s | {"stage_name": "s", "rest_api_id": "abc", "cache_cluster_enabled": true, "web_acl_arn": "arn:aws:wafv2:x"} | {} | {}
aws_api_gateway_stage.off | {"stage_name": "off", "rest_api_id": "abc", "cache_cluster_enabled": false, "web_acl_arn": ""} | {} | {}
`), `"create"`, `"no-op"`))
	facts(t, there, `
aws_api_gateway_stage.s cache_open gap outside_plan
aws_api_gateway_stage.s throttled gap outside_plan
aws_api_gateway_stage.s web_acl "arn:aws:wafv2:x"
aws_api_gateway_stage.off cache_open false
aws_api_gateway_stage.off web_acl null
`)
}
