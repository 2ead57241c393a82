# METADATA
# scope: package
# title: Queues are encrypted
# description: Messages lie on disks for days.
# schemas:
#   - input: schema["aws.sqs.queue"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
# custom:
#   severity: low
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-28]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["3.5.1"]
#   remediation: Turn server-side encryption on, with the key of SQS or one of your own.
package policies.data.sqs_encrypted

fail contains {"message": "messages are not encrypted", "path": "encrypted", "expected": true} if {
	not input.encrypted
}
