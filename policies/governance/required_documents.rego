# METADATA
# scope: package
# title: The policies that an organisation needs are written and approved
# description: >-
#   What was never written down cannot be asked of anybody. These are the documents that auditors and new
#   colleagues ask for first.
# schemas:
#   - input: schema["register.index"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/12/r1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [PM-1, PL-1]
#     iso-27001-2022: [A.5.1, A.5.37]
#     cis-controls-v8.1: ["17.4"]
#   params:
#     categories:
#       type: array
#       default:
#         ["information security policy", "acceptable use", "access control", "incident response", "backup",
#         "business continuity", "change management", "supplier management"]
#       description: categories of documents that have to exist, approved
#   remediation: Write the document, have it approved, and enter it in the register with this category.
package policies.governance.required_documents

_approved contains lower(document.category) if {
	some document in data.records["register.document"]
	document.approved_on != null
	document.approved_by != null
}

fail contains {
	"message": sprintf("there is no approved document on %s", [category]),
	"path": "counts[\"register.document\"]",
	"key": category,
	"expected": "an approved document of this category",
} if {
	some category in data.params.governance.required_documents.categories
	not lower(category) in _approved
}
