# METADATA
# scope: package
# title: Where something stands in a file
# description: Each thing is an object with its line. One that stands in several places names each of them once.
package lib.place

# at writes the places of things as FILE:LINE, in the order of their lines.
at(path, things) := [sprintf("%s:%d", [path, line]) | some line in _lines(things)]

# words writes them for a message: "line 3" or "lines 3, 9".
words(things) := sprintf("line %d", [_lines(things)[0]]) if {
	count(_lines(things)) == 1
} else := sprintf("lines %s", [concat(", ", [sprintf("%d", [line]) | some line in _lines(things)])])

_lines(things) := sort({thing.line | some thing in things})
