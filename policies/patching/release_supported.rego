# METADATA
# scope: package
# title: The distribution's release still gets security updates
# description: >-
#   After the end of support holes are published and no longer closed. What counts is support that the default
#   package sources give: for Debian that includes long term support, for Ubuntu not the subscription.
# schemas:
#   - input: schema["linux.host"]
# related_resources:
#   - ref: https://www.debian.org/releases/
#   - ref: https://wiki.debian.org/LTS
#   - ref: https://ubuntu.com/about/release-cycle
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [SA-22, SI-2]
#     iso-27001-2022: [A.8.8, A.8.19]
#     cis-controls-v8.1: ["2.2"]
#   params:
#     end_of_support:
#       type: object
#       default:
#         "debian":
#           {"9": "2022-06-30", "10": "2024-06-30", "11": "2026-08-31", "12": "2028-06-30", "13":
#           "2030-06-30"}
#         "ubuntu":
#           {"16.04": "2021-04-30", "18.04": "2023-05-31", "20.04": "2025-05-29", "22.04":
#           "2027-06-01", "24.04": "2029-05-31", "24.10": "2025-07-10", "25.04": "2026-01-15",
#           "25.10": "2026-07-09", "26.04": "2031-05-29"}
#       description: the last day of support by distribution and version; a version that is not listed fails
#     notice_days:
#       type: integer
#       default: 0
#       description: fail this many days before the end, to leave time for the upgrade
#   remediation: >-
#     Upgrade to a supported release as its release notes describe. With a paid extension, set its end as
#     parameter end_of_support.
package policies.patching.release_supported

import data.lib.dates

# A distribution without a table cannot be judged.
applicable if data.params.patching.release_supported.end_of_support[input.os.id]

fail contains {
	"message": sprintf("%s %s is not a release with a known end of support", [input.os.id, input.os.version_id]),
	"path": "os.version_id",
	"expected": "one of the releases in parameter end_of_support",
} if {
	not data.params.patching.release_supported.end_of_support[input.os.id][input.os.version_id]
}

fail contains {
	"message": sprintf("support of %s %s ends on %s", [input.os.id, input.os.version_id, end]),
	"path": "os.version_id",
	"expected": "a release with support",
} if {
	end := data.params.patching.release_supported.end_of_support[input.os.id][input.os.version_id]
	dates.days_until(end) < data.params.patching.release_supported.notice_days
}
