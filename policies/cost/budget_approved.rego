# METADATA
# scope: package
# title: The budget is approved
# description: >-
#   Spending that nobody agreed to cannot be planned, compared or stopped.
# schemas:
#   - input: schema["register.budget"]
# related_resources:
#   - ref: https://www.finops.org/framework/capabilities/budgeting/
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SA-2, PM-3]
#     iso-27001-2022: [A.5.2]
#   remediation: Have the budget approved by who answers for the money, and enter approved_by.
package policies.cost.budget_approved

fail contains {
	"message": "nobody has approved it",
	"path": "approved_by",
	"expected": "a name",
} if {
	input.approved_by == null
}
