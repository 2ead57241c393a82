# METADATA
# scope: package
# title: Programs for protocols without encryption are not installed
# description: >-
#   As long as such a client lies around, somebody uses it, and sends a password in the clear.
# schemas:
#   - input: schema["linux.packages"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apt/apt-get.8.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [CM-7]
#     iso-27001-2022: [A.8.9, A.8.19]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.2.5", "2.2.6"]
#   params:
#     packages:
#       type: array
#       default: ["telnet", "inetutils-telnet", "ftp", "tnftp", "tftp", "tftp-hpa", "rsh-client", "rsh-redone-client", "talk", "inetutils-talk", "nis", "yp-tools", "ldap-utils"]
#       description: the packages that must not be installed
#   remediation: Run "apt purge" for the named package.
package policies.hardening.insecure_clients

fail contains {"message": sprintf("the package %s is installed", [name]), "path": sprintf("installed[%q]", [name]), "key": name, "expected": "not installed"} if {
	some name in data.params.hardening.insecure_clients.packages
	input.installed[name]
}
