# METADATA
# scope: package
# title: A packet filter is in force
# description: >-
#   Without one every program that happens to listen can be reached from wherever the network allows.
# schemas:
#   - input: schema["linux.firewall"]
# related_resources:
#   - ref: https://wiki.nftables.org/wiki-nftables/index.php/Simple_ruleset_for_a_server
#   - ref: https://manpages.debian.org/bookworm/ufw/ufw.8.en.html
# custom:
#   severity: high
#   controls:
#     nist-800-53-r5: [SC-7]
#     iso-27001-2022: [A.8.20, A.8.22]
#     cis-controls-v8.1: ["4.4"]
#     cis-debian-12: ["4.2.1", "4.3.1", "4.3.4", "4.3.5", "4.4.1.1"]
#   remediation: >-
#     Run "apt install ufw", "ufw allow OpenSSH" and "ufw enable", or write rules to /etc/nftables.conf and run
#     "systemctl enable --now nftables".
package policies.network.firewall_present

fail contains {"message": "no rule filters packets", "path": "rule_count", "expected": "at least 1"} if {
	not _filters
}

fail contains {"message": "nothing filters incoming packets", "path": "chains.input", "expected": "a chain on the input hook"} if {
	not _incoming
}

# A chain that lets everything through and holds no rule, as Docker leaves it, filters nothing.
_incoming if input.chains.input.rules > 0

_incoming if input.chains.input.policy == "drop"

_filters if input.rule_count > 0
