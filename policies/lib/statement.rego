# METADATA
# scope: package
# title: Statements of policies, as collectors/kinds/aws writes them
# description: >-
#   Actions, operators and keys of conditions are in lower case there, and everybody is the principal "*" of the type AWS.
package lib.statement

# everybody is true of a statement that lets in anybody and asks for nothing that narrows it.
everybody(s) if {
	anybody(s)
	not narrowed(s)
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

# These keys tie a request to accounts, resources, networks or an organisation. Source: IAM User Guide, Global condition keys.
_narrowing := {
	"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount", "aws:sourcearn",
	"aws:sourceip", "aws:sourceorgid", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "kms:calleraccount", "s3:dataaccesspointaccount",
}

# narrowed is true of a statement with a condition that only some callers meet.
narrowed(s) if {
	some c in s.conditions
	c.key in _narrowing
	regex.match(`^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like)|ipaddress)$`, c.operator)
	count({v | some v in c.values; v in {"*", "arn:*", "0.0.0.0/0", "::/0"}}) == 0
}

# full is true of a statement that allows every action on every resource.
full(s) if {
	s.effect == "allow"
	some action in s.actions
	action in {"*", "*:*"}
	"*" in s.resources
}

# accounts are the numbers of the accounts that a statement lets in.
accounts(s) := {account |
	s.effect == "allow"
	some principal in s.principals.AWS
	some account in regex.find_n(`[0-9]{12}`, principal, 1)
}
