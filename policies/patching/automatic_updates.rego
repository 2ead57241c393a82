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

# What nothing sets is off, but for the main switch.
_settings := {
	"apt::periodic::enable": {"default": "1", "off": "periodic work of APT is off as a whole"},
	"apt::periodic::update-package-lists": {"default": "0", "off": "fetching package lists is off"},
	"apt::periodic::unattended-upgrade": {"default": "0", "off": "installing security updates is off"},
}

fail contains {"message": "unattended-upgrades is not installed", "path": "unattended_upgrades", "expected": true} if {
	not input.unattended_upgrades
}

fail contains {
	"message": setting.off,
	"path": sprintf("settings[%q]", [name]),
	"key": name,
	"expected": "1",
} if {
	some name, setting in _settings
	lower(object.get(input.settings, name, setting["default"])) in _off
}

_origins := sprintf("%s %s", [
	object.get(input.settings, "unattended-upgrade::allowed-origins", ""),
	object.get(input.settings, "unattended-upgrade::origins-pattern", ""),
])

fail contains {
	"message": "unattended-upgrades does not take updates from the security archive",
	"path": "settings[\"unattended-upgrade::origins-pattern\"]",
	"key": "unattended-upgrade::origins",
	"expected": "an origin of security updates",
} if {
	input.unattended_upgrades
	not contains(lower(_origins), "security")
}
