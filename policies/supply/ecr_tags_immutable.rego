# METADATA
# scope: package
# title: Tags of images stay with their image
# description: Where a tag can be moved, what was tested and what runs are two things.
# schemas:
#   - input: schema["aws.ecr.repository"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-7, CM-5]
#     iso-27001-2022: [A.8.32, A.8.19]
#     soc2: ["CC8.1"]
#   remediation: Make the repository's tags immutable, and give each build a tag of its own.
package policies.supply.ecr_tags_immutable

fail contains {"message": "a tag can be moved to another image", "path": "immutable", "expected": true} if {
	not input.immutable
}
