# METADATA
# scope: package
# title: It is written down who may schedule jobs
# description: >-
#   A scheduled job outlives the session and the password of who made it, which makes it a good hiding place.
# schemas:
#   - input: schema["linux.cron"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/cron/crontab.1.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.2, A.8.19]
#     cis-controls-v8.1: ["5.4"]
#     cis-debian-12: ["2.4.1.8"]
#   remediation: >-
#     Run "touch /etc/cron.allow && chmod 640 /etc/cron.allow && rm -f /etc/cron.deny", and write those who may use
#     crontab into it, one name to a line.
package policies.access.cron_restricted

fail contains {"message": "every user may schedule jobs: there is no /etc/cron.allow", "path": "allow_exists", "expected": true} if {
	not input.allow_exists
}
