# METADATA
# scope: package
# title: The repository on GitHub says how to report a hole
# description: >-
#   Who finds a hole and does not know whom to tell, tells everybody or nobody. One file in the organisation's
#   public repository ".github" holds for all of them.
# schemas:
#   - input: schema["github.documents"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: ["RA-5(11)", IR-6]
#     iso-27001-2022: [A.5.5, A.8.8]
#     cis-controls-v8.1: ["16.2"]
#     cis-github-1.2: ["1.2.1"]
#     openssf-scorecard: [Security-Policy]
#   remediation: >-
#     Add a file SECURITY.md with an address or a link, here or in the repository ".github" of the
#     organisation, and say how soon an answer comes.
package policies.governance.github_security_policy

_owner := split(lower(input.repository), "/")[0]

# What the public repository ".github" has holds for all that have none of their own.
_for_all contains documents if {
	some documents in data.resources["github.documents"]
	lower(documents.repository) == sprintf("%s/.github", [_owner])
	some repository in data.resources["github.repository"]
	lower(repository.full_name) == lower(documents.repository)
	repository.visibility == "public"
}

_policies := {p | some p in [input.security_policy]; p != null}

fail contains {"message": "there is no security policy", "path": "security_policy", "expected": "a file SECURITY.md"} if {
	count(_policies) == 0
	count({documents | some documents in _for_all; documents.security_policy != null}) == 0
}

fail contains {
	"message": sprintf("%s names no address, link or form", [p.path]),
	"path": "security_policy.has_contact",
	"expected": true,
} if {
	some p in _policies
	not p.has_contact
}
