# METADATA
# scope: package
# title: Conditions of refusals that no stranger passes
# description: >-
#   Who does not meet one condition of a refusal passes it. So in a refusal of all strangers each condition must be one that
#   strangers always meet: those who pass it are of an account, an organisation or a network, or are a service of AWS.
package lib.shut

import data.lib.broad
import data.lib.narrow

# to_strangers is true of a condition that everybody meets but those it names. A negated operator holds where the key is absent,
# and so does one for all values. Source: IAM User Guide, Condition operators; Multivalued context keys.
to_strangers(c) if {
	regex.match(`^(forallvalues:)?(string|arn)not(equals|equalsignorecase|like)(ifexists)?$|^notipaddress(ifexists)?$`, c.operator)
	narrow.key(c.key)
	count(c.values) > 0
	not _broad(c, [v | some v in c.values; not _linked(c, v)])
}

# A service that calls in its own name is no stranger. Without IfExists those pass too who do not sign, because the key is absent then.
# A call that a service makes for somebody (aws:ViaAWSService, aws:CalledVia) is that somebody's, and strangers have such made.
# Source: IAM User Guide, AWS global condition context keys.
to_strangers(c) if {
	c.key == "aws:principalisawsservice"
	c.operator == "boolifexists"
	c.values == ["false"]
}

# Nobody else has this key.
to_strangers(c) if {
	c.key in {"aws:principalservicename", "aws:principalservicenameslist"}
	regex.match(`^(forallvalues:)?stringnot(equals|like)(ifexists)?$`, c.operator)
	count(c.values) > 0
}

# What is named is broad where the same condition without "not" would be.
_broad(c, named) if {
	count(named) > 0
	operator := replace(trim_prefix(trim_suffix(c.operator, "ifexists"), "forallvalues:"), "not", "")
	broad.condition({"operator": operator, "key": c.key, "values": named})
}

# Roles under this path are taken by services alone, in any account. A star of StringLike passes over colons, so that a stranger's
# role may look so. Source: IAM User Guide, Service-linked roles; IAM JSON policy elements: Condition operators.
_linked(c, v) if {
	c.key == "aws:principalarn"
	startswith(c.operator, "arnnot")
	regex.match(`^arn:[^:*?]+:iam::\*:role/aws-service-role/`, v)
}
