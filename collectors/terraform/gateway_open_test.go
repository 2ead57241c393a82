package terraform

import (
	"strings"
	"testing"
)

// TestOpenMethods reads for which methods and routes nobody has to sign in, and what may open more.
func TestOpenMethods(t *testing.T) {
	const plan = `
aws_api_gateway_rest_api.a | {"name": "a"} | {"id": true, "policy": true, "root_resource_id": true} | {"name": {}}
aws_api_gateway_stage.a | {"stage_name": "live"} | {"rest_api_id": true} | {"stage_name": {}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_rest_api_policy.a | {"policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}]}"} | {"rest_api_id": true} | {"rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_resource.pets | {"path_part": "pets"} | {"id": true, "path": true, "parent_id": true, "rest_api_id": true} | {"parent_id": {"references": ["aws_api_gateway_rest_api.a.root_resource_id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_resource.pet | {"path_part": "{id}"} | {"id": true, "path": true, "parent_id": true, "rest_api_id": true} | {"parent_id": {"references": ["aws_api_gateway_resource.pets.id", "aws_api_gateway_resource.pets"]}}
aws_api_gateway_method.root | {"http_method": "ANY", "authorization": "NONE"} | {"resource_id": true, "rest_api_id": true} | {"resource_id": {"references": ["aws_api_gateway_rest_api.a.root_resource_id", "aws_api_gateway_rest_api.a"]}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_method.pet | {"http_method": "GET", "authorization": "NONE", "api_key_required": false} | {"resource_id": true, "rest_api_id": true} | {"resource_id": {"references": ["aws_api_gateway_resource.pet.id", "aws_api_gateway_resource.pet"]}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_method.keyed | {"http_method": "PUT", "authorization": "NONE", "api_key_required": true} | {"resource_id": true, "rest_api_id": true} | {"resource_id": {"references": ["aws_api_gateway_resource.pet.id", "aws_api_gateway_resource.pet"]}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_method.signed | {"http_method": "POST", "authorization": "AWS_IAM"} | {"resource_id": true, "rest_api_id": true} | {"resource_id": {"references": ["aws_api_gateway_resource.pet.id", "aws_api_gateway_resource.pet"]}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_method.asked | {"http_method": "OPTIONS", "authorization": "NONE"} | {"resource_id": true, "rest_api_id": true} | {"resource_id": {"references": ["aws_api_gateway_resource.pet.id", "aws_api_gateway_resource.pet"]}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.a.id", "aws_api_gateway_rest_api.a"]}}
aws_api_gateway_rest_api.quiet | {"name": "quiet"} | {"id": true, "policy": true} | {"name": {}}
aws_api_gateway_stage.quiet | {"stage_name": "live"} | {"rest_api_id": true} | {"stage_name": {}, "rest_api_id": {"references": ["aws_api_gateway_rest_api.quiet.id", "aws_api_gateway_rest_api.quiet"]}}
aws_apigatewayv2_api.h | {"name": "h", "protocol_type": "HTTP"} | {"id": true} | {"name": {}}
aws_apigatewayv2_stage.h | {"name": "live"} | {"api_id": true} | {"name": {}, "api_id": {"references": ["aws_apigatewayv2_api.h.id", "aws_apigatewayv2_api.h"]}}
aws_apigatewayv2_route.open | {"route_key": "$default"} | {"api_id": true} | {"route_key": {}, "api_id": {"references": ["aws_apigatewayv2_api.h.id", "aws_apigatewayv2_api.h"]}}
aws_apigatewayv2_route.signed | {"route_key": "GET /x", "authorization_type": "JWT"} | {"api_id": true} | {"route_key": {}, "api_id": {"references": ["aws_apigatewayv2_api.h.id", "aws_apigatewayv2_api.h"]}}
aws_apigatewayv2_api.w | {"name": "w", "protocol_type": "WEBSOCKET"} | {"id": true} | {"name": {}}
aws_apigatewayv2_stage.w | {"name": "live"} | {"api_id": true} | {"name": {}, "api_id": {"references": ["aws_apigatewayv2_api.w.id", "aws_apigatewayv2_api.w"]}}
aws_apigatewayv2_route.w | {"route_key": "$disconnect"} | {"api_id": true} | {"route_key": {}, "api_id": {"references": ["aws_apigatewayv2_api.w.id", "aws_apigatewayv2_api.w"]}}
`
	facts(t, written(t, made(plan)), `
aws_api_gateway_stage.a open ["ANY /","GET /pets/{id}"]
aws_api_gateway_stage.a policy[0].principals {"AWS":["*"]}
aws_api_gateway_stage.quiet open []
aws_api_gateway_stage.quiet policy []
aws_apigatewayv2_stage.h open ["$default"]
aws_apigatewayv2_stage.w open []
`)
	loose := strings.TrimSpace(plan) + "\n" + `aws_api_gateway_method.any | {"http_method": "GET", "authorization": "NONE"} | {"rest_api_id": true, "resource_id": true} | {"rest_api_id": {"references": ["local.which"]}}
aws_apigatewayv2_route.any | {"route_key": "$connect"} | {"api_id": true} | {"api_id": {"references": ["local.which"]}}
aws_api_gateway_rest_api_policy.any | {"policy": "{}"} | {"rest_api_id": true} | {"rest_api_id": {"references": ["local.which"]}}`
	facts(t, written(t, made(loose)), `
aws_api_gateway_stage.a open ["ANY /","GET /pets/{id}"]
aws_api_gateway_stage.quiet open gap after_apply
aws_api_gateway_stage.quiet policy gap after_apply
aws_apigatewayv2_stage.w open gap after_apply
`)
	facts(t, written(t, made(strings.Replace(plan, `{"http_method": "GET", "authorization": "NONE", "api_key_required": false} | {`, `{"http_method": "GET"} | {"authorization": true, `, 1))), `aws_api_gateway_stage.a open gap after_apply`)
	there := strings.ReplaceAll(made(`
aws_api_gateway_rest_api.a | {"id": "abc", "name": "a", "policy": ""} | {} | {}
aws_api_gateway_stage.a | {"stage_name": "live", "rest_api_id": "abc"} | {} | {}
`), `"create"`, `"no-op"`)
	facts(t, written(t, there), `
aws_api_gateway_stage.a open gap outside_plan
aws_api_gateway_stage.a policy []
`)
}
