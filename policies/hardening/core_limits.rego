# METADATA
# scope: package
# title: Programs leave no memory image behind when they crash
# description: >-
#   The image holds all that the program had in memory, passwords and keys included, and often lies where others can
#   read it.
# schemas:
#   - input: schema["linux.login"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/limits.conf.5.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SC-4, CM-6]
#     iso-27001-2022: [A.8.9]
#     cis-controls-v8.1: ["4.1"]
#     cis-debian-12: ["1.5.3"]
#   remediation: >-
#     Put the line "* hard core 0" into /etc/security/limits.d/60-core.conf and remove other core limits for *.
package policies.hardening.core_limits

fail contains {"message": "no hard limit of 0 keeps programs from writing a memory image", "path": "core_limits", "expected": "* hard core 0"} if {
	not _limited
}

fail contains {"message": sprintf("%s allows memory images (%s core %s)", [limit.file, limit.type, limit.value]), "path": "core_limits", "key": sprintf("%s: %s %s", [limit.file, limit.type, limit.value]), "expected": "* hard core 0"} if {
	some limit in input.core_limits
	limit.domain == "*"
	limit.type in {"hard", "-"}
	limit.value != "0"
}

_limited if {
	some limit in input.core_limits
	limit.domain == "*"
	limit.type in {"hard", "-"}
	limit.value == "0"
}
