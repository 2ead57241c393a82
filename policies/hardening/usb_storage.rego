# METADATA
# scope: package
# title: USB sticks cannot be used
# description: >-
#   A stick carries malware in and data out. A server in a rack needs none.
# schemas:
#   - input: schema["linux.kernel_modules"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/kmod/modprobe.d.5.en.html
# custom:
#   severity: low
#   tags: [kernel]
#   controls:
#     nist-800-53-r5: [CM-7, MP-7]
#     iso-27001-2022: [A.7.10, A.8.12]
#     cis-controls-v8.1: ["10.3"]
#     cis-debian-12: ["1.1.1.9"]
#   params:
#     modules: {type: array, default: ["usb_storage"], description: "the modules that nobody may load"}
#   remediation: >-
#     For usb_storage write "install usb_storage /bin/false" and "blacklist usb_storage" to
#     /etc/modprobe.d/60-unused.conf, then run "modprobe -r usb_storage".
package policies.hardening.usb_storage

import data.lib.machine

# A container loads no modules; the machine beneath does.
applicable if not machine.container

fail contains {"message": sprintf("the module %s can be loaded", [name]), "path": sprintf("modules.%s.disabled", [name]), "key": name, "expected": true} if {
	some name in data.params.hardening.usb_storage.modules
	name in input.available
	not input.modules[name].disabled
}

fail contains {"message": sprintf("the module %s is loaded", [name]), "path": sprintf("modules.%s.loaded", [name]), "key": sprintf("%s loaded", [name]), "expected": false} if {
	some name in data.params.hardening.usb_storage.modules
	input.modules[name].loaded
}

fail contains {"message": sprintf("%s is built into the kernel", [name]), "path": "builtin", "key": sprintf("%s built in", [name]), "expected": "a kernel without it"} if {
	some name in data.params.hardening.usb_storage.modules
	name in input.builtin
}
