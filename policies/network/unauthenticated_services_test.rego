package policies.network.unauthenticated_services_test

import data.policies.network.unauthenticated_services as policy

bad := {"protocol": "tcp", "family": "ipv4", "address": "0.0.0.0", "uid": 0, "port": 2375, "loopback": false, "process": "d"}

good := object.union(bad, {"port": 22})

other_protocol := object.union(bad, {"protocol": "sctp"})

local := object.union(bad, {"address": "127.0.0.1", "loopback": true})

test_another_port_passes if {
	count(policy.fail) == 0 with input as good
	count(policy.fail) == 0 with input as other_protocol
}

test_the_service_on_the_network_fails if {
	some f in policy.fail with input as bad
	f.path == "port"
}

test_what_only_the_host_reaches_is_not_judged if {
	policy.applicable with input as bad
	not policy.applicable with input as local
	count(policy.fail) == 0 with input as local
}
