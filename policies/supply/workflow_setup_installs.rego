# METADATA
# scope: package
# title: No setup step installs packages by the way
# description: >-
#   The input pip-install of actions/setup-python installs packages into the interpreter of all steps, mostly
#   without a version and with no lock file that anybody could review.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://github.com/actions/setup-python
# custom:
#   severity: low
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SR-3, CM-14]
#     iso-27001-2022: [A.8.30]
#     cis-controls-v8.1: ["16.5"]
#     cis-github-1.2: ["3.1.7"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Install from a lock file in a step of its own: "pip install --require-hashes -r requirements.txt", in a
#     virtual environment.
package policies.supply.workflow_setup_installs

import data.lib.place

_installing := [use |
	some use in input.uses
	lower(use.action) == "actions/setup-python"
	some name, _ in use.inputs
	name == "pip-install"
]

fail contains {
	"message": sprintf("setup-python installs packages in %s (%s)", [job, place.words(_places(job))]),
	"path": "uses",
	"key": job,
	"actual": place.at(input.path, _places(job)),
	"expected": "an installation from a lock file",
} if {
	some job in {use.job | some use in _installing}
}

_places(job) := [use | some use in _installing; use.job == job]
