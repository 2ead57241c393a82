package terraform

import (
	"strings"
	"testing"

	"github.com/assize/assize/collectors"
)

// TestCallersOfFunctions gives permissions to functions: by name, by reference, by a longer name; what may be for a function or not
// leaves its policy open, and what is for a version is no part of it.
func TestCallersOfFunctions(t *testing.T) {
	const plan = `
aws_lambda_function.named | {"function_name": "named", "runtime": "python3.13"} | {"arn": true, "id": true} | {"function_name": {}}
aws_lambda_permission.named | {"function_name": "named", "action": "lambda:InvokeFunction", "principal": "*", "statement_id": "all"} | {} | {"function_name": {"constant_value": "named"}}
aws_lambda_function.quiet | {"function_name": "quiet"} | {"arn": true} | {"function_name": {}}
aws_lambda_function.aliased | {"function_name": "aliased"} | {"arn": true} | {"function_name": {}}
aws_lambda_permission.aliased | {"function_name": "aliased", "qualifier": "live", "action": "lambda:InvokeFunction", "principal": "*", "statement_id": "all"} | {} | {"function_name": {}}
aws_lambda_permission.version | {"function_name": "aliased:7", "action": "lambda:InvokeFunction", "principal": "*", "statement_id": "all"} | {} | {"function_name": {}}
aws_lambda_function.meant | {"function_name": "meant"} | {"arn": true, "id": true} | {"function_name": {}}
aws_lambda_permission.meant | {"action": "lambda:InvokeFunction", "principal": "123456789012", "statement_id": "one"} | {"function_name": true, "source_arn": true} | {"function_name": {"references": ["aws_lambda_function.meant.arn", "aws_lambda_function.meant"]}, "source_arn": {"references": ["aws_sns_topic.t.arn", "aws_sns_topic.t"]}}
aws_sns_topic.t | {"name": "t"} | {"arn": true} | {}
aws_lambda_function.far | {"function_name": "far"} | {"arn": true} | {"function_name": {}}
aws_lambda_permission.far | {"function_name": "arn:aws:lambda:us-east-1:999999999999:function:far", "action": "lambda:InvokeFunction", "principal": "*", "statement_id": "all"} | {} | {"function_name": {}}
aws_lambda_function.unsure | {"function_name": "unsure"} | {"arn": true} | {"function_name": {}}
aws_lambda_permission.unsure | {"function_name": "unsure", "action": "lambda:InvokeFunction", "principal": "*", "statement_id": "all"} | {"qualifier": true} | {"function_name": {}, "qualifier": {"references": ["local.q"]}}
aws_lambda_permission.unnamed | {"function_name": "unsure", "action": "lambda:InvokeFunction", "statement_id": "one"} | {"principal": true} | {"function_name": {}, "principal": {"references": ["local.q"]}}
aws_lambda_function.reached | {"function_name": "reached"} | {"arn": true} | {"function_name": {}}
aws_lambda_function_url.reached | {"function_name": "reached", "authorization_type": "NONE", "qualifier": null} | {} | {"function_name": {}}
aws_lambda_function.version | {"function_name": "version"} | {"arn": true} | {"function_name": {}}
aws_lambda_function_url.version | {"function_name": "version", "authorization_type": "NONE", "qualifier": "live"} | {} | {"function_name": {}}
aws_lambda_function_url.meant | {"authorization_type": "AWS_IAM"} | {"function_name": true} | {"function_name": {"references": ["aws_lambda_function.meant.function_name", "aws_lambda_function.meant"]}}
`
	s := written(t, made(plan))
	facts(t, s, `
aws_lambda_function.named policy[0].sid "all"
aws_lambda_function.named policy[0].principals {"AWS":["*"]}
aws_lambda_function.named open_urls 0
aws_lambda_function.quiet policy []
aws_lambda_function.aliased policy []
aws_lambda_function.meant policy[0].principals {"AWS":["arn:aws:iam::123456789012:root"]}
aws_lambda_function.meant policy[0].conditions [{"key":"aws:sourcearn","operator":"arnlike","values":["aws_sns_topic.t"]}]
aws_lambda_function.meant open_urls 0
aws_lambda_function.reached policy[0].principals {"AWS":["*"]}
aws_lambda_function.reached policy[0].conditions [{"key":"lambda:functionurlauthtype","operator":"stringequals","values":["NONE"]}]
aws_lambda_function.reached open_urls 1
aws_lambda_function.version policy []
aws_lambda_function.version open_urls 1
aws_lambda_function.far policy gap after_apply
aws_lambda_function.unsure policy gap after_apply
`)
	loose := written(t, made(strings.TrimSpace(plan)+"\n"+`aws_lambda_permission.any | {"action": "lambda:InvokeFunction", "principal": "*"} | {"function_name": true, "statement_id": true} | {"function_name": {"references": ["local.which"]}}
aws_lambda_function_url.any | {"authorization_type": "NONE"} | {"function_name": true} | {"function_name": {"references": ["local.which"]}}`))
	facts(t, loose, `
aws_lambda_function.named policy[0].principals {"AWS":["*"]}
aws_lambda_function.quiet policy gap after_apply
aws_lambda_function.meant policy gap after_apply
aws_lambda_function.quiet open_urls gap after_apply
`)
	there := written(t, strings.ReplaceAll(made(plan), `"create"`, `"no-op"`))
	facts(t, there, `
aws_lambda_function.named policy[0].principals {"AWS":["*"]}
aws_lambda_function.quiet policy gap outside_plan
aws_lambda_function.quiet open_urls gap outside_plan
`)
	unknown := written(t, made(`
aws_lambda_function.random | {} | {"function_name": true, "arn": true} | {"function_name": {"references": ["random_id.x.hex"]}}
aws_lambda_permission.other | {"function_name": "other", "action": "lambda:InvokeFunction", "principal": "*", "statement_id": "all"} | {} | {"function_name": {}}
`))
	facts(t, unknown, `aws_lambda_function.random policy gap after_apply`)
	if !hasGap(unknown.Gaps, "aws.lambda.function", "other", collectors.OutsidePlan) {
		t.Error("a permission for a function that the plan does not hold is not told")
	}
}

// hasGap says that there is a gap on a resource as a whole.
func hasGap(gaps []collectors.Gap, kind, resource string, cause collectors.Cause) bool {
	for _, g := range gaps {
		if g.Kind == kind && g.Resource == resource && g.Cause == cause && g.Path == "" {
			return true
		}
	}
	return false
}
