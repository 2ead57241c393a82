# METADATA
# scope: package
# title: A vendor that handles personal data has signed a processing agreement
# description: >-
#   The law wants to see in writing what a processor may do with personal data, and so do the people whose
#   data it is.
# schemas:
#   - input: schema["register.vendor"]
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [SA-9, PT-2]
#     iso-27001-2022: [A.5.34, A.5.20]
#     cis-controls-v8.1: ["15.4"]
#   params:
#     classes:
#       type: array
#       default: ["personal", "health", "special category"]
#       description: classes of data that need an agreement
#   remediation: Conclude a data processing agreement with the vendor and enter its date as agreement.
package policies.data.vendor_agreement

_needing := {class | some class in input.data; some word in data.params.data.vendor_agreement.classes; contains(lower(class), lower(word))}

applicable if count(_needing) > 0

fail contains {
	"message": sprintf("it handles %s data without an agreement", [concat(", ", _needing)]),
	"path": "agreement",
	"expected": "the date of the agreement",
} if {
	input.agreement == null
}
