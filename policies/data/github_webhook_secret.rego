# METADATA
# scope: package
# title: Webhooks are signed with a secret
# description: >-
#   Without a secret the receiver cannot tell GitHub from anybody else who knows its address, and what it starts can
#   be started by strangers.
# schemas:
#   - input: schema["github.webhook"]
# related_resources:
#   - ref: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [IA-9, SC-8]
#     iso-27001-2022: [A.8.24, A.5.14]
#     soc2: ["CC6.7"]
#     cis-github-1.2: ["1.4.4"]
#     openssf-scorecard: ["Webhooks"]
#   remediation: >-
#     Under Settings, Webhooks, of the organisation or the repository, set a long random secret (config.secret of
#     the API; github_organization_webhook or github_repository_webhook in Terraform), and verify it where the
#     deliveries arrive.
package policies.data.github_webhook_secret

applicable if input.active

fail contains {"message": "deliveries are not signed", "path": "has_secret", "expected": true} if {
	not input.has_secret
}
