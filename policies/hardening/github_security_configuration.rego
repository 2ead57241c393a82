# METADATA
# scope: package
# title: New repositories get a security configuration that they cannot turn off
# description: >-
#   What depends on somebody's thinking of it is missing where it matters. An enforced configuration is there from
#   the first day and stays.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/securing-your-organization/enabling-security-features-in-your-organization/creating-a-custom-security-configuration
# custom:
#   severity: medium
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-2, CM-6, RA-5]
#     iso-27001-2022: [A.8.9]
#     soc2: ["CC7.1"]
#   params:
#     settings: {type: array, default: ["dependabot_alerts", "secret_scanning", "secret_scanning_push_protection"], description: "settings that have to be enabled, as GitHub names them"}
#   remediation: >-
#     In the organisation under Settings, Advanced Security, Configurations, make one with these settings, enforce
#     it, and make it the default for new repositories (PUT /orgs/ORG/code-security/configurations/ID/defaults with
#     default_for_new_repos=all).
package policies.hardening.github_security_configuration

fail contains {
	"message": sprintf("no enforced configuration turns on %s in new %s repositories", [setting, what]),
	"path": "security_configurations",
	"key": sprintf("%s in %s repositories", [setting, what]),
	"expected": "an enforced configuration that is the default",
} if {
	some setting in data.params.hardening.github_security_configuration.settings
	some what, names in {"public": {"all", "public"}, "private": {"all", "private_and_internal"}}
	count([c | some c in input.security_configurations; _holds(c, setting, names)]) == 0
}

_holds(configuration, setting, names) if {
	configuration.enforcement == "enforced"
	configuration.default_for in names
	configuration.settings[setting] == "enabled"
}
