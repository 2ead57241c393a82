# METADATA
# scope: package
# title: Caches that a step restores
# description: >-
#   What an action does by itself stands in two lists, of names in lower case: those that always restore a cache, and those
#   that do unless they are told not to. Others do when they are told to.
package lib.cache

restores(use, always, _) if lower(use.action) in always

restores(use, _, default_on) if {
	lower(use.action) in default_on
	not _off(use)
}

restores(use, _, _) if not _input(use, "cache") in {"", "false"}

restores(use, _, _) if _input(use, "enable-cache") == "true"

_off(use) if _input(use, "cache") == "false"

_off(use) if _input(use, "enable-cache") == "false"

_off(use) if _input(use, "skip-cache") == "true"

_input(use, name) := lower(use.inputs[name])
