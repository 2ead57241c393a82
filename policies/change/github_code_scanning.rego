# METADATA
# scope: package
# title: Code is scanned for weaknesses
# description: A scanner reads every line of every change, which no reviewer does.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/code-scanning/introduction-to-code-scanning/about-code-scanning
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SA-11, RA-5]
#     iso-27001-2022: [A.8.28, A.8.29]
#     soc2: ["CC7.1"]
#     cis-github-1.2: ["1.5.4"]
#     openssf-scorecard: ["SAST"]
#   params:
#     days: {type: integer, default: 30, description: "how old the newest results of a tool may be, in days"}
#   remediation: >-
#     Under Settings, Advanced Security, of the repository, or for all by a security configuration of the
#     organisation, set up code scanning (PATCH /repos/OWNER/REPO/code-scanning/default-setup with
#     state=configured), or let a workflow upload the results of another tool as SARIF.
package policies.change.github_code_scanning

import data.lib.dates

applicable if {
	not input.archived
	not input.empty
}

fail contains {"message": "no tool has ever handed in results, and the default setup is off", "path": "code_scanning.last_analysis", "expected": _expected} if {
	not input.code_scanning.default_setup
	input.code_scanning.last_analysis == null
}

fail contains {"message": sprintf("the last results are %d days old, and the default setup is off", [_age]), "path": "code_scanning.last_analysis", "expected": _expected} if {
	not input.code_scanning.default_setup
	input.code_scanning.last_analysis != null
	_age > data.params.change.github_code_scanning.days
}

_age := dates.days_since(input.code_scanning.last_analysis)

_expected := sprintf("the default setup, or results of the last %d days", [data.params.change.github_code_scanning.days])
