# METADATA
# scope: package
# title: Only root reads and writes the audit trail
# description: >-
#   The audit trail names what everybody on the machine did. Who can write it can also remove himself from it.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/audit.rules.7.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-9]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["6.2.4.1", "6.2.4.2"]
#   remediation: >-
#     Run "chown root" and "chmod 0600" (0640 with a group for auditors and log_group in auditd.conf) on the
#     file.
package policies.logging.audit_log_protected

applicable if {
	input.installed
	count(input.log_files) > 0
}

fail contains {
	"message": sprintf("%s has mode %s", [path, file.mode]),
	"path": sprintf("log_files[%q].mode", [path]),
	"key": sprintf("%s mode", [path]),
	"expected": "0600 or 0640",
} if {
	some path, file in input.log_files
	not regex.match(`^0*[0246][04]0$`, file.mode)
}

fail contains {
	"message": sprintf("%s belongs to the user with number %d", [path, file.owner_uid]),
	"path": sprintf("log_files[%q].owner_uid", [path]),
	"key": sprintf("%s owner", [path]),
	"expected": 0,
} if {
	some path, file in input.log_files
	file.owner_uid != 0
}
