package lib.number_test

import data.lib.number

test_both_ends_belong_to_the_range if {
	number.between("1", 1, 4)
	number.between("4", 1, 4)
	number.between("-1", -1, 4)
}

test_others_do_not if {
	not number.between("0", 1, 4)
	not number.between("5", 1, 4)
}

test_junk_lies_in_no_range if {
	every text in ["", "four", "4 ", "1e3", "4.0", "0x4", "99999999999", null] {
		not number.between(text, 0, 1e12)
	}
}
