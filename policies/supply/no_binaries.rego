# METADATA
# scope: package
# title: No programs are committed
# description: >-
#   Nobody can review what a compiled program does. One that lies among the sources runs with the trust that
#   the sources earned.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://github.com/ossf/scorecard/blob/main/docs/checks.md#binary-artifacts
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SR-4, CM-14]
#     iso-27001-2022: [A.8.4, A.8.28]
#     cis-controls-v8.1: ["16.5"]
#     openssf-scorecard: [Binary-Artifacts]
#   params:
#     accepted:
#       type: array
#       default:
#         ["testdata/**", "**/testdata/**", "**/fixtures/**", "gradle/wrapper/gradle-wrapper.jar",
#         "**/gradle/wrapper/gradle-wrapper.jar"]
#       description: globs of programs that are accepted
#   remediation: >-
#     Build the program from source in the pipeline, or fetch a release with a checksum, and remove the file.
package policies.supply.no_binaries

_accepted(path) if {
	some pattern in data.params.supply.no_binaries.accepted
	glob.match(pattern, ["/"], path)
}

fail contains {
	"message": sprintf("%s is a program (%s)", [binary.path, binary.format]),
	"path": "binaries",
	"key": binary.path,
	"expected": "source code",
} if {
	some binary in input.binaries
	not _accepted(binary.path)
}
