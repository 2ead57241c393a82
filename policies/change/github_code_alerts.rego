# METADATA
# scope: package
# title: Weaknesses that scanning finds in code are mended in time
# description: >-
#   A finding that stays open is known to everybody who can read the repository, and to nobody who mends it.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/code-scanning/managing-code-scanning-alerts/resolving-code-scanning-alerts
# custom:
#   severity: high
#   tags: [github, vulnerabilities]
#   controls:
#     nist-800-53-r5: [SI-2, RA-5, SA-11]
#     iso-27001-2022: [A.8.8, A.8.28]
#     soc2: ["CC7.1"]
#     cis-github-1.2: ["1.5.4"]
#   params:
#     critical: {type: integer, default: 7, description: "how old an open alert of critical severity may be, in days"}
#     high: {type: integer, default: 30, description: "the same for high severity"}
#     medium: {type: integer, default: 90, description: "the same for medium severity"}
#     error: {type: integer, default: 30, description: "the same for the severity error, of tools that have no security severity"}
#   remediation: Under Security, Code scanning, mend the code, or dismiss the alert with the reason why it is none.
package policies.change.github_code_alerts

import data.lib.github

# Where the feature is off there are no alerts, which is another policy's matter.
applicable if {
	not input.archived
	input.alerts.code_scanning != null
}

fail contains {
	"message": sprintf("an alert of severity %s has been open for %d days", [severity, days]),
	"path": sprintf("alerts.code_scanning.oldest[%q]", [severity]),
	"key": severity,
	"expected": sprintf("at most %d days", [_limits[severity]]),
} if {
	some severity, days in github.overdue(input.alerts.code_scanning, _limits)
}

_limits := {
	"critical": data.params.change.github_code_alerts.critical,
	"high": data.params.change.github_code_alerts.high,
	"medium": data.params.change.github_code_alerts.medium,
	"error": data.params.change.github_code_alerts.error,
}
