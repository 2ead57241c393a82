# METADATA
# scope: package
# title: Access from outside is analysed in each region
# description: >-
#   Access Analyzer tells which buckets, keys and roles strangers can reach, as soon as somebody opens one.
# schemas:
#   - input: schema["aws.accessanalyzer.settings"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AC-6, CA-7]
#     iso-27001-2022: [A.5.18, A.8.3]
#     cis-aws-7.0: ["2.18"]
#     cis-aws-5.0: ["1.19"]
#     soc2: ["CC6.1", "CC6.3"]
#     pci-dss-4.0.1: ["7.2.4"]
#   remediation: Create an analyser for external access in the region; it costs nothing.
package policies.access.aws_analyzer_on

fail contains {"message": "no analyser looks for access from outside", "path": "analyzers", "expected": "an active analyser of the account or organisation"} if {
	count([a | some a in input.analyzers; a.type in {"ACCOUNT", "ORGANIZATION"}; a.status == "ACTIVE"]) == 0
}
