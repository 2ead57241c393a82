# METADATA
# scope: package
# title: A backup of this machine runs on a schedule
# description: >-
#   A backup that somebody has to start is the one that was not started. Machines that are saved from outside
#   (snapshots of the virtual machine) are waived, with the name of who does it.
# schemas:
#   - input: schema["linux.backup"]
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CP-9]
#     iso-27001-2022: [A.8.13]
#     cis-controls-v8.1: ["11.2"]
#   remediation: >-
#     Install a backup program (for example restic or borgbackup) and start it from a systemd timer or a cron
#     job.
package policies.backup.backup_scheduled

import data.lib.machine

# What is worth keeping from a container lies on volumes of its host.
applicable if not machine.container

_active if {
	some schedule in input.schedules
	schedule.active
}

fail contains {
	"message": "no backup program is installed and no backup job is scheduled",
	"path": "schedules",
	"expected": "an active schedule",
} if {
	count(input.schedules) == 0
	count(input.tools) == 0
}

fail contains {
	"message": sprintf("%s is installed and nothing starts it", [concat(", ", input.tools)]),
	"path": "schedules",
	"expected": "an active schedule",
} if {
	count(input.schedules) == 0
	count(input.tools) > 0
}

fail contains {
	"message": sprintf("the backup schedule %s is not active", [concat(", ", {s.source | some s in input.schedules})]),
	"path": "schedules",
	"expected": "an active schedule",
} if {
	count(input.schedules) > 0
	not _active
}
