# METADATA
# scope: package
# title: Refusals that fence a statement in
# description: >-
#   A policy may let in everybody and refuse all callers from outside of an organisation, an account or a network.
package lib.fence

import data.lib.narrow

# around is true of a statement whose every action and resource another one refuses to callers from outside.
around(s, policy) if {
	some refusal in policy
	refusal.effect == "deny"
	_all_callers(refusal)
	_outside(refusal)
	_covers(refusal.actions, s.actions)
	_covers(refusal.resources, s.resources)
	count(s.not_actions) + count(s.not_resources) == 0
}

_all_callers(refusal) if "*" in refusal.principals.AWS

# All conditions of a refusal must hold, so with a second one it lets somebody pass. A negated operator holds where the key
# is absent. Source: IAM User Guide, Condition operators.
_outside(refusal) if {
	count(refusal.conditions) == 1
	some c in refusal.conditions
	regex.match(`^(string|arn)not(equals|equalsignorecase|like)(ifexists)?$|^notipaddress(ifexists)?$`, c.operator)
	narrow.key(c.key)
	not narrow.broad(object.union(c, {"operator": replace(trim_suffix(c.operator, "ifexists"), "not", "")}))
}

_covers(refused, _) if "*" in refused

_covers(refused, allowed) if {
	count(allowed) > 0
	every a in allowed {
		a in _with_prefixes(refused, a)
	}
}

# A refused name that ends in the one wildcard it has covers all that begin so.
_with_prefixes(refused, name) := {name |
	some r in refused
	regex.match(`^[^*?]+\*$`, r)
	startswith(name, trim_suffix(r, "*"))
} | {r | some r in refused}
