# METADATA
# scope: package
# title: What is released is built without caches
# description: >-
#   A cache is filled by runs of other branches and pull requests. Who can run code in one of those puts files
#   into it that the release then takes for its own.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/dependency-caching
#   - ref: https://docs.zizmor.sh/audits/#cache-poisoning
# custom:
#   severity: high
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SI-7, SR-11]
#     iso-27001-2022: [A.8.31, A.5.21]
#     cis-controls-v8.1: ["16.5"]
#     soc2: [CC6.8]
#     cis-github-1.2: ["2.2.1", "2.4.3"]
#     slsa-1.2: [Build.L3]
#   params:
#     publishers:
#       type: array
#       default:
#         ["pypa/gh-action-pypi-publish", "softprops/action-gh-release", "ncipollo/release-action",
#         "actions/create-release", "goreleaser/goreleaser-action", "js-devtools/npm-publish",
#         "rubygems/release-gem", "changesets/action", "semantic-release/semantic-release"]
#       description: actions that publish, in lower case
#     caches:
#       type: array
#       default:
#         ["actions/cache", "actions/cache/restore", "swatinem/rust-cache", "mozilla-actions/sccache-action",
#         "gradle/actions/setup-gradle", "gradle/gradle-build-action", "magic-nix-cache-action"]
#       description: actions that restore a cache, in lower case
#     default:
#       type: array
#       default: ["actions/setup-go", "astral-sh/setup-uv", "golangci/golangci-lint-action"]
#       description: actions that restore one unless they are told not to
#   remediation: >-
#     Leave the cache out of the workflow that releases ("cache: false" for actions/setup-go), or move the
#     release into a workflow of its own.
package policies.supply.workflow_cache

import data.lib.cache
import data.lib.place

_releases if input.events.release

_releases if count(input.events.push.tags) > 0

_releases if {
	some command in input.commands
	command.kind == "publish"
}

_releases if {
	some use in input.uses
	lower(use.action) in data.params.supply.workflow_cache.publishers
}

applicable if _releases

_restoring := [use |
	some use in input.uses
	cache.restores(use, data.params.supply.workflow_cache.caches, data.params.supply.workflow_cache["default"])
]

_caches := {sprintf("%s: %s", [use.job, use.action]) | some use in _restoring}

_places(key) := [use | some use in _restoring; key == sprintf("%s: %s", [use.job, use.action])]

fail contains {
	"message": sprintf("a workflow that releases restores a cache, %s (%s)", [key, place.words(_places(key))]),
	"path": "uses",
	"key": key,
	"actual": place.at(input.path, _places(key)),
	"expected": "no cache",
} if {
	_releases
	some key in _caches
}
