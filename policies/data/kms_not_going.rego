# METADATA
# scope: package
# title: No key waits for its deletion
# description: When the key is gone, everything that it encrypted is gone.
# schemas:
#   - input: schema["aws.kms.key"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
# custom:
#   severity: medium
#   tags: [aws, recovery]
#   controls:
#     nist-800-53-r5: [SC-12, CP-9]
#     iso-27001-2022: [A.8.24, A.8.13]
#     soc2: ["A1.2"]
#     pci-dss-4.0.1: ["3.6.1"]
#   remediation: Cancel the deletion and disable the key instead, until nobody has missed it for long.
package policies.data.kms_not_going

fail contains {"message": "the key is going to be deleted", "path": "state", "expected": "Enabled or Disabled"} if {
	input.state in {"PendingDeletion", "PendingReplicaDeletion"}
}
