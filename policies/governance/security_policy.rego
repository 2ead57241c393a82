# METADATA
# scope: package
# title: The repository says how to report a hole
# description: >-
#   Who finds a hole and does not know whom to tell, tells everybody or nobody.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [RA-5(11), IR-6]
#     iso-27001-2022: [A.5.5, A.8.8]
#     cis-controls-v8.1: ["16.2"]
#     cis-github-1.2: ["1.2.1"]
#     openssf-scorecard: [Security-Policy]
#   remediation: Add a file SECURITY.md with an address or a link, and say how soon an answer comes.
package policies.governance.security_policy

fail contains {
	"message": "there is no security policy",
	"path": "security_policy",
	"expected": "a file SECURITY.md",
} if {
	input.security_policy == null
}

fail contains {
	"message": sprintf("%s names no address, link or form", [input.security_policy.path]),
	"path": "security_policy.has_contact",
	"expected": true,
} if {
	input.security_policy != null
	not input.security_policy.has_contact
}
