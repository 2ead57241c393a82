# METADATA
# scope: package
# title: Statements of policies, as collectors/kinds/aws writes them
# description: >-
#   Actions, operators and keys of conditions are in lower case there, and everybody is the principal "*" of the type AWS.
package lib.statement

import data.lib.narrow

# everybody is true of a statement that lets in anybody and asks for nothing that narrows it.
everybody(s) if {
	anybody(s)
	not narrow.narrowed(s)
}

# anybody is true of a statement that names no caller, whatever its conditions.
anybody(s) if {
	s.effect == "allow"
	"*" in s.principals.AWS
}

anybody(s) if {
	s.effect == "allow"
	some _, _ in s.not_principals
}

# full is true of a statement that allows every action on every resource.
full(s) if {
	s.effect == "allow"
	some action in s.actions
	action in {"*", "*:*"}
	"*" in s.resources
}

# accounts are the numbers of the accounts that a statement lets in: by name, or everybody on the condition that it is one of them.
accounts(s) := {account |
	s.effect == "allow"
	some principal in s.principals.AWS
	some account in regex.find_n(`[0-9]{12}`, principal, 1)
} | {account |
	anybody(s)
	some c in s.conditions
	c.key in {"aws:principalaccount", "aws:principalarn", "aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "kms:calleraccount"}
	not contains(c.operator, "not")
	some value in c.values
	some account in regex.find_n(`[0-9]{12}`, value, 1)
}

# organisations are the ids of the organisations of which a statement lets in everybody.
organisations(s) := {organisation |
	anybody(s)
	some c in s.conditions
	c.key in {"aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"}
	not contains(c.operator, "not")
	some value in c.values
	some organisation in regex.find_n(`^o-[a-z0-9]+`, value, 1)
}
