# METADATA
# scope: package
# title: Installed apps cannot change the organisation's rules
# description: >-
#   An app with the permission to administer can lift the protection that everybody else keeps, and whoever breaks
#   in at its maker can do so too.
# schemas:
#   - input: schema["github.app_installation"]
# related_resources:
#   - ref: https://docs.github.com/en/apps/using-github-apps/reviewing-and-modifying-installed-github-apps
# custom:
#   severity: high
#   tags: [github, vendors]
#   controls:
#     nist-800-53-r5: [AC-6, SA-9]
#     iso-27001-2022: [A.5.19, A.8.2]
#     soc2: ["CC6.3", "CC9.2"]
#     cis-github-1.2: ["1.4.3"]
#   params:
#     allowed: {type: array, default: [], description: "apps that may administer, by their names in addresses, for example terraform-acme"}
#   remediation: >-
#     In the organisation under Settings, GitHub Apps, suspend or uninstall the app, or ask its maker for one that
#     needs less. An app that has to administer enters in the list of this policy.
package policies.supply.github_app_permissions

applicable if not input.suspended

fail contains {
	"message": sprintf("it has the permission %s on %s", [level, name]),
	"path": sprintf("permissions[%q]", [name]),
	"key": name,
	"expected": "read, or an app on the list",
} if {
	some name, level in input.permissions
	level in {"write", "admin"}
	_powerful(name)
	not input.app in data.params.supply.github_app_permissions.allowed
}

# What concerns the organisation begins with organization_, but for its members.
_powerful(name) if name in {"administration", "members"}

_powerful(name) if startswith(name, "organization_")
