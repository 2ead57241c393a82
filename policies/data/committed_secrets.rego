# METADATA
# scope: package
# title: No secret is committed
# description: >-
#   Everybody who can read the repository, or ever could, has the secret, and removing it from the newest
#   commit does not take it back.
# schemas:
#   - input: schema["git.secrets"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning
# custom:
#   severity: critical
#   controls:
#     nist-800-53-r5: [IA-5(7), SC-28]
#     iso-27001-2022: [A.5.17, A.8.4]
#     cis-controls-v8.1: ["3.3", "16.1"]
#   params:
#     accepted:
#       type: array
#       default: []
#       description: globs of files whose secrets are made up, for example samples of a test
#   remediation: >-
#     Revoke the secret first and put a new one into a secret store; then remove it from the file, and from
#     the history if the repository is shared.
package policies.data.committed_secrets

_accepted(path) if {
	some pattern in data.params.data.committed_secrets.accepted
	glob.match(pattern, ["/"], path)
}

_prints := {secret.fingerprint | some secret in input.found; not _accepted(secret.path)}

_place(print) := concat(", ", {sprintf("%s:%d", [s.path, s.line]) | some s in input.found; s.fingerprint == print})

_rule(print) := concat(", ", {s.rule | some s in input.found; s.fingerprint == print})

fail contains {
	"message": sprintf("%s at %s", [_rule(print), _place(print)]),
	"path": "found",
	"key": print,
	"expected": "no secret",
} if {
	some print in _prints
}
