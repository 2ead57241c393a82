# METADATA
# scope: package
# title: Nobody but root can write to the files that the system lives by
# description: >-
#   Who can write one of these files decides what root runs, who logs in, or what is logged.
# schemas:
#   - input: schema["linux.file"]
# related_resources:
#   - ref: https://refspecs.linuxfoundation.org/fhs.shtml
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [AC-3, AC-6, CM-5]
#     iso-27001-2022: [A.8.3, A.8.9]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["7.1.11"]
#   params:
#     except: {type: array, default: ["/tmp", "/var/tmp", "/dev/shm"], description: "the paths where everybody may write"}
#   remediation: Run "chmod o-w" on the named file, and find out who made it so and what was written.
package policies.hardening.system_files_writable

import data.lib.mode

applicable if {
	input.exists
	input.type != "symlink"
	not input.path in data.params.hardening.system_files_writable.except
}

fail contains {"message": sprintf("everybody may write to it (mode %s)", [input.mode]), "path": "mode", "expected": "no write bit for others"} if {
	input.exists
	input.type != "symlink"
	not input.path in data.params.hardening.system_files_writable.except
	not mode.within(input.mode, "7775")
}
