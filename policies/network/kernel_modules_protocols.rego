# METADATA
# scope: package
# title: Rare network protocols cannot be used
# description: >-
#   Any user may open a socket of such a protocol and so load its code into the kernel, where it had one hole after
#   the other.
# schemas:
#   - input: schema["linux.kernel_modules"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/kmod/modprobe.d.5.en.html
# custom:
#   severity: medium
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7]
#     iso-27001-2022: [A.8.9, A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["3.2.1", "3.2.2", "3.2.3", "3.2.4"]
#   params:
#     modules: {type: array, default: ["dccp", "tipc", "rds", "sctp"], description: "the modules that nobody may load"}
#   remediation: >-
#     For each named module write "install NAME /bin/false" and "blacklist NAME" to /etc/modprobe.d/60-unused.conf,
#     then run "modprobe -r NAME".
package policies.network.kernel_modules_protocols

import data.lib.machine

# A container loads no modules; the machine beneath does.
applicable if not machine.container

fail contains {"message": sprintf("the module %s can be loaded", [name]), "path": sprintf("modules.%s.disabled", [name]), "key": name, "expected": true} if {
	some name in data.params.network.kernel_modules_protocols.modules
	name in input.available
	not input.modules[name].disabled
}

fail contains {"message": sprintf("the module %s is loaded", [name]), "path": sprintf("modules.%s.loaded", [name]), "key": sprintf("%s loaded", [name]), "expected": false} if {
	some name in data.params.network.kernel_modules_protocols.modules
	input.modules[name].loaded
}

fail contains {"message": sprintf("%s is built into the kernel", [name]), "path": "builtin", "key": sprintf("%s built in", [name]), "expected": "a kernel without it"} if {
	some name in data.params.network.kernel_modules_protocols.modules
	name in input.builtin
}
