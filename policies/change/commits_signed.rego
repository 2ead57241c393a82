# METADATA
# scope: package
# title: Commits are signed
# description: >-
#   The name in a commit is whatever its author typed. A signature is what ties the change to a person.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-10, CM-14]
#     iso-27001-2022: [A.8.4, A.8.32]
#     cis-controls-v8.1: ["16.1"]
#     cis-github-1.2: ["1.1.12"]
#   params:
#     percent:
#       type: integer
#       default: 100
#       description: the smallest accepted share of signed commits, in percent
#   remediation: >-
#     Set up signing ("git config commit.gpgsign true" with an SSH or GPG key) and ask for it on protected
#     branches.
package policies.change.commits_signed

_share := (100 * count(input.commits.unsigned)) / input.commits.sampled

applicable if input.commits.sampled > 0

fail contains {
	"message": sprintf("%d of the newest %d commits are not signed", [count(input.commits.unsigned), input.commits.sampled]),
	"path": "commits.unsigned",
	"expected": sprintf("at least %d percent signed", [data.params.change.commits_signed.percent]),
} if {
	100 - _share < data.params.change.commits_signed.percent
}
