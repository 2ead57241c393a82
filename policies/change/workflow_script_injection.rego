# METADATA
# scope: package
# title: No text of strangers is pasted into a script
# description: >-
#   An expression is put into a script before the shell sees it. A title or a branch name with a quote in it
#   is then a command, and runs with the workflow's token and secrets.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/understanding-the-risk-of-script-injections
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
# custom:
#   severity: critical
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-10, SA-15]
#     iso-27001-2022: [A.8.28]
#     cis-controls-v8.1: ["16.1", "16.12"]
#     cis-github-1.2: ["1.5.2", "2.3.7"]
#     openssf-scorecard: [Dangerous-Workflow]
#     slsa-1.2: [Build.L3]
#     soc2: [CC8.1]
#   remediation: >-
#     Give the value to the step as an environment variable ("env: TITLE: ${{ … }}") and write "$TITLE", in
#     quotes, in the script.
package policies.change.workflow_script_injection

import data.lib.place

_places := {sprintf("%s %s", [i.job, i.expression]) | some i in input.injections}

fail contains {
	"message": sprintf("%s is pasted into a script (%s)", [key, place.words(found)]),
	"path": "injections",
	"key": key,
	"actual": place.at(input.path, found),
	"expected": "an environment variable",
} if {
	some key in _places
	found := [i | some i in input.injections; sprintf("%s %s", [i.job, i.expression]) == key]
}
