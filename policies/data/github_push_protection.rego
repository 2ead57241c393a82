# METADATA
# scope: package
# title: Secrets are kept out of code
# description: >-
#   A secret that has been pushed is in the history for good and has to be replaced. One that is stopped at the push
#   costs its author a minute.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/secret-scanning/introduction/about-push-protection
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: ["IA-5(7)"]
#     iso-27001-2022: [A.5.17, A.8.12]
#     soc2: ["CC6.1"]
#     cis-github-1.2: ["1.5.1"]
#   remediation: >-
#     Under Settings, Advanced Security, of the repository, or for all by a security configuration of the
#     organisation, enable push protection (security_and_analysis.secret_scanning_push_protection of the API and of
#     github_repository in Terraform).
package policies.data.github_push_protection

applicable if not input.archived

fail contains {"message": "a push with a secret in it is accepted", "path": "security.secret_scanning_push_protection", "expected": true} if {
	not input.security.secret_scanning_push_protection
}
