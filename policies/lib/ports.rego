# METADATA
# scope: package
# title: Rules of security groups, as collectors/kinds/aws writes them
# description: A rule without ports means all of them.
package lib.ports

# covers is true of a rule that lets a port of TCP or UDP through.
covers(rule, _) if rule.protocol == "all"

covers(rule, port) if {
	rule.protocol in {"tcp", "udp"}
	rule.from_port <= port
	rule.to_port >= port
}

covers(rule, _) if {
	rule.protocol in {"tcp", "udp"}
	rule.from_port == null
}
