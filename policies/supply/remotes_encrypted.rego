# METADATA
# scope: package
# title: Remotes and submodules are fetched over encrypted connections
# description: >-
#   Over http and git the code can be read and exchanged on its way, and nobody notices.
# schemas:
#   - input: schema["git.repository"]
# related_resources:
#   - ref: https://git-scm.com/book/en/v2/Git-on-the-Server-The-Protocols
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SC-8, SR-11]
#     iso-27001-2022: [A.8.20, A.8.24]
#     cis-controls-v8.1: ["3.10"]
#   remediation: >-
#     Change the address to https or ssh ("git remote set-url NAME URL"; for a submodule in .gitmodules, then
#     "git submodule sync").
package policies.supply.remotes_encrypted

_open := {"http", "git", "ftp"}

fail contains {
	"message": sprintf("the remote %s is reached over %s", [name, remote.scheme]),
	"path": sprintf("remotes[%q].scheme", [name]),
	"key": sprintf("remote %s", [name]),
	"expected": "https or ssh",
} if {
	some name, remote in input.remotes
	remote.scheme in _open
}

fail contains {
	"message": sprintf("the submodule %s is fetched from %s", [path, submodule.url]),
	"path": sprintf("submodules[%q].url", [path]),
	"key": sprintf("submodule %s", [path]),
	"expected": "https or ssh",
} if {
	some path, submodule in input.submodules
	lower(split(submodule.url, "://")[0]) in _open
}
