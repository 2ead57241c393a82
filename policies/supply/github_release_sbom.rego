# METADATA
# scope: package
# title: Releases list what they are made of
# description: >-
#   With a bill of materials beside a release, who uses it can look up whether the next known weakness of some library
#   concerns it.
# schemas:
#   - input: schema["github.release_sample"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/exporting-a-software-bill-of-materials-for-your-repository
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SR-4, CM-8]
#     iso-27001-2022: [A.5.21, A.8.28]
#     cis-github-1.2: ["2.4.5"]
#     openssf-scorecard: [SBOM]
#   remediation: >-
#     Have the release workflow write a bill of materials in SPDX or CycloneDX (for example with syft) and lay it
#     beside the files, as NAME.spdx.json or NAME.cdx.json.
package policies.supply.github_release_sbom

_with_files := [release | some release in input.releases; release.assets > 0]

applicable if count(_with_files) > 0

fail contains {
	"message": sprintf("the release %s has %d files and no bill of materials", [release.tag, release.assets]),
	"path": "releases",
	"key": release.tag,
	"expected": "a bill of materials in SPDX or CycloneDX beside the files",
} if {
	release := _with_files[0] # the newest
	count(release.sboms) == 0
}
