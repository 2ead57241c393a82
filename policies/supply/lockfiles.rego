# METADATA
# scope: package
# title: Dependencies are locked
# description: >-
#   Without a lock file each build takes the newest versions that fit, those that somebody slipped in an hour
#   ago too, and nobody can build again what runs.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://slsa.dev/spec/v1.0/requirements
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SR-4, CM-2, CM-14]
#     iso-27001-2022: [A.5.21, A.8.9]
#     cis-controls-v8.1: ["16.4", "16.5"]
#     cis-github-1.2: ["3.1.7"]
#     openssf-scorecard: [Pinned-Dependencies]
#   remediation: >-
#     Make the lock file with the package manager ("npm install", "poetry lock", …) and commit it.
package policies.supply.lockfiles

applicable if {
	some manifest in input.manifests
	manifest.needs_lockfile
}

fail contains {
	"message": sprintf("%s has dependencies (%s) and no lock file", [path, manifest.ecosystem]),
	"path": sprintf("manifests[%q].lockfile", [path]),
	"key": path,
	"expected": "a tracked lock file",
} if {
	some path, manifest in input.manifests
	manifest.needs_lockfile
	manifest.lockfile == null
}
