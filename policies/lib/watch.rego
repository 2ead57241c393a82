# METADATA
# scope: package
# description: >-
#   Which files a list of audit rules watches: both the short form (-w /etc/passwd -p wa) and the long one
#   (-F path=/etc/passwd -F perm=wa) count. Source: auditctl(8).
package lib.watch

import data.lib.audit

# unwatched are those of paths whose changes (writing and attributes) no rule records.
unwatched(rules, paths) := {path | some path in paths; not _watched(rules, _real(path))}

_watched(rules, path) if {
	not audit.muted(rules)
	some rule in rules
	some target in _targets(rule)
	startswith(sprintf("%s/", [path]), sprintf("%s/", [target]))
	permissions := _permissions(rule)
	contains(permissions, "w")
	contains(permissions, "a")
	audit.only(rule, `^(arch=|path=|dir=|perm=|key=|success=1$|auid>=|auid!=)`)
}

_targets(rule) := {_real(rule.path) | rule.path != null} | {_real(substring(field, indexof(field, "=") + 1, -1)) | some field in rule.fields; regex.match(`^(path|dir)=`, field)}

# A watch without permissions takes all four.
_permissions(rule) := rule.permissions if {
	rule.permissions != null
} else := field if {
	some field in rule.fields
	startswith(field, "perm=")
} else := "rwxa"

_real(path) := regex.replace(regex.replace(path, `^/var/run/`, "/run/"), `(.)/+$`, "${1}")
