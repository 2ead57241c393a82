# METADATA
# scope: package
# title: Owners and groups of files
# description: A group that no name is known for goes by its number.
package lib.owner

group(name, _) := name if is_string(name)

group(name, gid) := sprintf("%d", [gid]) if is_null(name)
