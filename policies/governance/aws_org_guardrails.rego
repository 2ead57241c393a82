# METADATA
# scope: package
# title: Guardrails hold for every account of the organisation
# description: >-
#   What a service control policy forbids no administrator of an account can do. One on the root holds for all
#   accounts.
# schemas:
#   - input: schema["aws.organization"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-3, CM-7]
#     iso-27001-2022: [A.5.15, A.8.9]
#     cis-aws-7.0: ["2.1.2"]
#     soc2: ["CC6.1", "CC5.2"]
#     pci-dss-4.0.1: ["7.2.1"]
#   params:
#     on_root: {type: boolean, default: true, description: "whether one must be attached to the root"}
#   remediation: >-
#     Turn service control policies on, and attach one to the root, or one to each unit and turn the parameter off.
package policies.governance.aws_org_guardrails

applicable if input.management

_anywhere if {
	some rail in input.managed.guardrails
	count(rail.targets) > 0
	not data.params.governance.aws_org_guardrails.on_root
}

_anywhere if {
	some rail in input.managed.guardrails
	input.managed.root in rail.targets
}

fail contains {"message": "service control policies are off", "path": "managed.control_policies", "expected": true} if {
	not input.managed.control_policies
}

fail contains {"message": "no service control policy forbids anything", "path": "managed.guardrails", "expected": "one that is attached"} if {
	input.managed.control_policies
	not _anywhere
}
