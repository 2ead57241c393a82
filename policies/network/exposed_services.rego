# METADATA
# scope: package
# title: Only approved services can be reached over the network
# description: >-
#   Each port that answers is one more program that a stranger can attack. What is not on the list is either
#   forgotten or unknown.
# schemas:
#   - input: schema["linux.socket"]
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/ss.8.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [CM-7, CM-8, SC-7]
#     iso-27001-2022: [A.8.9, A.8.20]
#     cis-controls-v8.1: ["4.8"]
#     cis-debian-12: ["2.1.22", "4.2.6", "4.4.2.4", "4.4.3.4"]
#   params:
#     tcp: {type: array, default: [22, 80, 443], description: "the approved TCP ports"}
#     udp: {type: array, default: [68, 443, 546], description: "the approved UDP ports; 68 and 546 are the DHCP clients"}
#   remediation: >-
#     Stop the program with "systemctl disable --now", bind it to 127.0.0.1, or add the port to the parameter of this
#     policy for the hosts that offer the service.
package policies.network.exposed_services

applicable if not input.loopback

fail contains {"message": sprintf("%s port %d is not an approved one", [upper(input.protocol), input.port]), "path": "port", "expected": _approved} if {
	not input.loopback
	not input.port in _approved
}

_approved := data.params.network.exposed_services.tcp if input.protocol == "tcp"

_approved := data.params.network.exposed_services.udp if input.protocol == "udp"

_approved := [] if not input.protocol in {"tcp", "udp"}
