# METADATA
# scope: package
# title: Security updates install themselves
# description: >-
#   A hole is attacked within days of its fix. A machine that installs security updates by itself does not
#   wait for somebody to find the time.
# schemas:
#   - input: schema["linux.apt"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/unattended-upgrades/unattended-upgrade.8.en.html
#   - ref: https://wiki.debian.org/UnattendedUpgrades
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SI-2(2), SI-2(5)]
#     iso-27001-2022: [A.8.8]
#     cis-controls-v8.1: ["7.3"]
#   remediation: >-
#     Install unattended-upgrades and run "dpkg-reconfigure -plow unattended-upgrades", which writes
#     /etc/apt/apt.conf.d/20auto-upgrades.
package policies.patching.automatic_updates

_off := {"0", "", "false", "no", "off"}

_setting(name) := object.get(input.settings, name, "0")

_expected := {
	"apt::periodic::update-package-lists": "fetching package lists is off",
	"apt::periodic::unattended-upgrade": "installing security updates is off",
}

fail contains {
	"message": "the program unattended-upgrades is not installed",
	"path": "unattended_upgrades",
	"expected": true,
} if {
	not input.unattended_upgrades
}

fail contains {
	"message": message,
	"path": sprintf("settings[%q]", [name]),
	"key": name,
	"expected": "1",
} if {
	some name, message in _expected
	lower(_setting(name)) in _off
}

fail contains {
	"message": "periodic work of APT is switched off as a whole",
	"path": "settings[\"apt::periodic::enable\"]",
	"key": "apt::periodic::enable",
	"expected": "1",
} if {
	lower(input.settings["apt::periodic::enable"]) in _off
}
