# METADATA
# scope: package
# title: Large files are kept outside of git
# description: >-
#   Each clone and each build fetches every version of every file. A few large ones cost minutes and storage
#   for ever.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/working-with-files/managing-large-files
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [CM-2]
#     iso-27001-2022: [A.8.6]
#   params:
#     most_mib:
#       type: integer
#       default: 5
#       description: the largest accepted file, in MiB; files of up to 5 MiB are never listed
#   remediation: Track the file with Git LFS or put it into an artefact store, and remove it.
package policies.cost.large_files

fail contains {
	"message": sprintf("%s has %d MiB", [file.path, floor(file.bytes / 1048576)]),
	"path": "large_files",
	"key": file.path,
	"expected": sprintf("at most %d MiB", [data.params.cost.large_files.most_mib]),
} if {
	some file in input.large_files
	file.bytes > data.params.cost.large_files.most_mib * 1048576
}
