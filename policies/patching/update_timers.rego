# METADATA
# scope: package
# title: The timers of daily updates are on
# description: >-
#   Automatic updates are configured in APT and started by two timers of systemd. With the timers off, the
#   configuration looks right and nothing happens.
# schemas:
#   - input: schema["linux.services"]
# related_resources:
#   - ref: https://wiki.debian.org/UnattendedUpgrades
#   - ref: https://manpages.debian.org/bookworm/systemd/systemd.timer.5.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SI-2(2), SI-2(5)]
#     iso-27001-2022: [A.8.8]
#     cis-controls-v8.1: ["7.3"]
#   remediation: Run "systemctl unmask apt-daily.timer apt-daily-upgrade.timer" and "systemctl enable --now" with both.
package policies.patching.update_timers

applicable if input.units["apt-daily.timer"].enabled

applicable if input.units["apt-daily-upgrade.timer"].enabled

_off := {"disabled", "masked", "masked-runtime"}

fail contains _failure("apt-daily.timer", state) if {
	state := input.units["apt-daily.timer"].enabled
	state in _off
}

fail contains _failure("apt-daily-upgrade.timer", state) if {
	state := input.units["apt-daily-upgrade.timer"].enabled
	state in _off
}

_failure(name, state) := {
	"message": sprintf("%s is %s", [name, state]),
	"path": sprintf("units[%q].enabled", [name]),
	"key": name,
	"expected": "enabled",
}
