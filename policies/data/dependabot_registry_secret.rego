# METADATA
# scope: package
# title: Credentials of Dependabot's registries are secrets
# description: >-
#   A password or token in the file is known to everybody who can read the repository, and stays in its history.
# schemas:
#   - input: schema["ci.dependabot"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/reference/supply-chain-security/dependabot-options-reference
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [IA-5(7), SC-28]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["3.11", "16.1"]
#     soc2: [CC6.1]
#     cis-github-1.2: ["1.5.1"]
#   remediation: >-
#     Replace the credential, keep it as a Dependabot secret, and write "${{ secrets.NAME }}".
package policies.data.dependabot_registry_secret

import data.lib.place

applicable if {
	some registry in input.registries
	registry.secret != null
}

fail contains {
	"message": sprintf("the secret of the registry %s stands in the file (%s)", [name, place.words([registry])]),
	"path": sprintf("registries[%q].secret", [name]),
	"key": name,
	"actual": place.at(input.path, [registry]),
	"expected": "a secret of the repository",
} if {
	some name, registry in input.registries
	registry.secret == "literal"
}
