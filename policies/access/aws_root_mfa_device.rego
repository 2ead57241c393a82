# METADATA
# scope: package
# title: The root user's second factor is a device
# description: >-
#   An application on a telephone can be copied or lost with the telephone. A security key or passkey cannot be
#   phished.
# schemas:
#   - input: schema["aws.iam.root"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_mfa.html
# custom:
#   severity: high
#   tags: [aws, passwords]
#   controls:
#     nist-800-53-r5: ["IA-2(1)"]
#     iso-27001-2022: [A.8.5]
#     cis-aws-7.0: ["2.6"]
#     cis-aws-5.0: ["1.5"]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.4.1"]
#   remediation: >-
#     Assign a security key or another device as second factor of the root user, and remove the application.
package policies.access.aws_root_mfa_device

fail contains {"message": "the second factor of the root user is an application", "path": "mfa_type", "expected": "hardware"} if {
	input.mfa_type == "virtual"
}

fail contains {"message": "the root user has no second factor", "path": "mfa_type", "expected": "hardware"} if {
	input.mfa_type == null
}
