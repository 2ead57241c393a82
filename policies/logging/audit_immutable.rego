# METADATA
# scope: package
# title: Audit rules cannot be changed without a restart
# description: >-
#   Whoever has become root can switch the audit trail off with one command. With "-e 2" as the last rule only
#   a restart can, and that is noticed.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AU-9, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.2", "8.5"]
#     cis-debian-12: ["6.2.3.20"]
#   remediation: Write "-e 2" into /etc/audit/rules.d/99-finalize.rules and run "augenrules --load".
package policies.logging.audit_immutable

applicable if input.installed

fail contains {
	"message": "the rules do not end with -e 2",
	"path": "immutable",
	"expected": true,
} if {
	not input.immutable
}
