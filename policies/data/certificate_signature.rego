# METADATA
# scope: package
# title: The certificate is signed with a sound algorithm
# description: >-
#   A signature made with MD5 or SHA-1 can be moved onto a forged certificate.
# schemas:
#   - input: schema["linux.certificate"]
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9155
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SC-13, SC-17]
#     iso-27001-2022: [A.8.24]
#     cis-controls-v8.1: ["3.10"]
#   remediation: Have a new certificate issued; today's authorities sign with SHA-256 or better.
package policies.data.certificate_signature

# Nobody relies on the signature of a root: it is trusted because it is there.
applicable if not input.self_signed

fail contains {
	"message": sprintf("it is signed with %s", [input.signature_algorithm]),
	"path": "signature_algorithm",
	"expected": "SHA-256 or better",
} if {
	not _sound
}

_sound if regex.match(`(?i)sha-?(256|384|512)|ed25519|ed448`, input.signature_algorithm)
