# METADATA
# scope: package
# title: Secrets are replaced by themselves
# description: >-
#   A password that nobody types can change each month without anybody noticing, but for the thief.
# schemas:
#   - input: schema["aws.secretsmanager.secret"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
# custom:
#   severity: low
#   tags: [aws, passwords]
#   controls:
#     nist-800-53-r5: [IA-5, SC-12]
#     iso-27001-2022: [A.5.17]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.6.3"]
#   params:
#     days: {type: integer, default: 90, description: "after how many days at the latest"}
#   remediation: Set up rotation for the secret.
package policies.access.secret_rotation

fail contains {"message": "the secret is not rotated", "path": "rotation", "expected": true} if {
	not input.rotation
}

fail contains {"message": sprintf("the secret is rotated every %d days only", [input.rotation_days]), "path": "rotation_days", "expected": data.params.access.secret_rotation.days} if {
	input.rotation
	input.rotation_days != null
	input.rotation_days > data.params.access.secret_rotation.days
}
