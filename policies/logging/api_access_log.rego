# METADATA
# scope: package
# title: Stages of APIs log who called
# description: In front of all programs this is the one log that is complete.
# schemas:
#   - input: schema["aws.apigateway.stage"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-aws-7.0: ["4.10"]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   remediation: Turn access logging on for the stage, with a log group as its destination.
package policies.logging.api_access_log

fail contains {"message": "nobody records the calls", "path": "access_log", "expected": "a destination"} if {
	input.access_log == null
}
