# METADATA
# scope: package
# title: No other machine can vouch for a user over SSH
# description: >-
#   With host-based logins whoever takes over a trusted machine, or its address, is in as any of its users. Old
#   rhosts files grant the same.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#HostbasedAuthentication
#   - ref: https://man.openbsd.org/sshd_config#IgnoreRhosts
# custom:
#   severity: high
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [IA-2, CM-7]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["5.1.10", "5.1.11"]
#   remediation: >-
#     Set "HostbasedAuthentication no" and "IgnoreRhosts yes" in /etc/ssh/sshd_config, then run "systemctl reload
#     ssh".
package policies.access.ssh_host_based

applicable if input.installed

fail contains {"message": "another host may vouch for its users (HostbasedAuthentication)", "path": "settings.hostbasedauthentication", "expected": "no"} if {
	not _safe_hostbasedauthentication
}

_safe_hostbasedauthentication if "no" in input.settings.hostbasedauthentication

fail contains {"message": "rhosts files of users are honoured (IgnoreRhosts)", "path": "settings.ignorerhosts", "expected": "yes"} if {
	not _safe_ignorerhosts
}

_safe_ignorerhosts if "yes" in input.settings.ignorerhosts
