# METADATA
# scope: package
# title: The greetings do not tell which system runs here
# description: >-
#   The name and version in a greeting tell an attacker which weaknesses to try.
# schemas:
#   - input: schema["linux.login"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/issue.5.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-8, SI-11]
#     iso-27001-2022: [A.8.9]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.6.1", "1.6.2", "1.6.3"]
#   remediation: >-
#     Replace the text of the named file by a notice that only authorised use is allowed, without escapes such as \m,
#     \r, \s or \v.
package policies.hardening.banner_text

fail contains {"message": sprintf("%s names the system or its version", [path]), "path": sprintf("banners[%q].reveals_system", [path]), "key": path, "expected": false} if {
	some path, banner in input.banners
	banner.reveals_system
}
