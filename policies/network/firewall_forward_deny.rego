# METADATA
# scope: package
# title: Only forwarded traffic that a rule allows passes through
# description: >-
#   Should forwarding be turned on, by container software for instance, the host must not become a way around the
#   firewall of the network.
# schemas:
#   - input: schema["linux.firewall"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://wiki.nftables.org/wiki-nftables/index.php/Simple_ruleset_for_a_server
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [CM-7, SC-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-controls-v8.1: ["4.4"]
#     cis-debian-12: ["4.2.7", "4.3.8", "4.4.2.1", "4.4.3.1"]
#   remediation: >-
#     Run "ufw default deny routed", or make a forward chain with "policy drop" in /etc/nftables.conf, for IPv6 too.
package policies.network.firewall_forward_deny

fail contains {"message": "forwarded packets that no rule allows are let through (IPv4)", "path": "chains.forward.policy", "key": "forward IPv4", "expected": "drop"} if {
	not _drops_ipv4
}

fail contains {"message": "forwarded packets that no rule allows are let through (IPv6)", "path": "chains_ipv6.forward.policy", "key": "forward IPv6", "expected": "drop"} if {
	not _drops_ipv6
	not _no_ipv6
}

_drops_ipv4 if input.chains.forward.policy == "drop"

_drops_ipv6 if input.chains_ipv6.forward.policy == "drop"

_no_ipv6 if {
	some table in data.resources["linux.sysctl"]
	table.running["net.ipv6.conf.all.disable_ipv6"] == "1"
	table.running["net.ipv6.conf.default.disable_ipv6"] == "1"
}

# A kernel without IPv6 has no such parameter.
_no_ipv6 if {
	some table in data.resources["linux.sysctl"]
	not table.running["net.ipv6.conf.all.disable_ipv6"]
}
