# METADATA
# scope: package
# title: Deploy keys only read
# description: >-
#   A deploy key has no expiry, no second factor and no owner. One that writes changes code in nobody's name.
# schemas:
#   - input: schema["github.deploy_key"]
# related_resources:
#   - ref: https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [AC-6, IA-5]
#     iso-27001-2022: [A.8.4, A.5.17]
#     soc2: ["CC6.3"]
#   remediation: >-
#     Delete the key (repository, Settings, Deploy keys) and add it again without "Allow write access" (read_only of
#     github_repository_deploy_key in Terraform); let programs that write use an app.
package policies.access.github_deploy_key_read_only

fail contains {"message": "whoever has the key can write to the repository", "path": "read_only", "expected": true} if {
	not input.read_only
}
