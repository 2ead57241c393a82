# METADATA
# scope: package
# title: Required tags
# description: Names of tags are compared as written, and a tag without a value is none.
package lib.tags

missing(tags, required) := {name |
	some name in required
	object.get(tags, name, "") == ""
}
