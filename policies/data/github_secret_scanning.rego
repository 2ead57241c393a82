# METADATA
# scope: package
# title: Secrets in code are found
# description: >-
#   A key that was pushed by mistake is found by strangers within minutes where the code is public, and by the next
#   intruder elsewhere.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning
# custom:
#   severity: high
#   tags: [github]
#   controls:
#     nist-800-53-r5: ["IA-5(7)", RA-5]
#     iso-27001-2022: [A.5.17, A.8.12]
#     soc2: ["CC6.1", "CC7.1"]
#     cis-github-1.2: ["1.5.1"]
#   remediation: >-
#     Under Settings, Advanced Security, of the repository, or for all by a security configuration of the
#     organisation, enable Secret Protection (security_and_analysis.secret_scanning of the API and of
#     github_repository in Terraform). On private repositories it is part of a paid plan.
package policies.data.github_secret_scanning

applicable if not input.archived

fail contains {"message": "nobody looks for secrets in the code", "path": "security.secret_scanning", "expected": true} if {
	not input.security.secret_scanning
}
