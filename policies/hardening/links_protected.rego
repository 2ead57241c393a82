# METADATA
# scope: package
# title: Links and files planted in shared folders are not followed
# description: A service that writes to a guessable name in /tmp can be led to a link or file that somebody put there first.
# schemas:
#   - input: schema["linux.sysctl"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.kernel.org/admin-guide/sysctl/fs.html#protected-symlinks
# custom:
#   severity: medium
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [AC-6, CM-6]
#     iso-27001-2022: [A.8.9]
#     cis-controls-v8.1: ["4.1"]
#   remediation: >-
#     Run "apt install procps", which brings these settings, remove lines that set others, then run "sysctl --system".
package policies.hardening.links_protected

import data.lib.machine
import data.lib.sysctl

applicable if not machine.container

_accepted := ["1", "2"]

_running contains ["fs.protected_symlinks", input.running["fs.protected_symlinks"]]
_running contains ["fs.protected_hardlinks", input.running["fs.protected_hardlinks"]]
_running contains ["fs.protected_fifos", input.running["fs.protected_fifos"]]
_running contains ["fs.protected_regular", input.running["fs.protected_regular"]]
_boot contains ["fs.protected_symlinks", input.persistent["fs.protected_symlinks"].value]
_boot contains ["fs.protected_hardlinks", input.persistent["fs.protected_hardlinks"].value]
_boot contains ["fs.protected_fifos", input.persistent["fs.protected_fifos"].value]
_boot contains ["fs.protected_regular", input.persistent["fs.protected_regular"].value]

fail contains {"message": sysctl.now(name, value), "path": sysctl.running(name), "key": name, "expected": _accepted} if {
	some [name, value] in _running
	not value in _accepted
}

fail contains {"message": sysctl.later(name, value), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": _accepted} if {
	some [name, value] in _boot
	not value in _accepted
}

fail contains {"message": sysctl.unset(name), "path": sysctl.boot(name), "key": sysctl.boot_key(name), "expected": _accepted} if {
	some [name, value] in _running
	value in _accepted
	not _set_at_boot(name)
}

fail contains {"message": sysctl.missing(name), "path": sysctl.running(name), "key": name, "expected": _accepted} if {
	some name in {"fs.protected_symlinks", "fs.protected_hardlinks", "fs.protected_fifos", "fs.protected_regular"}
	not _known(name)
}

_set_at_boot(name) if _boot[[name, _]]

_known(name) if _running[[name, _]]
