# METADATA
# scope: package
# title: Only root can read the private host keys of the SSH server
# description: >-
#   Whoever has a private host key can pose as this server, and its users would type their passwords to him.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd#/etc/ssh/ssh_host_ecdsa_key
# custom:
#   severity: high
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [AC-3, SC-12]
#     iso-27001-2022: [A.8.3, A.8.24]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["5.1.2"]
#   remediation: Run "chown root:root" and "chmod 600" on the named key file.
package policies.access.ssh_host_key_permissions

import data.lib.mode

applicable if input.installed

fail contains {"message": sprintf("the private host key %s has mode %s", [path, key.mode]), "path": sprintf("host_keys[%q].mode", [path]), "key": path, "expected": "0600"} if {
	some path, key in input.host_keys
	not mode.within(key.mode, "0600")
}

fail contains {"message": sprintf("the private host key %s belongs to user %d", [path, key.owner_uid]), "path": sprintf("host_keys[%q].owner_uid", [path]), "key": sprintf("%s owner", [path]), "expected": 0} if {
	some path, key in input.host_keys
	key.owner_uid != 0
}
