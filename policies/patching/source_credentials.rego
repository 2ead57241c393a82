# METADATA
# scope: package
# title: Package sources hold no password
# description: >-
#   Source lists are readable by every user of the machine, and end up in backups and images. A password for a
#   private repository belongs into a file that only root reads.
# schemas:
#   - input: schema["linux.apt"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apt/apt_auth.conf.5.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [IA-5(7)]
#     iso-27001-2022: [A.5.17, A.8.24]
#   remediation: >-
#     Move user and password into a file below /etc/apt/auth.conf.d with mode 0600, and change the password.
package policies.patching.source_credentials

fail contains {
	"message": sprintf("the source %s is written with a user name or password", [source]),
	"path": "sources",
	"key": source,
	"expected": "a source without credentials",
} if {
	some source in {sprintf("%s %s", [s.uri, s.suite]) | some s in input.sources; s.credentials}
}
