# METADATA
# scope: package
# title: Whom a policy lets in from outside of an account
# schemas:
#   - data.resources: schema.resources
package lib.outsider

import data.lib.fence
import data.lib.narrow
import data.lib.statement

# names are the numbers of the accounts besides one's own, and the ids of the organisations, whose callers a policy lets in: by name,
# as everybody on the condition that they are theirs, or through a fence around everybody.
names(policy, account) := _let_in(policy) - {account}

# colleague is true of the id of the account's own organisation. Ask it in the rule itself: only there what hangs on an organisation
# that was not read clouds no more than that.
colleague(id) if {
	startswith(id, "o-")
	some o in data.resources["aws.organization"]
	o.name == id
}

# word names one for a reader.
word(name) := sprintf("account %s", [name]) if not startswith(name, "o-")

word(name) := sprintf("the organisation %s", [name]) if startswith(name, "o-")

_let_in(policy) := {name |
	some s in policy
	some name in (statement.accounts(s) | statement.organisations(s))
} | {name |
	some s in policy
	statement.everybody(s)
	fence.around(s, policy)
	some refusal in fence.fences(policy)
	some text in _passes(refusal)
	some name in regex.find_n(`^o-[a-z0-9]+|[0-9]{12}`, text, 1)
}

_passes(refusal) := {v | some c in refusal.conditions; narrow.key(c.key); some v in c.values} | {name | some names in refusal.not_principals; some name in names}
