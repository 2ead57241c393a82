# METADATA
# scope: package
# title: Numbers that a configuration file holds as text
# description: Text that is not a plain whole number lies in no range, so that junk fails a policy and never breaks it.
package lib.number

# between is true of a text that is a whole number from low to high, both included.
between(text, low, high) if {
	is_string(text)
	regex.match(`^-?[0-9]{1,9}$`, text)
	to_number(text) >= low
	to_number(text) <= high
}
