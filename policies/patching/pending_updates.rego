# METADATA
# scope: package
# title: Updates do not pile up
# description: >-
#   Fixes that are not marked as security still remove faults and keep the way to the next security update
#   short. A long list says that nobody updates this machine.
# schemas:
#   - input: schema["linux.updates"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apt/apt-get.8.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SI-2]
#     iso-27001-2022: [A.8.8, A.8.19]
#     cis-controls-v8.1: ["7.3", "7.4"]
#     cis-debian-12: ["1.2.2.1"]
#   params:
#     most:
#       type: integer
#       default: 25
#       description: how many pending updates are accepted, security updates not counted
#   remediation: Run "apt-get update && apt-get upgrade" in the next maintenance window.
package policies.patching.pending_updates

_others := [name | some name, update in input.pending; not update.security]

fail contains {
	"message": sprintf("%d updates are waiting", [count(_others)]),
	"path": "pending",
	"expected": sprintf("at most %d", [data.params.patching.pending_updates.most]),
} if {
	count(_others) > data.params.patching.pending_updates.most
}
