# METADATA
# scope: package
# title: Each merged change was approved by somebody else
# description: >-
#   Rules say what should happen; the record says what did. Whoever may pass over the rules leaves merges here that
#   nobody else has seen.
# schemas:
#   - input: schema["github.change_sample"]
# related_resources:
#   - ref: https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/about-pull-request-reviews
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, AC-5, CA-7]
#     iso-27001-2022: [A.8.32, A.5.3]
#     soc2: ["CC8.1"]
#     openssf-scorecard: ["Code-Review"]
#     slsa-1.2: ["Source.L4"]
#   params:
#     newest: {type: integer, default: 30, description: "how many of the newest changes are looked at"}
#     authors: {type: array, default: [], description: "logins of authors whose changes need no approval, for example robots"}
#   remediation: >-
#     Look at the change now and note the review on the pull request; then close the way by which it was merged (see
#     change/github_pull_request and change/github_no_bypass). The accounts of robots whose changes need no review
#     enter in the list of this policy.
package policies.change.github_changes_approved

import data.lib.github

applicable if {
	some i, change in input.changes
	_counts(i, change)
}

fail contains {
	"message": sprintf("pull request #%d of %s was merged without an approval by another", [change.pull_request, github.author(change)]),
	"path": sprintf("changes[%d].approved_by", [i]),
	"key": sprintf("#%d", [change.pull_request]),
	"expected": "an approval by somebody else than the author",
} if {
	some i, change in input.changes
	_counts(i, change)
	count(change.approved_by) == 0
}

_counts(i, change) if {
	i < data.params.change.github_changes_approved.newest
	change.pull_request != null
	not change.author in data.params.change.github_changes_approved.authors
}
