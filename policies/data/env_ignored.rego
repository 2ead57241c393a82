# METADATA
# scope: package
# title: Environment files are kept out by .gitignore
# description: >-
#   The file .env is where developers keep passwords on their machines. One "git add ." commits it, unless the
#   repository forbids it beforehand.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://git-scm.com/docs/gitignore
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [IA-5(7)]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["3.3"]
#   params:
#     ecosystems:
#       type: array
#       default: ["npm", "pip", "composer", "bundler", "mix", "deno"]
#       description: ecosystems whose programs usually read a file .env
#   remediation: Add the lines ".env" and ".env.*" to .gitignore.
package policies.data.env_ignored

applicable if {
	some manifest in input.manifests
	manifest.ecosystem in data.params.data.env_ignored.ecosystems
}

fail contains {
	"message": "a file .env would be committed",
	"path": "ignores_env",
	"expected": true,
} if {
	not input.ignores_env
}
