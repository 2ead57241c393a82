# METADATA
# scope: package
# title: The certificate's key is strong enough
# description: >-
#   A short key can be computed from the certificate, and whoever has it is the service.
# schemas:
#   - input: schema["linux.certificate"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/57/pt1/r5/final
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [SC-12, SC-13]
#     iso-27001-2022: [A.8.24]
#     cis-controls-v8.1: ["3.10"]
#   params:
#     bits:
#       type: object
#       default: {"rsa": 2048, "ecdsa": 256, "ed25519": 256}
#       description: the fewest bits by type of key; a type that is not listed fails
#   remediation: >-
#     Make a new key (for example "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256") and have a
#     certificate issued for it.
package policies.data.certificate_key

fail contains {
	"message": sprintf("keys of type %s are not accepted", [input.key_type]),
	"path": "key_type",
	"expected": concat(" or ", object.keys(data.params.data.certificate_key.bits)),
} if {
	not data.params.data.certificate_key.bits[input.key_type]
}

fail contains {
	"message": sprintf("the %s key has %d bits", [input.key_type, input.key_bits]),
	"path": "key_bits",
	"expected": sprintf("at least %d", [data.params.data.certificate_key.bits[input.key_type]]),
} if {
	input.key_bits < data.params.data.certificate_key.bits[input.key_type]
}
