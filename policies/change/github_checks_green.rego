# METADATA
# scope: package
# title: Each merged change had passed its checks
# description: >-
#   A red check that was merged over is a failure that somebody saw and let through; a change without any was tried
#   by nobody.
# schemas:
#   - input: schema["github.change_sample"]
# related_resources:
#   - ref: https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SA-11, CM-4, CA-7]
#     iso-27001-2022: [A.8.29, A.8.32]
#     soc2: ["CC8.1"]
#     openssf-scorecard: ["CI-Tests"]
#   params:
#     newest: {type: integer, default: 30, description: "how many of the newest changes are looked at"}
#   remediation: >-
#     Look at the checks of the commit, mend what they say, and ask for them before a merge
#     (change/github_status_checks).
package policies.change.github_checks_green

applicable if count(input.changes) > 0

fail contains _failure(i, change, "had no checks") if {
	some i, change in _newest
	change.checks == null
}

fail contains _failure(i, change, sprintf("was merged though its checks came to %s", [change.checks])) if {
	some i, change in _newest
	change.checks != null
	change.checks != "success"
}

_newest := {i: change |
	some i, change in input.changes
	i < data.params.change.github_checks_green.newest
}

_failure(i, change, what) := {
	"message": sprintf("%s %s", [_name(change), what]),
	"path": sprintf("changes[%d].checks", [i]),
	"key": change.sha,
	"expected": "success",
}

_name(change) := sprintf("pull request #%d", [change.pull_request]) if {
	change.pull_request != null
} else := sprintf("commit %s", [substring(change.sha, 0, 12)])
