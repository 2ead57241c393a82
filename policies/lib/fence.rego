# METADATA
# scope: package
# title: Refusals that fence a statement in
# description: >-
#   A policy may let in everybody and refuse all callers from outside of an organisation, an account or a network.
package lib.fence

import data.lib.shut

# around is true of a statement whose every action on every resource is refused to callers from outside.
around(s, policy) if {
	count(s.actions) > 0
	count(s.not_actions) + count(s.not_resources) == 0
	every action in s.actions {
		every thing in _things(s) {
			some refusal in fences(policy)
			_covers(refusal.actions, action)
			_covers(_things(refusal), thing)
		}
	}
}

# fences are the refusals of all callers from outside. All conditions of one must hold, so it lets somebody pass at each of them,
# and none may be one that strangers pass.
fences(policy) := [refusal |
	some refusal in policy
	refusal.effect == "deny"
	_everybody(refusal)
	every c in refusal.conditions {
		shut.to_strangers(c)
	}
]

_everybody(refusal) if {
	"*" in refusal.principals.AWS
	count(refusal.conditions) > 0
}

# It refuses all but those it names.
_everybody(refusal) if {
	count(refusal.not_principals) > 0
	object.keys(refusal.not_principals) - {"AWS", "Service", "CanonicalUser"} == set()
	count([name | some names in refusal.not_principals; some name in names; contains(name, "*")]) == 0
}

# A trust policy names no resource: it is about its role.
_things(s) := s.resources if count(s.resources) > 0

_things(s) := [""] if count(s.resources) + count(s.not_resources) == 0

_covers(refused, name) if {
	some r in refused
	r in {name, "*"}
}

# A refused name that ends in the one wildcard it has covers all that begin so.
_covers(refused, name) if {
	some r in refused
	regex.match(`^[^*?]+\*$`, r)
	startswith(name, trim_suffix(r, "*"))
}
