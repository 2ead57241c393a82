# METADATA
# scope: package
# title: Only incoming traffic that a rule allows gets in
# description: >-
#   A filter that lists what is forbidden forgets something; one that lists what is allowed fails on the safe side.
#   IPv6 needs the same as IPv4.
# schemas:
#   - input: schema["linux.firewall"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://wiki.nftables.org/wiki-nftables/index.php/Simple_ruleset_for_a_server
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [CM-7, SC-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-controls-v8.1: ["4.4"]
#     cis-debian-12: ["4.2.7", "4.3.8", "4.4.2.1", "4.4.3.1"]
#   remediation: >-
#     Allow what is needed first (SSH above all), then run "ufw default deny incoming", or set "policy drop" on the
#     input chain in /etc/nftables.conf, for IPv6 too.
package policies.network.firewall_default_deny

fail contains {"message": "incoming packets that no rule allows are let through (IPv4)", "path": "chains.input.policy", "key": "input IPv4", "expected": "drop"} if {
	not _drops_ipv4
}

fail contains {"message": "incoming packets that no rule allows are let through (IPv6)", "path": "chains_ipv6.input.policy", "key": "input IPv6", "expected": "drop"} if {
	not _drops_ipv6
	not _no_ipv6
}

_drops_ipv4 if input.chains.input.policy == "drop"

_drops_ipv6 if input.chains_ipv6.input.policy == "drop"

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
