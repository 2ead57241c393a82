# METADATA
# scope: package
# title: Known weaknesses of dependencies are reported
# description: >-
#   Most of a program is written by others. GitHub compares what it takes with what is known to be weak, if it is
#   asked to.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/dependabot/dependabot-alerts/configuring-dependabot-alerts
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [RA-5, SI-2, SR-3]
#     iso-27001-2022: [A.8.8, A.5.21]
#     soc2: ["CC7.1"]
#     cis-github-1.2: ["1.5.5", "3.2.2"]
#   remediation: >-
#     Under Settings, Advanced Security, of the repository, or for all by a security configuration of the
#     organisation, enable Dependabot alerts (PUT /repos/OWNER/REPO/vulnerability-alerts; vulnerability_alerts of
#     github_repository in Terraform).
package policies.supply.github_dependabot_alerts

applicable if not input.archived

fail contains {"message": "nobody is told of weak dependencies", "path": "security.vulnerability_alerts", "expected": true} if {
	not input.security.vulnerability_alerts
}
