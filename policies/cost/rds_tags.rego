# METADATA
# scope: package
# title: Databases carry the tags that tell whose they are
# description: Without an owner and a cost centre nobody pays for a thing, and nobody switches it off.
# schemas:
#   - input: schema["aws.rds.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/whitepapers/latest/tagging-best-practices/tagging-best-practices.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-8, PM-5]
#     iso-27001-2022: [A.5.9, A.5.12]
#     soc2: ["CC6.1", "A1.1"]
#   params:
#     required: {type: array, default: [], description: "names of tags that each must have; empty means that the policy does not apply"}
#   remediation: Set the tags, and have a tag policy of the organisation demand them.
package policies.cost.rds_tags

import data.lib.tags

_required := data.params.cost.rds_tags.required

# Which tags an organisation wants only it can say.
applicable if count(_required) > 0

fail contains {"message": sprintf("the tag %s is missing", [tag]), "path": "tags", "key": tag, "expected": "a value"} if {
	some tag in tags.missing(input.tags, _required)
}
