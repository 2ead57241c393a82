# METADATA
# scope: package
# title: AWS Config records each region
# description: >-
#   Config keeps what every resource looked like at any time: the memory of change management.
# schemas:
#   - input: schema["aws.config.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [CM-2, CM-3, CM-8]
#     iso-27001-2022: [A.8.9, A.8.32]
#     cis-aws-7.0: ["4.3"]
#     cis-aws-5.0: ["3.3"]
#     soc2: ["CC7.1", "CC8.1"]
#     pci-dss-4.0.1: ["1.2.8", "11.5.2"]
#   remediation: Set Config up in the region with all resource types, and a bucket to deliver to.
package policies.logging.aws_config_on

fail contains {"message": "there is no recorder", "path": "recorder", "expected": "a recorder"} if {
	input.recorder == null
}

fail contains {"message": "the recorder is stopped", "path": "recorder.recording", "expected": true} if {
	input.recorder != null
	not input.recorder.recording
}

fail contains {"message": "the recorder leaves out types of resources", "path": "recorder.all_supported", "expected": true} if {
	input.recorder != null
	not input.recorder.all_supported
}

fail contains {"message": "the last record could not be delivered", "path": "recorder.last_status", "expected": "SUCCESS"} if {
	input.recorder.last_status == "FAILURE"
}
