# METADATA
# scope: package
# title: No service takes passwords or data over the network in the clear
# description: >-
#   Whoever is on the way, in the same network or at the provider, reads and changes what these protocols carry.
#   Each has a protected successor.
# schemas:
#   - input: schema["linux.socket"]
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc3365
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [AC-17, CM-7, SC-8]
#     iso-27001-2022: [A.8.20, A.8.21, A.5.14]
#     cis-controls-v8.1: ["3.10", "4.6"]
#     cis-debian-12: ["2.1.6", "2.1.10", "2.1.12", "2.1.15", "2.1.16"]
#   remediation: >-
#     Remove the service; use SSH, SFTP, rsync over SSH, SNMPv3 or TLS in its place. What only the host itself needs
#     is bound to 127.0.0.1.
package policies.network.cleartext_services

_services := {
	"tcp/21": "FTP",
	"tcp/23": "Telnet",
	"udp/69": "TFTP",
	"tcp/79": "finger",
	"tcp/111": "rpcbind",
	"udp/111": "rpcbind",
	"udp/161": "SNMP",
	"tcp/512": "rexec",
	"tcp/513": "rlogin",
	"tcp/514": "rsh",
	"tcp/873": "rsync",
	"tcp/6000": "X11",
}

applicable if not input.loopback

fail contains {"message": sprintf("%s is offered over the network, in the clear", [name]), "path": "port", "expected": "no such service on the network"} if {
	not input.loopback
	name := _services[sprintf("%s/%d", [input.protocol, input.port])]
}
