# METADATA
# scope: package
# title: New repositories have the security features turned on
# description: A repository is made in a minute and used for years as it was made.
# schemas:
#   - input: schema["github.organization"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/securing-your-organization/introduction-to-securing-your-organization-at-scale/about-enabling-security-features-at-scale
# custom:
#   severity: low
#   tags: [github]
#   controls:
#     nist-800-53-r5: [CM-6, RA-5]
#     iso-27001-2022: [A.8.9]
#     soc2: ["CC7.1"]
#   remediation: >-
#     In the organisation under Settings, Advanced Security, Configurations, make one with the feature enabled the
#     default for new repositories.
package policies.hardening.github_new_repositories

fail contains _failure("dependabot_alerts") if {
	not input.new_repositories.dependabot_alerts
	not _configured("dependabot_alerts")
}

fail contains _failure("secret_scanning") if {
	not input.new_repositories.secret_scanning
	not _configured("secret_scanning")
}

fail contains _failure("secret_scanning_push_protection") if {
	not input.new_repositories.secret_scanning_push_protection
	not _configured("secret_scanning_push_protection")
}

_failure(feature) := {
	"message": sprintf("%s is off in new repositories", [replace(feature, "_", " ")]),
	"path": sprintf("new_repositories.%s", [feature]),
	"key": feature,
	"expected": "on by itself, or by a configuration that is the default",
}

_configured(feature) if {
	every what in ["public", "private_and_internal"] {
		some configuration in input.security_configurations
		configuration.default_for in {"all", what}
		configuration.settings[feature] == "enabled"
	}
}
