# METADATA
# scope: package
# title: File modes as octal text
# description: A text that is no mode grants too much, so that junk fails a policy.
package lib.mode

# within is true of a mode that grants nothing beyond the largest accepted one.
within(text, largest) if bits.and(bits_of(text), bits.negate(bits_of(largest))) == 0

# has is true of a mode in which all bits of the mask are set.
has(text, mask) if bits.and(bits_of(text), bits_of(mask)) == bits_of(mask)

# bits_of is the number that an octal text of up to five digits stands for; null, the mode of a file that is not there, has none.
bits_of(text) := number if {
	is_string(text)
	regex.match(`^[0-7]{1,5}$`, text)
	padded := substring(concat("", ["0000", text]), count(text) - 1, 5)
	number := sum([part |
		some i, weight in [4096, 512, 64, 8, 1]
		part := to_number(substring(padded, i, 1)) * weight
	])
}
