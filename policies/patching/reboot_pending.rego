# METADATA
# scope: package
# title: The machine runs what is installed
# description: >-
#   A new kernel or C library protects nothing until the machine has been restarted with it.
# schemas:
#   - input: schema["linux.reboot"]
# related_resources:
#   - ref: https://www.debian.org/doc/debian-policy/ch-opersys.html#signaling-that-a-reboot-is-required
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SI-2]
#     iso-27001-2022: [A.8.8, A.8.19]
#     cis-controls-v8.1: ["7.3"]
#   remediation: Plan a restart of the machine.
package policies.patching.reboot_pending

fail contains {
	"message": sprintf("a restart is due (%s)", [_reason]),
	"path": "required",
	"key": "required",
	"expected": false,
} if {
	input.required
}

fail contains {
	"message": sprintf("kernel %s is installed and %s is running", [input.newest_kernel, input.running_kernel]),
	"path": "running_kernel",
	"key": "kernel",
	"expected": input.newest_kernel,
} if {
	input.newest_kernel != null
	input.running_kernel != input.newest_kernel
}

_reason := sprintf("asked for by %s", [concat(", ", input.packages)]) if count(input.packages) > 0

_reason := "asked for by an update" if count(input.packages) == 0
