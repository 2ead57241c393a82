# METADATA
# scope: package
# title: The repository on GitHub tells what it is and how to take part
# description: >-
#   Who takes over from somebody who left begins with the README, and sends a first change as CONTRIBUTING says.
#   CONTRIBUTING, SUPPORT and CODE_OF_CONDUCT may lie in the organisation's public repository ".github", for all
#   of them.
# schemas:
#   - input: schema["github.documents"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/creating-a-default-community-health-file
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [SA-5]
#     iso-27001-2022: [A.5.37, A.8.32]
#     cis-controls-v8.1: ["16.1"]
#   params:
#     documents:
#       type: array
#       default: ["README", "CONTRIBUTING"]
#       description: "the documents that are asked for, of README, CONTRIBUTING, SUPPORT and CODE_OF_CONDUCT"
#   remediation: >-
#     Add README.md (what it is, how to build and run it, who answers for it) and CONTRIBUTING.md (how a
#     change gets in).
package policies.governance.github_documents

_owner := split(lower(input.repository), "/")[0]

# What the public repository ".github" has holds for all that have none of their own.
_for_all contains documents if {
	some documents in data.resources["github.documents"]
	lower(documents.repository) == sprintf("%s/.github", [_owner])
	some repository in data.resources["github.repository"]
	lower(repository.full_name) == lower(documents.repository)
	repository.visibility == "public"
}

_own := {"README": input.readme, "CONTRIBUTING": input.contributing, "SUPPORT": input.support, "CODE_OF_CONDUCT": input.code_of_conduct}

_there contains name if {
	some name, path in _own
	path != null
}

_there contains "CONTRIBUTING" if {
	some documents in _for_all
	documents.contributing != null
}

_there contains "SUPPORT" if {
	some documents in _for_all
	documents.support != null
}

_there contains "CODE_OF_CONDUCT" if {
	some documents in _for_all
	documents.code_of_conduct != null
}

fail contains {
	"message": sprintf("there is no %s file", [name]),
	"path": lower(name),
	"key": name,
	"expected": sprintf("a file %s.md", [name]),
} if {
	some name in data.params.governance.github_documents.documents
	name in object.keys(_own)
	not name in _there
}
