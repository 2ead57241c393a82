# METADATA
# scope: package
# title: Servers for protocols without protection are not installed
# description: >-
#   These servers take passwords in the clear or ask for none. Installed means one step away from running.
# schemas:
#   - input: schema["linux.packages"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apt/apt-get.8.en.html
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [CM-7, IA-2]
#     iso-27001-2022: [A.8.9, A.8.19]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["2.1.6", "2.1.10", "2.1.16", "2.1.19"]
#   params:
#     packages:
#       type: array
#       default: ["telnetd", "inetutils-telnetd", "telnetd-ssl", "rsh-server", "rsh-redone-server", "talkd", "inetutils-talkd", "fingerd", "nis", "ypserv", "tftpd", "atftpd", "tftpd-hpa", "xinetd"]
#       description: the packages that must not be installed
#   remediation: Run "apt purge" for the named package.
package policies.hardening.insecure_servers

fail contains {"message": sprintf("the package %s is installed", [name]), "path": sprintf("installed[%q]", [name]), "key": name, "expected": "not installed"} if {
	some name in data.params.hardening.insecure_servers.packages
	input.installed[name]
}
