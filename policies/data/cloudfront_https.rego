# METADATA
# scope: package
# title: Distributions answer over HTTPS alone
# description: On the way from a caller to the edge others can read and change what is not encrypted.
# schemas:
#   - input: schema["aws.cloudfront.distribution"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html
# custom:
#   severity: medium
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: ["SC-8(1)"]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.7"]
#     pci-dss-4.0.1: ["4.2.1"]
#   remediation: Set the viewer protocol policy of the behaviour to redirect to HTTPS, or to HTTPS only.
package policies.data.cloudfront_https

applicable if input.enabled

fail contains {"message": sprintf("%s is answered without encryption", [b.path]), "path": "behaviours", "key": b.path, "expected": "redirect-to-https"} if {
	some b in input.behaviours
	b.callers == "allow-all"
}
