package lib.ports_test

import data.lib.ports

rule := {"protocol": "tcp", "from_port": 20, "to_port": 22}

test_a_range_covers_its_ends if {
	ports.covers(rule, 20)
	ports.covers(rule, 22)
	not ports.covers(rule, 23)
	not ports.covers(rule, 19)
}

test_all_protocols_and_no_ports_cover_everything if {
	ports.covers({"protocol": "all", "from_port": null, "to_port": null}, 22)
	ports.covers({"protocol": "udp", "from_port": null, "to_port": null}, 22)
	not ports.covers({"protocol": "icmp", "from_port": null, "to_port": null}, 22)
}
