# METADATA
# scope: package
# title: Installed apps reach only the repositories that they need
# description: An app for all repositories also gets those that are made tomorrow, whatever is in them.
# schemas:
#   - input: schema["github.app_installation"]
# related_resources:
#   - ref: https://docs.github.com/en/apps/using-github-apps/reviewing-and-modifying-installed-github-apps
# custom:
#   severity: medium
#   tags: [github, vendors]
#   controls:
#     nist-800-53-r5: [AC-6, SA-9]
#     iso-27001-2022: [A.5.19, A.8.3]
#     soc2: ["CC6.3", "CC9.2"]
#     cis-github-1.2: ["1.4.3"]
#   params:
#     allowed: {type: array, default: [], description: "apps that may reach all repositories, by their names in addresses"}
#   remediation: >-
#     In the organisation under Settings, GitHub Apps, choose Configure and "Only select repositories" (PUT
#     /user/installations/ID/repositories/REPO; github_app_installation_repositories in Terraform). An app that is
#     for all enters in the list of this policy.
package policies.supply.github_app_repositories

applicable if not input.suspended

fail contains {"message": "it reaches all repositories, those of tomorrow too", "path": "repository_selection", "expected": "selected"} if {
	input.repository_selection == "all"
	not input.app in data.params.supply.github_app_repositories.allowed
}
