# METADATA
# scope: package
# title: A program proposes updates of all dependencies
# description: >-
#   Known holes in dependencies are attacked by machines. A robot that proposes each update keeps the list
#   from being somebody's task for later.
# schemas:
#   - input: schema["git.repository"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.github.com/en/code-security/dependabot/dependabot-version-updates
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SI-2, RA-5]
#     iso-27001-2022: [A.8.8]
#     cis-controls-v8.1: ["7.4", "16.5"]
#     cis-github-1.2: ["1.5.5"]
#     openssf-scorecard: [Dependency-Update-Tool]
#     soc2: [CC7.1]
#   remediation: Add the ecosystem to .github/dependabot.yml, or set up Renovate.
package policies.supply.dependency_updates

_used contains manifest.ecosystem if some manifest in input.manifests

_used contains "docker" if count(data.resources["git.dockerfile"]) > 0

_used contains "github-actions" if count(data.resources["ci.workflow"]) > 0

applicable if count(_used) > 0

fail contains {
	"message": "no dependency updater is configured",
	"path": "dependency_updater",
	"key": "none",
	"expected": "Dependabot or Renovate",
} if {
	input.dependency_updater == null
}

fail contains {
	"message": sprintf("dependencies of %s are not kept up to date", [ecosystem]),
	"path": "dependency_updater.ecosystems",
	"key": ecosystem,
	"expected": "an entry for this ecosystem",
} if {
	input.dependency_updater != null
	not "*" in input.dependency_updater.ecosystems
	some ecosystem in _used
	not ecosystem in input.dependency_updater.ecosystems
}
