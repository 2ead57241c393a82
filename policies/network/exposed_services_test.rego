package policies.network.exposed_services_test

import data.policies.network.exposed_services as policy

params := {"network": {"exposed_services": {"tcp": [22], "udp": [68]}}}

mail := {"network": {"exposed_services": {"tcp": [22, 25], "udp": [68]}}}

good := {"protocol": "tcp", "family": "ipv4", "address": "0.0.0.0", "uid": 0, "port": 22, "loopback": false, "process": "sshd"}

smtp := object.union(good, {"port": 25, "process": "master"})

udp := object.union(good, {"protocol": "udp"})

other := object.union(good, {"protocol": "sctp"})

local := object.union(smtp, {"address": "127.0.0.1", "loopback": true})

test_an_approved_port_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_another_fails_unless_approved if {
	some f in policy.fail with input as smtp with data.params as params
	f.path == "port"
	count(policy.fail) == 0 with input as smtp with data.params as mail
}

test_each_protocol_has_its_list if {
	count(policy.fail) == 1 with input as udp with data.params as params
	count(policy.fail) == 1 with input as other with data.params as params
}

test_what_only_the_host_reaches_is_not_judged if {
	policy.applicable with input as good
	not policy.applicable with input as local
	count(policy.fail) == 0 with input as local with data.params as params
}
