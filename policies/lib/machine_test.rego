package lib.machine_test

import data.lib.machine

hosts(architecture, container) := {"linux.host": [{"architecture": architecture, "container": container}]}

test_container if {
	machine.container with data.resources as hosts("x86_64", true)
	not machine.container with data.resources as hosts("x86_64", false)
	not machine.container with data.resources as {}
}

test_call_tables if {
	machine.call_tables == {"b64", "b32"} with data.resources as hosts("x86_64", false)
	machine.call_tables == {"b64"} with data.resources as hosts("aarch64", false)
	machine.call_tables == {"b64", "b32"} with data.resources as {}
}
