# METADATA
# scope: package
# title: What APIs keep of answers is encrypted
# description: Answers hold the data of callers.
# schemas:
#   - input: schema["aws.apigateway.stage"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
# custom:
#   severity: low
#   tags: [aws, encryption]
#   controls:
#     nist-800-53-r5: [SC-28]
#     iso-27001-2022: [A.8.24]
#     soc2: ["CC6.1"]
#   remediation: Turn encryption of cached data on for the methods of the stage.
package policies.data.api_cache_encrypted

applicable if input.protocol == "REST"

fail contains {"message": "answers are kept without encryption", "path": "cache_open", "expected": false} if {
	input.cache_open
}
