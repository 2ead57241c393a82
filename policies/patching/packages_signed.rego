# METADATA
# scope: package
# title: Packages are installed only with a valid signature
# description: >-
#   The signature is all that shows that a package is the one that the distributor built. Without it whoever
#   sits on the line, or on the mirror, installs software here as root.
# schemas:
#   - input: schema["linux.apt"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apt/apt-secure.8.en.html
#   - ref: https://manpages.debian.org/bookworm/apt/sources.list.5.en.html
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [CM-14, SI-7(15)]
#     iso-27001-2022: [A.8.19]
#     cis-controls-v8.1: ["2.5"]
#     cis-debian-12: ["1.2.1.1"]
#   remediation: >-
#     Remove "trusted=yes" and "allow-insecure=yes" from the source and set its key by "signed-by"; remove the
#     named setting from /etc/apt/apt.conf.d.
package policies.patching.packages_signed

_loose := {
	"apt::get::allowunauthenticated",
	"acquire::allowinsecurerepositories",
	"acquire::allowweakrepositories",
	"acquire::allowdowngradetoinsecurerepositories",
}

_on := {"true", "yes", "1", "on", "with", "enable"}

fail contains {
	"message": sprintf("%s is on, so packages without a valid signature are accepted", [name]),
	"path": sprintf("settings[%q]", [name]),
	"key": name,
	"expected": "false",
} if {
	some name in _loose
	lower(input.settings[name]) in _on
}

fail contains {
	"message": sprintf("signatures of %s are not verified", [source]),
	"path": "sources",
	"key": source,
	"expected": "a source with trusted = false",
} if {
	some source in {sprintf("%s %s", [s.uri, s.suite]) | some s in input.sources; s.trusted}
}
