# METADATA
# scope: package
# title: Webhooks are delivered encrypted, to whom they are meant for
# description: >-
#   A delivery tells of code, people and plans. In the clear, or to whoever shows any certificate, it can be read
#   and changed on its way.
# schemas:
#   - input: schema["github.webhook"]
# related_resources:
#   - ref: https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SC-8, "SC-8(1)"]
#     iso-27001-2022: [A.8.24, A.5.14]
#     soc2: ["CC6.7"]
#     cis-github-1.2: ["1.4.4"]
#   remediation: >-
#     Under Settings, Webhooks, of the organisation or the repository, give an address that begins with https and
#     enable the SSL verification (config.url and config.insecure_ssl of the API; github_organization_webhook or
#     github_repository_webhook in Terraform).
package policies.network.github_webhook_encrypted

applicable if input.active

fail contains {"message": sprintf("deliveries to %s go in the clear", [input.host]), "path": "scheme", "expected": "https"} if {
	input.scheme != "https"
}

fail contains {"message": sprintf("the certificate of %s is not verified", [input.host]), "path": "verifies_tls", "expected": true} if {
	input.scheme == "https"
	not input.verifies_tls
}
