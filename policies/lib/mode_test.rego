package lib.mode_test

import data.lib.mode

test_octal_text_becomes_its_number if {
	mode.bits_of("0640") == 416
	mode.bits_of("640") == 416
	mode.bits_of("1777") == 1023
	mode.bits_of("0") == 0
	mode.bits_of("04755") == 2541
}

test_a_mode_lies_within_another_that_grants_as_much if {
	mode.within("0600", "0640")
	mode.within("0640", "0640")
	not mode.within("0604", "0640")
	not mode.within("4600", "0700")
	not mode.within("0644", "0640")
}

test_a_mode_has_the_bits_of_a_mask if {
	mode.has("1777", "1000")
	mode.has("0666", "0002")
	not mode.has("0777", "1000")
}

test_junk_lies_within_nothing if {
	every text in ["", "rw-", "0888", "-1", "0000640", null] {
		not mode.within(text, "7777")
	}
}
