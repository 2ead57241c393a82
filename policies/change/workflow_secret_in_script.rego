# METADATA
# scope: package
# title: Secrets are handed to scripts, not pasted into them
# description: >-
#   A secret that is pasted becomes a part of the program: a quote or a dollar sign in it changes what runs, and
#   the script as a whole lies on the disk of the runner while it runs.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/security/secure-use
#   - ref: https://docs.zizmor.sh/audits/#template-injection
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [IA-5(7), SI-10]
#     iso-27001-2022: [A.5.17, A.8.28]
#     cis-controls-v8.1: ["16.1"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["2.1.7"]
#   remediation: >-
#     Give the step an environment variable ("env: TOKEN: ${{ secrets.TOKEN }}") and write "$TOKEN", in quotes,
#     in the script.
package policies.change.workflow_secret_in_script

import data.lib.place

_pasted := {sprintf("%s: %s", [r.job, r.name]) | some r in input.secret_reads; r.sink == "run"}

_places(key) := [r | some r in input.secret_reads; r.sink == "run"; key == sprintf("%s: %s", [r.job, r.name])]

fail contains {
	"message": sprintf("a secret is pasted into a script, %s (%s)", [key, place.words(_places(key))]),
	"path": "secret_reads",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "an environment variable",
} if {
	some key in _pasted
}
