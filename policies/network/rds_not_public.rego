# METADATA
# scope: package
# title: Database instances have no public address
# description: A database that the internet can reach waits for the next hole in its software.
# schemas:
#   - input: schema["aws.rds.instance"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
# custom:
#   severity: critical
#   tags: [aws, exposure]
#   controls:
#     nist-800-53-r5: [SC-7, AC-4]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-aws-7.0: ["3.2.3"]
#     cis-aws-5.0: ["2.2.3"]
#     soc2: ["CC6.6"]
#     pci-dss-4.0.1: ["1.4.4"]
#   remediation: Turn public access off; reach the database through the VPC.
package policies.network.rds_not_public

fail contains {"message": "the database has a public address", "path": "public", "expected": false} if {
	input.public
}
