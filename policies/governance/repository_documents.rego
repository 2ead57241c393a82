# METADATA
# scope: package
# title: The repository tells what it is and how to take part
# description: >-
#   Who takes over from somebody who left begins with the README, and sends a first change as CONTRIBUTING
#   says.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SA-5]
#     iso-27001-2022: [A.5.37, A.8.32]
#     cis-controls-v8.1: ["16.1"]
#   params:
#     documents:
#       type: array
#       default: ["README", "CONTRIBUTING"]
#       description: the documents that are asked for
#   remediation: >-
#     Add README.md (what it is, how to build and run it, who answers for it) and CONTRIBUTING.md (how a
#     change gets in).
package policies.governance.repository_documents

_missing contains "README" if input.readme == null

_missing contains "CONTRIBUTING" if input.contributing == null

fail contains {
	"message": sprintf("there is no %s file", [name]),
	"path": lower(name),
	"key": name,
	"expected": sprintf("a file %s.md", [name]),
} if {
	some name in _missing
	name in data.params.governance.repository_documents.documents
}
