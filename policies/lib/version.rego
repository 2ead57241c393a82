# METADATA
# scope: package
# title: Versions as people write them behind an action
# description: >-
#   "v4" is a tag that is moved on, so it stands for the newest of all that begin so. What is no version is
#   undefined, and lies in no range.
package lib.version

# of returns the version that a use names: its tag, or what the comment behind a commit says.
of(use) := use.ref if {
	use.ref_kind == "tag"
	_is(use.ref)
} else := word if {
	use.ref_kind == "sha"
	word := split(trim_space(replace(use.comment, "tag=", "")), " ")[0]
	_is(word)
}

# within is true of a version that is at least from and below below, whatever it stands for.
within(text, from, below) if {
	_padded(text, 0) >= _padded(from, 0)
	_padded(text, 999999) < _padded(below, 0)
}

_is(text) if regex.match(`^[vV]?[0-9]{1,6}(\.[0-9]{1,6}){0,2}$`, text)

_padded(text, rest) := [_part(parts, i, rest) | some i in [0, 1, 2]] if {
	_is(text)
	parts := split(trim_left(text, "vV"), ".")
}

_part(parts, i, _) := to_number(parts[i]) if i < count(parts)

_part(parts, i, rest) := rest if i >= count(parts)
