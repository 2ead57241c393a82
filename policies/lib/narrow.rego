# METADATA
# scope: package
# title: Conditions of policies that only some callers meet
package lib.narrow

# These keys tie a request to accounts, resources, networks or an organisation. Source: IAM User Guide, Global condition keys.
_narrowing := {
	"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount", "aws:sourcearn",
	"aws:sourceip", "aws:sourceorgid", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "kms:calleraccount", "s3:dataaccesspointaccount",
}

# key is true of those keys.
key(name) if name in _narrowing

# narrowed is true of a statement with a condition that only some callers meet.
narrowed(s) if {
	some c in s.conditions
	c.key in _narrowing
	regex.match(`^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like)|ipaddress)$`, c.operator)
	not broad(c)
}

# broad is true of a condition that has no value, or one that callers of any account or network meet.
broad(c) if count(c.values) == 0

broad(c) if {
	c.operator in _patterns
	some v in c.values
	regex.match(`[*?]`, v)
	not _tied(v)
}

broad(c) if {
	some v in c.values
	regex.match(`/[0-7]$`, v)
	endswith(c.operator, "ipaddress")
}

_patterns := {sprintf("%s%s", [set, operator]) |
	some set in {"", "foranyvalue:"}
	some operator in {"stringlike", "arnlike", "arnequals"}
}

# A pattern is tied down by an account's number where ARNs have it, by a bucket's name or by an organisation before its first wildcard.
_tied(v) if regex.match(`^arn:[^:]*:[^:]*:[^:]*:[0-9]{12}:`, v)

_tied(v) if regex.match(`^arn:[^:*?]+:s3:::[^*?]{3}`, v)

_tied(v) if regex.match(`^o-[a-z0-9]+/`, v)
