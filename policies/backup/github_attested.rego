# METADATA
# scope: package
# title: Repositories are copied to a place that GitHub does not hold
# description: >-
#   Whoever takes over an owner's account can delete every repository, and GitHub gives back what it chooses to. Whether a
#   copy lies elsewhere GitHub cannot tell: somebody attests it, with evidence, for as long as they vouch for it.
# schemas:
#   - input: schema["github.organization"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://docs.github.com/en/repositories/archiving-a-github-repository/backing-up-a-repository
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CP-9, CP-6]
#     iso-27001-2022: [A.8.13]
#     soc2: ["A1.2"]
#     cis-controls-v8.1: ["11.2", "11.4"]
#   params:
#     subject: {type: string, default: "backup of GitHub", description: "the subject of the attestation in the register, whatever its case"}
#   remediation: >-
#     Have all repositories mirrored by a job whose credentials cannot delete (git clone --mirror, or a service), try to
#     restore one, and enter an attestation with the subject "backup of GitHub" in the register.
package policies.backup.github_attested

import data.lib.dates

# Without attestations there is nothing to hold the organisation against.
applicable if count(data.records["register.attestation"]) > 0

_ours := [a |
	some a in data.records["register.attestation"]
	lower(a.subject) == lower(data.params.backup.github_attested.subject)
]

_valid := [a | some a in _ours; dates.days_until(a.valid_until) >= 0]

_expected := sprintf("an attestation on %q that holds and is valid", [data.params.backup.github_attested.subject])

fail contains {"message": "nobody attests that repositories are copied elsewhere", "path": "login", "expected": _expected} if {
	count(_ours) == 0
}

fail contains {"message": "the attestation that repositories are copied elsewhere has run out", "path": "login", "expected": _expected} if {
	count(_ours) > 0
	count(_valid) == 0
}

fail contains {"message": "it is attested that repositories are not copied elsewhere", "path": "login", "expected": _expected} if {
	count(_valid) > 0
	every a in _valid { not a.holds }
}
