# METADATA
# scope: package
# title: Repositories say whose they are
# description: >-
#   An inventory that does not name the owner of a thing answers no question about it. Custom properties are the
#   inventory that rulesets can read.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/organizations/managing-organization-settings/managing-custom-properties-for-repositories-in-your-organization
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-8]
#     iso-27001-2022: [A.5.9, A.5.12]
#   params:
#     properties: {type: array, default: ["owner"], description: "custom properties that each repository has a value for, for example owner, tier and data-class"}
#   remediation: >-
#     Define the property under the organisation's Settings, Custom properties, required for all repositories, and
#     fill it in (PATCH /orgs/ORG/properties/values; github_repository_custom_property in Terraform).
package policies.governance.github_repository_properties

applicable if not input.archived

fail contains {
	"message": sprintf("the custom property %s is not set", [property]),
	"path": sprintf("custom_properties[%q]", [property]),
	"key": property,
	"expected": "a value",
} if {
	some property in data.params.governance.github_repository_properties.properties
	count(object.get(input.custom_properties, property, [])) == 0
}
