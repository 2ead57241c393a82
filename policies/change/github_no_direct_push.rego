# METADATA
# scope: package
# title: Nothing came to the default branch but by pull request
# description: >-
#   A commit that was pushed directly was proposed to nobody, and there is no page where it could have been
#   discussed.
# schemas:
#   - input: schema["github.change_sample"]
# related_resources:
#   - ref: https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/proposing-changes-to-your-work-with-pull-requests/about-pull-requests
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, CM-5, CA-7]
#     iso-27001-2022: [A.8.32, A.8.4]
#     soc2: ["CC8.1"]
#     openssf-scorecard: ["Code-Review"]
#   params:
#     newest: {type: integer, default: 30, description: "how many of the newest changes are looked at"}
#     authors: {type: array, default: [], description: "logins that may push directly, for example of a robot that releases"}
#   remediation: >-
#     Look at the commit now, and close the way by which it came: let the branch take changes by pull request only
#     (change/github_pull_request) and take the account from the bypass list (change/github_no_bypass). Accounts
#     that release by pushing enter in the list of this policy.
package policies.change.github_no_direct_push

import data.lib.github

applicable if count(input.changes) > 0

fail contains {
	"message": sprintf("commit %s of %s was pushed directly", [substring(change.sha, 0, 12), github.author(change)]),
	"path": sprintf("changes[%d].pull_request", [i]),
	"key": change.sha,
	"expected": "a pull request",
} if {
	some i, change in input.changes
	i < data.params.change.github_no_direct_push.newest
	change.pull_request == null
	not change.author in data.params.change.github_no_direct_push.authors
}
