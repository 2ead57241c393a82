package lib.owner_test

import data.lib.owner

test_a_group_goes_by_its_name_or_its_number if {
	owner.group("root", 0) == "root"
	owner.group(null, 4242) == "4242"
}
