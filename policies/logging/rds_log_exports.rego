# METADATA
# scope: package
# title: Databases send their logs to CloudWatch
# description: On the instance they are gone after days, and with it.
# schemas:
#   - input: schema["aws.rds.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: ["AU-4(1)", "AU-12"]
#     iso-27001-2022: [A.8.15]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.3.3"]
#   remediation: Choose the logs to export in the settings of the database.
package policies.logging.rds_log_exports

fail contains {"message": "no log leaves the instance", "path": "log_exports", "expected": "at least one log"} if {
	count(input.log_exports) == 0
}
