# METADATA
# scope: package
# title: A role for another account asks for an external id
# description: >-
#   A vendor who serves many customers can be talked into using the role of one for another. The external id
#   prevents that.
# schemas:
#   - input: schema["aws.iam.role"]
#   - data.resources: schema.resources
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
# custom:
#   severity: high
#   tags: [aws, vendors]
#   controls:
#     nist-800-53-r5: [AC-3, SA-9]
#     iso-27001-2022: [A.5.19, A.5.23]
#     soc2: ["CC9.2", "CC6.3"]
#     pci-dss-4.0.1: ["8.2.7", "12.8.4"]
#   params:
#     own_accounts: {type: array, default: [], description: "numbers of accounts of the same organisation"}
#   remediation: Agree on an external id with the vendor and ask for it in the trust policy (sts:ExternalId).
package policies.supply.aws_role_external_id

import data.lib.outsider
import data.lib.statement

_foreign contains account if {
	some s in input.trust
	not _asks(s)
	some account in statement.accounts(s)
	account != input.origin.account
	not account in data.params.supply.aws_role_external_id.own_accounts
}

_asks(s) if {
	some c in s.conditions
	c.key == "sts:externalid"
	c.operator in {"stringequals", "stringlike"}
	count(c.values) > 0
	not _vague(c)
}

# Within the own organisation nobody serves strangers.
_asks(s) if {
	some c in s.conditions
	c.key == "aws:principalorgid"
	c.operator in {"stringequals", "stringlike"}
	count(c.values) > 0
	every v in c.values {
		outsider.colleague(v)
	}
}

# An id of nothing but wildcards is any id.
_vague(c) if {
	some v in c.values
	regex.match(`^[*?]+$`, v)
}

fail contains {"message": sprintf("account %s can take the role without an external id", [account]), "path": "trust", "key": account, "expected": "a condition on sts:ExternalId"} if {
	some account in _foreign
}
