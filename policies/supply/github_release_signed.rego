# METADATA
# scope: package
# title: Releases show where they come from
# description: >-
#   Who takes a release can only tell that nobody changed its files when there is a signature or a provenance, when
#   releases are immutable (GitHub attests those), or when a workflow of the repository attests what it builds.
# schemas:
#   - input: schema["github.release_sample"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases
#   - ref: https://docs.github.com/en/actions/security-for-github-actions/using-artifact-attestations
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SI-7, SR-4, CM-14]
#     iso-27001-2022: [A.5.21, A.8.32]
#     soc2: ["CC8.1"]
#     cis-github-1.2: ["2.4.1", "4.4.1"]
#     openssf-scorecard: [Signed-Releases]
#     slsa-1.2: [Build.L1, Build.L2]
#   params:
#     attesters: {type: array, default: ["actions/attest", "actions/attest-build-provenance", "slsa-framework/slsa-github-generator"], description: "actions that attest or sign what a workflow builds, by how their names begin"}
#   remediation: >-
#     Turn immutable releases on (Settings, General, Releases), or attest what the release workflow builds with
#     actions/attest-build-provenance, or lay signatures (.sig, .asc, .sigstore.json) beside the files.
package policies.supply.github_release_signed

_with_files := [release | some release in input.releases; release.assets > 0]

applicable if count(_with_files) > 0

_immutable if {
	some repository in data.resources["github.repository"]
	lower(repository.full_name) == lower(input.repository)
	repository.security.immutable_releases
}

_attested if {
	some workflow in data.resources["ci.workflow"]
	_of_repository(workflow.id)
	some use in workflow.uses
	some name in data.params.supply.github_release_signed.attesters
	startswith(lower(use.action), lower(name))
}

_of_repository(id) if startswith(lower(id), sprintf("%s/", [lower(input.repository)]))

_of_repository(id) if startswith(id, ".github/") # the repository is the target itself

fail contains {
	"message": sprintf("the release %s has %d files and no signature, provenance or attestation", [release.tag, release.assets]),
	"path": "releases",
	"key": release.tag,
	"expected": "a signature or provenance beside the files, or immutable releases",
} if {
	release := _with_files[0] # the newest
	count(release.signatures) == 0
	not _immutable
	not _attested
}
