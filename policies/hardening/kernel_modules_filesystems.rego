# METADATA
# scope: package
# title: Rare file systems cannot be mounted
# description: >-
#   A crafted disk image or stick attacks the kernel through the driver of its file system; the rare ones are hardly
#   tested and nobody misses them.
# schemas:
#   - input: schema["linux.kernel_modules"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/kmod/modprobe.d.5.en.html
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7]
#     iso-27001-2022: [A.8.9, A.8.19]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5", "1.1.1.8"]
#   params:
#     modules: {type: array, default: ["cramfs", "freevxfs", "hfs", "hfsplus", "jffs2", "udf"], description: "the modules that nobody may load"}
#   remediation: >-
#     For each named module write "install NAME /bin/false" and "blacklist NAME" to /etc/modprobe.d/60-unused.conf,
#     then run "modprobe -r NAME".
package policies.hardening.kernel_modules_filesystems

import data.lib.machine

# A container loads no modules; the machine beneath does.
applicable if not machine.container

fail contains {"message": sprintf("the module %s can be loaded", [name]), "path": sprintf("modules.%s.disabled", [name]), "key": name, "expected": true} if {
	some name in data.params.hardening.kernel_modules_filesystems.modules
	name in input.available
	not input.modules[name].disabled
}

fail contains {"message": sprintf("the module %s is loaded", [name]), "path": sprintf("modules.%s.loaded", [name]), "key": sprintf("%s loaded", [name]), "expected": false} if {
	some name in data.params.hardening.kernel_modules_filesystems.modules
	input.modules[name].loaded
}

fail contains {"message": sprintf("%s is built into the kernel", [name]), "path": "builtin", "key": sprintf("%s built in", [name]), "expected": "a kernel without it"} if {
	some name in data.params.hardening.kernel_modules_filesystems.modules
	name in input.builtin
}
