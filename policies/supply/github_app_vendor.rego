# METADATA
# scope: package
# title: Installed apps belong to vendors that are on record
# description: >-
#   Who makes an app can read, and often write, the code. They are a supplier like any other: with an owner in the
#   house, a review and a way out.
# schemas:
#   - input: schema["github.app_installation"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://docs.github.com/en/apps/using-github-apps/reviewing-and-modifying-installed-github-apps
# custom:
#   severity: medium
#   tags: [github, vendors]
#   controls:
#     nist-800-53-r5: [SA-9, SR-6, CM-8]
#     iso-27001-2022: [A.5.19, A.5.9, A.5.23]
#     soc2: ["CC9.2"]
#     cis-github-1.2: ["1.4.1"]
#   params:
#     vendors: {type: object, default: {}, description: "ids of vendors in the register by the name of the app, where they differ, for example {codecov: sentry}"}
#     own: {type: array, default: [], description: "apps that the organisation made itself"}
#   remediation: >-
#     Enter the app's maker in the register of vendors, with the app's name as id or the vendor's id in the
#     parameter vendors of this policy, or uninstall the app (Settings, GitHub Apps). The organisation's own apps
#     enter in the parameter own.
package policies.supply.github_app_vendor

# Without records of vendors there is nothing to hold the app against.
applicable if {
	count(data.records["register.vendor"]) > 0
	not input.app in data.params.supply.github_app_vendor.own
}

fail contains {
	"message": sprintf("no vendor %s is on record", [_vendor]),
	"path": "app",
	"expected": "a vendor in the register",
} if {
	not _vendor in {lower(vendor.id) | some vendor in data.records["register.vendor"]}
}

_vendor := lower(object.get(data.params.supply.github_app_vendor.vendors, input.app, input.app))
