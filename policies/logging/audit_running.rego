# METADATA
# scope: package
# title: The audit daemon is installed, enabled and running
# description: >-
#   The kernel's audit trail records who did what on the machine. Unlike the logs of programs it cannot be
#   left out by the one who does it.
# schemas:
#   - input: schema["linux.audit"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/auditd/auditd.8.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-3, AU-12]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["8.2", "8.5"]
#     cis-debian-12: ["6.2.1.1", "6.2.1.2"]
#   remediation: Run "apt-get install auditd audispd-plugins" and "systemctl enable --now auditd".
package policies.logging.audit_running

import data.lib.machine

# The kernel's audit trail belongs to the machine, not to a container on it.
applicable if not machine.container

fail contains {"message": "auditd is not installed", "path": "installed", "expected": true} if not input.installed

fail contains {"message": "auditd does not start at boot", "path": "enabled", "expected": true} if {
	input.installed
	not input.enabled
}

fail contains {"message": "auditd is not running", "path": "active", "expected": true} if {
	input.installed
	not input.active
}
