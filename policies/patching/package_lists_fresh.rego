# METADATA
# scope: package
# title: Package lists are up to date
# description: >-
#   A machine that does not fetch its package lists knows of no update, and then looks as if it needed none.
# schemas:
#   - input: schema["linux.updates"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apt/apt-get.8.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SI-2, RA-5]
#     iso-27001-2022: [A.8.8]
#     cis-controls-v8.1: ["7.3"]
#   params:
#     max_days:
#       type: integer
#       default: 7
#       description: how old the newest package list may be, in days
#   remediation: >-
#     Run "apt-get update", and see in "journalctl -u apt-daily" why it does not happen by itself.
package policies.patching.package_lists_fresh

import data.lib.dates

fail contains {
	"message": "no package list has ever been fetched",
	"path": "lists_at",
	"expected": sprintf("at most %d days ago", [data.params.patching.package_lists_fresh.max_days]),
} if {
	input.lists_at == null
}

fail contains {
	"message": sprintf("the newest package list is from %s", [input.lists_at]),
	"path": "lists_at",
	"expected": sprintf("at most %d days ago", [data.params.patching.package_lists_fresh.max_days]),
} if {
	input.lists_at != null
	not _fresh
}

# A day ahead is a clock that is a little off; more is a time that was never true.
_fresh if {
	days := dates.days_since(input.lists_at)
	days >= -1
	days <= data.params.patching.package_lists_fresh.max_days
}
