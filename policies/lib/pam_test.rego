package lib.pam_test

import data.lib.pam

line := {"type": "auth", "control": "required", "module": "/lib/security/pam_x.so", "args": ["a=1", "flag"], "line": 1}

test_a_line_is_told_by_type_and_module if {
	pam.uses(line, "auth", "pam_x.so")
	not pam.uses(line, "auth", "pam_y.so")
	not pam.uses(line, "account", "pam_x.so")
}

test_arguments_win_over_the_file_and_that_over_defaults if {
	found := pam.effective({line}, {["a", "2"], ["b", "2"]}, {"a": "3", "b": "3", "c": "3"})
	found == {["a", "1"], ["b", "2"], ["c", "3"]}
}

test_without_lines_the_file_and_the_defaults_count if {
	pam.effective(set(), {["b", "2"]}, {"c": "3"}) == {["b", "2"], ["c", "3"]}
}
