# METADATA
# scope: package
# title: No security update is waiting to be installed
# description: >-
#   An update that the distribution marks as security closes a hole that has been published; until it is
#   installed anyone who reads the notice knows the way in.
# schemas:
#   - input: schema["linux.updates"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apt/apt-get.8.en.html
#   - ref: https://www.debian.org/security/
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [SI-2]
#     iso-27001-2022: [A.8.8]
#     cis-controls-v8.1: ["7.3", "7.4"]
#     cis-debian-12: ["1.2.2.1"]
#   remediation: >-
#     Run "apt-get update && apt-get upgrade", then restart the services or the machine that still run the old
#     version.
package policies.patching.security_updates

fail contains {
	"message": sprintf("%s %s has a security update to %s", [name, update.from, update.to]),
	"path": sprintf("pending[%q]", [name]),
	"key": name,
	"expected": update.to,
} if {
	some name, update in input.pending
	update.security
}

fail contains {
	"message": "no package list has been fetched, so security updates cannot show",
	"path": "lists_at",
	"expected": "the time of the last fetch",
} if {
	input.lists_at == null
}
