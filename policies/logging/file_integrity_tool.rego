# METADATA
# scope: package
# title: A program watches for changed system files
# description: >-
#   A changed program or configuration file is often the only trace of a break-in. Without a record of how
#   files should be nobody notices.
# schemas:
#   - input: schema["linux.packages"]
# related_resources:
#   - ref: https://aide.github.io/
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SI-7, SI-7(1)]
#     iso-27001-2022: [A.8.16, A.8.19]
#     cis-controls-v8.1: ["3.14"]
#     cis-debian-12: ["6.3.1"]
#   params:
#     tools:
#       type: array
#       default:
#         ["aide", "tripwire", "samhain", "integrit", "wazuh-agent", "ossec-hids-agent", "osquery",
#         "falcon-sensor", "mdatp"]
#       description: packages that do this; one is enough
#   remediation: >-
#     Run "apt-get install aide aide-common" and "aideinit", and keep the data base where the machine cannot
#     change it.
package policies.logging.file_integrity_tool

import data.lib.machine

# The files of a container are those of its image.
applicable if not machine.container

_present if {
	some tool in data.params.logging.file_integrity_tool.tools
	input.installed[tool]
}

fail contains {
	"message": "no program that watches the integrity of files is installed",
	"path": "installed",
	"expected": sprintf("one of %s", [concat(", ", data.params.logging.file_integrity_tool.tools)]),
} if {
	not _present
}
