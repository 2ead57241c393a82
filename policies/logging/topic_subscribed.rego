# METADATA
# scope: package
# title: Topics have a confirmed subscriber
# description: An alarm that nobody receives is none.
# schemas:
#   - input: schema["aws.sns.topic"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html
# custom:
#   severity: low
#   tags: [aws, alarm]
#   controls:
#     nist-800-53-r5: [SI-4, IR-6]
#     iso-27001-2022: [A.8.16]
#     soc2: ["CC7.3"]
#     pci-dss-4.0.1: ["10.7.2"]
#   remediation: Subscribe somebody, and confirm the subscription; delete topics that nobody needs.
package policies.logging.topic_subscribed

fail contains {"message": "nobody is subscribed", "path": "confirmed", "expected": "a subscriber"} if {
	input.confirmed == 0
	input.pending == 0
}

fail contains {"message": "no subscriber has confirmed", "path": "confirmed", "expected": "a subscriber"} if {
	input.confirmed == 0
	input.pending > 0
}
