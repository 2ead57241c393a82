# METADATA
# scope: package
# title: Every file has somebody who reviews its changes
# description: >-
#   Code owners are asked for a review by the forge itself. A file that nobody owns is changed without anybody
#   who knows it.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [CM-3, CM-5]
#     iso-27001-2022: [A.8.32, A.5.9]
#     cis-controls-v8.1: ["16.1"]
#     cis-github-1.2: ["1.1.6"]
#   remediation: >-
#     Add .github/CODEOWNERS with a first line "* @team", and correct the lines that do not parse.
package policies.change.codeowners

fail contains {
	"message": "there is no CODEOWNERS file",
	"path": "codeowners",
	"key": "none",
	"expected": "a file .github/CODEOWNERS",
} if {
	input.codeowners == null
}

fail contains {
	"message": "no rule covers all files",
	"path": "codeowners.default",
	"key": "default",
	"expected": true,
} if {
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
