# METADATA
# scope: package
# title: There is a budget for this year
# description: >-
#   Without a plan no spending is too high. Areas that have to have a budget of their own are named here.
# schemas:
#   - input: schema["register.index"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://www.finops.org/framework/capabilities/budgeting/
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [SA-2, PM-3]
#     iso-27001-2022: [A.5.2]
#   params:
#     areas:
#       type: array
#       default: []
#       description: areas that need a budget of their own, as they are called in the records
#   remediation: >-
#     Plan the spending of the year and enter it in the register; the period begins with the year, for example
#     "2026" or "2026-Q1".
package policies.cost.budget_planned

_year := sprintf("%d", [time.date(data.audit.now_ns)[0]])

_planned contains lower(budget.area) if {
	some budget in data.records["register.budget"]
	startswith(budget.period, _year)
}

fail contains {
	"message": sprintf("there is no budget for %s", [_year]),
	"path": "counts[\"register.budget\"]",
	"key": "any",
	"expected": "a budget for this year",
} if {
	count(_planned) == 0
}

fail contains {
	"message": sprintf("there is no budget for %s in %s", [area, _year]),
	"path": "counts[\"register.budget\"]",
	"key": sprintf("area %s", [area]),
	"expected": "a budget of this area for this year",
} if {
	some area in data.params.cost.budget_planned.areas
	not lower(area) in _planned
}
