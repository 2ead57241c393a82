# METADATA
# scope: package
# title: Workflows hold no lasting keys of a cloud
# description: >-
#   A key that is stored works for whoever gets hold of it, from anywhere, until somebody replaces it. The token
#   that a run gets for itself is valid for minutes and says which repository, branch and environment it is for.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/concepts/security/openid-connect
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [IA-5, AC-6]
#     iso-27001-2022: [A.5.16, A.5.17]
#     cis-controls-v8.1: ["5.2", "6.8"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["2.1.7"]
#   params:
#     pattern:
#       type: string
#       default: "^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SECRET_KEY)|(GCP|GOOGLE|GCLOUD)_(SA_KEY|CREDENTIALS|APPLICATION_CREDENTIALS|SERVICE_ACCOUNT_KEY)|AZURE_(CREDENTIALS|CLIENT_SECRET)|ARM_CLIENT_SECRET)"
#       description: what the names of such secrets match
#   remediation: >-
#     Let the cloud trust GitHub's OIDC tokens of this repository, give the job "id-token: write", take the role
#     with the cloud's own action, and delete the key.
package policies.access.workflow_cloud_keys

import data.lib.place

_keys := {r.name |
	some r in input.secret_reads
	regex.match(data.params.access.workflow_cloud_keys.pattern, r.name)
}

_places(name) := [r | some r in input.secret_reads; r.name == name]

fail contains {
	"message": sprintf("%s is a lasting key (%s)", [name, place.words(_places(name))]),
	"path": "secret_reads",
	"key": name,
	"actual": place.at(input.path, _places(name)),
	"expected": "a role for the run's own token",
} if {
	some name in _keys
}
