# METADATA
# scope: package
# title: Every file on GitHub has somebody who reviews its changes
# description: >-
#   GitHub asks the owners that CODEOWNERS names for a review. A file that nobody owns, or a line that GitHub
#   cannot read, is asked of nobody, whatever a branch's protection demands.
# schemas:
#   - input: schema["github.documents"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-3, CM-5]
#     iso-27001-2022: [A.8.32, A.5.9]
#     soc2: ["CC8.1"]
#     cis-controls-v8.1: ["16.1"]
#     cis-github-1.2: ["1.1.6"]
#   remediation: >-
#     Add .github/CODEOWNERS with a first line "* @org/team", and correct the lines that do not parse.
package policies.change.github_codeowners

fail contains {"message": "there is no CODEOWNERS file", "path": "codeowners", "key": "none", "expected": "a file .github/CODEOWNERS"} if {
	input.codeowners == null
}

fail contains {"message": "no rule covers all files", "path": "codeowners.default", "key": "default", "expected": true} if {
	input.codeowners != null
	not input.codeowners.default
}

fail contains {
	"message": sprintf("lines that do not parse: %s", [concat(", ", [sprintf("%d", [n]) | some n in input.codeowners.invalid])]),
	"path": "codeowners.invalid",
	"key": "invalid",
	"expected": [],
} if {
	input.codeowners != null
	count(input.codeowners.invalid) > 0
}
