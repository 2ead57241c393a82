# METADATA
# scope: package
# title: A token of an app may do no more than the job needs
# description: >-
#   An app's token that a workflow makes has every permission of the app in every repository that it reaches,
#   unless the step says less. Whoever gets one step of the job to run their code has all of it.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://github.com/actions/create-github-app-token
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [AC-6]
#     iso-27001-2022: [A.8.2, A.8.4]
#     soc2: [CC6.3]
#     cis-controls-v8.1: ["6.8"]
#     openssf-scorecard: [Token-Permissions]
#   remediation: >-
#     Name what is needed: "permission-contents: read" and the like, "repositories:" where "owner:" is given,
#     and leave skip-token-revoke out.
package policies.change.workflow_app_token

import data.lib.place

_tokens := [use | some use in input.uses; lower(use.action) in {"actions/create-github-app-token", "tibdex/github-app-token"}]

_given(use, prefix) if {
	some name, _ in use.inputs
	startswith(name, prefix)
}

_wide contains {"use": use, "flaw": "permissions", "words": "has every permission of the app"} if {
	some use in _tokens
	not _given(use, "permission")
}

_wide contains {"use": use, "flaw": "repositories", "words": "reaches all repositories of the owner"} if {
	some use in _tokens
	_given(use, "owner")
	not _given(use, "repositories")
	not _given(use, "repository")
}

_wide contains {"use": use, "flaw": "revoke", "words": "stays valid after the job"} if {
	some use in _tokens
	some name in ["skip-token-revoke", "skip_token_revoke"]
	lower(use.inputs[name]) == "true"
}

_places(key) := [wide.use | some wide in _wide; sprintf("%s: %s", [wide.use.job, wide.flaw]) == key]

fail contains {
	"message": sprintf("the token of the app %s (%s, %s)", [wide.words, wide.use.job, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "permissions and repositories by name",
} if {
	some wide in _wide
	key := sprintf("%s: %s", [wide.use.job, wide.flaw])
}
