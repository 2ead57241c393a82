# METADATA
# scope: package
# title: The organisation has proved that its domain is its own
# description: >-
#   Anybody can make an organisation of a well-known name. The verified domain tells users and suppliers which one
#   is real, and lets notifications be kept to addresses of the company.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/verifying-or-approving-a-domain-for-your-organization
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     iso-27001-2022: [A.5.9]
#     cis-github-1.2: ["1.3.9"]
#   remediation: >-
#     Under Settings, Verified and approved domains, add the domain and the TXT record that GitHub names in the DNS.
package policies.governance.github_domain_verified

fail contains {"message": "no domain is verified", "path": "verified_domain", "expected": true} if {
	not input.verified_domain
}
