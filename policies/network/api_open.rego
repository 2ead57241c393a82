# METADATA
# scope: package
# title: No API answers the internet without a sign-in
# description: Such a method runs a program for anybody who finds it. What is meant for everybody is worth an approval.
# schemas:
#   - input: schema["aws.apigateway.stage"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html
# custom:
#   severity: medium
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, SC-7]
#     iso-27001-2022: [A.8.20, A.8.3]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.2"]
#   remediation: >-
#     Give the method an authorizer (AWS_IAM, Cognito, JWT or one of your own), or the REST API a policy that names its callers or
#     their networks.
package policies.network.api_open

import data.lib.fence
import data.lib.statement

applicable if not input.private

# Once an API has a policy, it must allow a call that nobody signed. Source: API Gateway Developer Guide, How API Gateway resource
# policies affect authorization workflow.
_gated if {
	count(input.policy) > 0
	every s in input.policy {
		not _lets_in_everybody(s)
	}
}

_lets_in_everybody(s) if {
	statement.everybody(s)
	not fence.around(s, input.policy)
}

fail contains {"message": sprintf("anybody can call %s", [method]), "path": "open", "key": method, "expected": "an authorizer, or a policy of the API that names callers"} if {
	some method in input.open
	not _gated
}
