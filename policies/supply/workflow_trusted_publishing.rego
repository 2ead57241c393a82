# METADATA
# scope: package
# title: Packages are published without a stored token
# description: >-
#   A token of a registry publishes in the project's name from anywhere, for as long as it is valid. The
#   registry can trust this one workflow instead, and notes in the package where it was built.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://repos.openssf.org/trusted-publishers-for-all-package-repositories
#   - ref: https://docs.zizmor.sh/audits/#use-trusted-publishing
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [IA-5, SR-4, CM-14]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["5.2", "16.1"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["2.1.7", "4.2.2"]
#     openssf-scorecard: [Packaging]
#     slsa-1.2: [Build.L2]
#   params:
#     tokens:
#       type: string
#       default: "(^|_)(NPM|NODE_AUTH|PYPI|TWINE|CARGO_REGISTRY|CRATES|CRATES_IO|RUBYGEMS|GEM_HOST)(_|$)"
#       description: what the names of registries' tokens match
#   remediation: >-
#     Register this repository and workflow with the registry as a trusted publisher, give the job "id-token:
#     write", and delete the token.
package policies.supply.workflow_trusted_publishing

import data.lib.place

_publishes contains command.job if {
	some command in input.commands
	command.kind == "publish"
}

_publishes contains use.job if {
	some use in input.uses
	lower(use.action) in {"pypa/gh-action-pypi-publish", "js-devtools/npm-publish", "rubygems/release-gem"}
}

applicable if count(_publishes) > 0

_token(job) := [r |
	some r in input.secret_reads
	r.job in {job, ""}
	regex.match(data.params.supply.workflow_trusted_publishing.tokens, r.name)
]

fail contains {
	"message": sprintf("the job %s publishes with a stored token (%s)", [job, place.words(_token(job))]),
	"path": "secret_reads",
	"key": job,
	"actual": place.at(input.path, _token(job)),
	"expected": "the run's own token",
} if {
	some job in _publishes
	count(_token(job)) > 0
}
