# METADATA
# scope: package
# title: No function answers the internet without a sign-in
# description: Such an address runs code for anybody who finds it.
# schemas:
#   - input: schema["aws.lambda.function"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
# custom:
#   severity: medium
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [AC-3, SC-7]
#     iso-27001-2022: [A.8.20, A.8.3]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.2"]
#   remediation: Set the authentication of the address to AWS_IAM, or put API Gateway or CloudFront before it.
package policies.network.lambda_url_open

fail contains {"message": sprintf("%d addresses take calls from everybody", [input.open_urls]), "path": "open_urls", "expected": 0} if {
	input.open_urls > 0
}
