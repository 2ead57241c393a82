# METADATA
# scope: package
# title: Credentials that nobody uses are disabled
# description: Nobody notices when a password or key that its owner has forgotten is used by somebody else.
# schemas:
#   - input: schema["aws.iam.user"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: ["AC-2(3)", "IA-5"]
#     iso-27001-2022: [A.5.18, A.5.16]
#     cis-aws-7.0: ["2.11"]
#     cis-aws-5.0: ["1.11"]
#     soc2: ["CC6.2", "CC6.3"]
#     pci-dss-4.0.1: ["8.2.6"]
#   params:
#     days: {type: integer, default: 45, description: "after how many days without use"}
#   remediation: Deactivate the key or delete the login profile; delete the user when nobody misses them.
package policies.access.aws_credentials_unused

import data.lib.dates

_limit := data.params.access.aws_credentials_unused.days

fail contains {"message": sprintf("the password was not used for %d days", [_limit]), "path": "console.last_used", "key": "password", "expected": "used, or no password"} if {
	input.console != null
	_idle(input.console.last_used, input.console.last_changed)
}

fail contains {"message": sprintf("access key %s was not used for %d days", [n, _limit]), "path": sprintf("access_keys[%q].last_used", [n]), "key": sprintf("access key %s", [n]), "expected": "used, or disabled"} if {
	some n, key in input.access_keys
	key.active
	_idle(key.last_used, key.rotated)
}

# What was never used counts from when it was made.
_idle(used, _) if {
	used != null
	dates.days_since(used) >= _limit
}

_idle(used, made) if {
	used == null
	made != null
	dates.days_since(made) >= _limit
}

_idle(used, made) if {
	used == null
	made == null
}
