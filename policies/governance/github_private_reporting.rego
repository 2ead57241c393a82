# METADATA
# scope: package
# title: Weaknesses of public repositories can be reported in private
# description: Who finds a weakness and no way to tell of it quietly tells of it aloud.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/security-advisories/working-with-repository-security-advisories/configuring-private-vulnerability-reporting-for-a-repository
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: ["RA-5(11)"]
#     iso-27001-2022: [A.8.8, A.6.8]
#     soc2: ["CC2.3"]
#     cis-github-1.2: ["1.2.1"]
#     openssf-scorecard: ["Security-Policy"]
#   remediation: >-
#     Under Settings, Advanced Security, of the repository, or for all by a security configuration of the
#     organisation, enable private vulnerability reporting (PUT /repos/OWNER/REPO/private-vulnerability-reporting),
#     and publish a SECURITY.md.
package policies.governance.github_private_reporting

applicable if {
	not input.archived
	input.visibility == "public"
}

fail contains {"message": "a stranger has no private way to report a weakness", "path": "security.private_vulnerability_reporting", "expected": true} if {
	not input.security.private_vulnerability_reporting
}
