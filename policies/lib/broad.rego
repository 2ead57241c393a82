# METADATA
# scope: package
# title: Conditions that callers of any account or network meet
package lib.broad

# condition is true of such a condition, and of one without a value.
condition(c) if count(c.values) == 0

condition(c) if {
	c.operator in _patterns
	some v in c.values
	regex.match(`[*?]`, v)
	not _tied(v)
}

# A star of StringLike passes over colons, and strangers may put another account's ARN into the path of a role of theirs.
condition(c) if {
	c.key == "aws:principalarn"
	endswith(c.operator, "stringlike")
	some v in c.values
	regex.match(`[*?]`, v)
	not regex.match(`^arn:[^:*?]+:[^:*?]+::[0-9]{12}:`, v)
}

# Callers who do not sign have the id "anonymous". Source: IAM User Guide, IAM policy elements: Variables and tags.
condition(c) if {
	c.key == "aws:userid"
	some v in c.values
	not regex.match(`^([0-9]{12}|A[A-Z]{3}[A-Z0-9]{12,})([*]|:.*)?$`, v)
}

condition(c) if {
	some v in c.values
	regex.match(`/[0-7]$`, v)
	endswith(c.operator, "ipaddress")
}

_patterns := {sprintf("%s%s", [set, operator]) |
	some set in {"", "foranyvalue:"}
	some operator in {"stringlike", "arnlike", "arnequals"}
}

# A pattern is tied down by an account's number where ARNs have it, or, before its first wildcard, by a bucket's name, an
# organisation, or the id of a user or role.
_tied(v) if regex.match(`^arn:[^:]*:[^:]*:[^:]*:[0-9]{12}:`, v)

_tied(v) if regex.match(`^arn:[^:*?]+:s3:::[^*?]{3}`, v)

_tied(v) if regex.match(`^o-[a-z0-9]+/`, v)

_tied(v) if regex.match(`^(A[A-Z]{3}[A-Z0-9]{12,}|[0-9]{12}:)`, v)
