package policies.hardening.insecure_clients_test

import data.policies.hardening.insecure_clients as policy

params := {"hardening": {"insecure_clients": {"packages": ["telnet", "inetutils-telnet"]}}}

accepted := {"hardening": {"insecure_clients": {"packages": ["inetutils-telnet"]}}}

package_ := {"version": "1.0-1", "architecture": "amd64", "source": "telnet"}

good := {"manager": "dpkg", "installed": {"openssh-client": package_}}

bad := {"manager": "dpkg", "installed": {"openssh-client": package_, "telnet": package_}}

test_a_system_without_them_passes if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_an_installed_one_fails_unless_accepted if {
	keys := {f.key | some f in policy.fail} with input as bad with data.params as params
	keys == {"telnet"}
	count(policy.fail) == 0 with input as bad with data.params as accepted
}
