# METADATA
# scope: package
# title: Conditions of policies that only some callers meet
package lib.narrow

import data.lib.broad

# These keys tie a request to accounts, resources, networks or an organisation. Source: IAM User Guide, Global condition keys.
_narrowing := {
	"aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:sourceaccount", "aws:sourcearn",
	"aws:sourceip", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
	"kms:calleraccount", "s3:dataaccesspointaccount",
}

# key is true of those keys.
key(name) if name in _narrowing

# narrowed is true of a statement with a condition that only some callers meet.
narrowed(s) if {
	some c in s.conditions
	c.key in _narrowing
	regex.match(`^(foranyvalue:)?(string(equals|equalsignorecase|like)|arn(equals|like)|ipaddress)$`, c.operator)
	not broad.condition(c)
}
