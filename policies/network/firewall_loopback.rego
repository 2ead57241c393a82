# METADATA
# scope: package
# title: The packet filter lets the host talk to itself
# description: >-
#   Programs on one machine talk over the loopback interface. A filter that drops that breaks them, and is soon
#   turned off altogether.
# schemas:
#   - input: schema["linux.firewall"]
# related_resources:
#   - ref: https://wiki.nftables.org/wiki-nftables/index.php/Simple_ruleset_for_a_server
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SC-7]
#     iso-27001-2022: [A.8.20]
#     cis-controls-v8.1: ["4.4"]
#     cis-debian-12: ["4.2.4", "4.3.6", "4.4.2.2", "4.4.3.2"]
#   remediation: Run "ufw allow in on lo", or add "iif lo accept" to the input chain in /etc/nftables.conf.
package policies.network.firewall_loopback

applicable if input.rule_count > 0

fail contains {"message": "no rule accepts traffic on the loopback interface", "path": "loopback_accepted", "expected": true} if {
	not input.loopback_accepted
}
