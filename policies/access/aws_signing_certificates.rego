# METADATA
# scope: package
# title: Users have no signing certificates
# description: >-
#   X.509 signing certificates are for APIs that nobody uses any more, and are credentials that nobody watches.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html
# custom:
#   severity: low
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [IA-5]
#     iso-27001-2022: [A.5.17]
#     soc2: ["CC6.1"]
#     pci-dss-4.0.1: ["8.2.4"]
#   remediation: Delete the certificates with "aws iam delete-signing-certificate".
package policies.access.aws_signing_certificates

fail contains {"message": sprintf("%d signing certificates are active", [input.signing_certificates]), "path": "signing_certificates", "expected": 0} if {
	input.signing_certificates > 0
}
