# METADATA
# scope: package
# title: Origins are asked over HTTPS
# description: Encryption that ends at the edge protects half of the way.
# schemas:
#   - input: schema["aws.cloudfront.distribution"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: ["SC-8(1)"]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.7"]
#     pci-dss-4.0.1: ["4.2.1"]
#   remediation: Set the origin protocol policy to HTTPS only.
package policies.data.cloudfront_origin_https

applicable if input.enabled

fail contains {"message": sprintf("%s is asked without encryption", [o.domain]), "path": "origins", "key": o.id, "expected": "https-only"} if {
	some o in input.origins
	o.protocol == "http-only"
}

# As the caller came: that is without encryption only where callers may come so.
fail contains {"message": sprintf("%s is asked without encryption when callers come so", [o.domain]), "path": "origins", "key": o.id, "expected": "https-only"} if {
	some o in input.origins
	o.protocol == "match-viewer"
	some b in input.behaviours
	b.origin == o.id
	b.callers == "allow-all"
}
