# METADATA
# scope: package
# title: Weak dependencies are replaced in time
# description: >-
#   A weakness that is known is used against whoever has not updated. How long that may take is agreed by severity.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/dependabot/dependabot-alerts/viewing-and-updating-dependabot-alerts
# custom:
#   severity: high
#   tags: [github, vulnerabilities]
#   controls:
#     nist-800-53-r5: [SI-2, RA-5, SR-3]
#     iso-27001-2022: [A.8.8, A.5.21]
#     soc2: ["CC7.1"]
#     cis-github-1.2: ["1.5.5", "3.2.2"]
#     openssf-scorecard: ["Vulnerabilities"]
#   params:
#     critical: {type: integer, default: 7, description: "how old an open alert of critical severity may be, in days"}
#     high: {type: integer, default: 30, description: "the same for high severity"}
#     medium: {type: integer, default: 90, description: "the same for medium severity"}
#   remediation: >-
#     Under Security, Dependabot, merge the proposed update, or dismiss the alert with the reason why it does not
#     concern the program.
package policies.supply.github_dependency_alerts

import data.lib.github

# Where the feature is off there are no alerts, which is another policy's matter.
applicable if {
	not input.archived
	input.alerts.dependabot != null
}

fail contains {
	"message": sprintf("an alert of severity %s has been open for %d days", [severity, days]),
	"path": sprintf("alerts.dependabot.oldest[%q]", [severity]),
	"key": severity,
	"expected": sprintf("at most %d days", [_limits[severity]]),
} if {
	some severity, days in github.overdue(input.alerts.dependabot, _limits)
}

_limits := {
	"critical": data.params.supply.github_dependency_alerts.critical,
	"high": data.params.supply.github_dependency_alerts.high,
	"medium": data.params.supply.github_dependency_alerts.medium,
}
