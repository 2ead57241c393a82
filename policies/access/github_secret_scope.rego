# METADATA
# scope: package
# title: Secrets of the organisation go to chosen repositories
# description: A secret for all repositories is a secret of whoever can push to any one of them.
# schemas:
#   - input: schema["github.secret"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6]
#     iso-27001-2022: [A.5.17, A.8.3]
#     soc2: ["CC6.3"]
#     cis-github-1.2: ["2.1.7"]
#   remediation: >-
#     In the organisation under Settings, Secrets and variables, change the repository access to "Selected
#     repositories" (visibility=selected of the API; github_actions_organization_secret in Terraform).
package policies.access.github_secret_scope

applicable if input.repository == null

fail contains {"message": sprintf("it goes to %s repositories", [input.visibility]), "path": "visibility", "expected": "selected"} if {
	input.visibility in {"all", "private"}
}
