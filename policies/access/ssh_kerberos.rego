# METADATA
# scope: package
# title: Kerberos logins over SSH are off
# description: >-
#   A way to log in that nobody uses is only more code that a stranger can reach. Where Kerberos is in use, exclude
#   this policy.
# schemas:
#   - input: schema["linux.sshd"]
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#GSSAPIAuthentication
# custom:
#   severity: low
#   tags: [ssh]
#   controls:
#     nist-800-53-r5: [CM-7]
#     iso-27001-2022: [A.8.5]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["5.1.9"]
#   remediation: Set "GSSAPIAuthentication no" in /etc/ssh/sshd_config, then run "systemctl reload ssh".
package policies.access.ssh_kerberos

applicable if input.installed

fail contains {"message": "Kerberos logins are offered (GSSAPIAuthentication)", "path": "settings.gssapiauthentication", "expected": "no"} if {
	not _safe_gssapiauthentication
}

_safe_gssapiauthentication if "no" in input.settings.gssapiauthentication
