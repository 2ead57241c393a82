# METADATA
# scope: package
# title: No privileged event runs the code of strangers
# description: >-
#   Events such as pull_request_target run with the repository's secrets and a token that writes. A step that
#   then fetches the pull request's code hands both to whoever opened it.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
# custom:
#   severity: critical
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6, SA-15]
#     iso-27001-2022: [A.8.4, A.8.31]
#     cis-controls-v8.1: ["16.1"]
#     cis-github-1.2: ["1.5.2", "2.3.7"]
#     openssf-scorecard: [Dangerous-Workflow]
#     slsa-1.2: [Build.L3]
#     soc2: [CC8.1]
#   remediation: >-
#     Run the code of a pull request under the event pull_request; let a second workflow without a checkout do
#     what needs secrets.
package policies.change.workflow_untrusted_checkout

import data.lib.place

_fetched := {sprintf("%s %s", [checkout.job, checkout.ref]): checkout |
	some checkout in input.untrusted_checkouts
	checkout.line == min([c.line | some c in _same(checkout)])
}

_same(checkout) := [c | some c in input.untrusted_checkouts; c.job == checkout.job; c.ref == checkout.ref]

fail contains {
	"message": sprintf("the job %s checks out %s under %s (%s)", [checkout.job, checkout.ref, checkout.trigger, place.words(_same(checkout))]),
	"path": "untrusted_checkouts",
	"key": key,
	"actual": place.at(input.path, _same(checkout)),
	"expected": "no checkout of a ref that the sender chose",
} if {
	some key, checkout in _fetched
}
