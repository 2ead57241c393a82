package policies.access.root_path_test

import data.policies.access.root_path as policy

good := {"root_path": ["/usr/local/sbin", "/usr/sbin", "/sbin"]}

here := {"root_path": ["/usr/sbin", ".", "", "bin"]}

test_full_names_pass if {
	count(policy.fail) == 0 with input as good
}

test_the_current_folder_and_relative_ones_fail if {
	count(policy.fail) == 3 with input as here
	some f in policy.fail with input as here
	f.path == "root_path"
}
