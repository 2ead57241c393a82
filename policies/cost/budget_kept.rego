# METADATA
# scope: package
# title: Spending stays within the budget
# description: >-
#   Money that is spent beyond the plan is missing elsewhere, and cloud services spend it without asking. A
#   forecast shows it while something can still be done.
# schemas:
#   - input: schema["register.budget"]
# related_resources:
#   - ref: https://www.finops.org/framework/capabilities/budgeting/
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [SA-2, PM-3]
#     iso-27001-2022: [A.5.2]
#   params:
#     tolerance_percent:
#       type: integer
#       default: 5
#       description: how far above the plan is accepted, in percent of it
#   remediation: Find what drives the cost and cut it, or have a higher budget approved and enter it.
package policies.cost.budget_kept

_limit := (input.planned * (100 + data.params.cost.budget_kept.tolerance_percent)) / 100

fail contains {
	"message": sprintf("%d %s are spent of %d planned", [input.spent, input.currency, input.planned]),
	"path": "spent",
	"key": "spent",
	"expected": sprintf("at most %v", [_limit]),
} if {
	input.spent > _limit
}

fail contains {
	"message": sprintf("the forecast is %d %s, the plan %d", [input.forecast, input.currency, input.planned]),
	"path": "forecast",
	"key": "forecast",
	"expected": sprintf("at most %v", [_limit]),
} if {
	input.forecast != null
	input.forecast > _limit
}
