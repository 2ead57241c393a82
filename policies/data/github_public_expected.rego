# METADATA
# scope: package
# title: Only repositories that are meant to be public are
# description: >-
#   What is public has been copied before anybody notices. The list says what was decided; the rest is an accident.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/managing-repository-settings/setting-repository-visibility
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-22, AC-3]
#     iso-27001-2022: [A.8.4, A.8.12, A.5.10]
#     soc2: ["CC6.1", "C1.1"]
#   params:
#     repositories: {type: array, default: [], description: "repositories that may be public, for example acme/docs; empty means that the policy does not apply"}
#   remediation: >-
#     Make the repository private (Settings, "Change visibility"; PATCH /repos/OWNER/REPO with visibility=private;
#     visibility of github_repository in Terraform) and replace what secrets it held, or enter it in the list of
#     this policy.
package policies.data.github_public_expected

# Without a list there is nothing to hold the repositories against.
applicable if count(data.params.data.github_public_expected.repositories) > 0

fail contains {"message": "the repository is public and not on the list", "path": "visibility", "expected": "private or internal, or a repository on the list"} if {
	input.visibility == "public"
	not _listed
}

_listed if lower(input.full_name) in {lower(r) | some r in data.params.data.github_public_expected.repositories}
