# METADATA
# scope: package
# title: The training is repeated when it is due
# description: >-
#   What was learnt is forgotten, and people come and go. A training counts until the day on which it has to
#   be repeated.
# schemas:
#   - input: schema["register.training"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/50/r1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AT-2, AT-3]
#     iso-27001-2022: [A.6.3]
#     cis-controls-v8.1: ["14.1"]
#   remediation: Give the training again and enter it as a new record, with its own date and next_due.
package policies.people.training_repeated

import data.lib.dates

# A later training on the same topic takes the place of this one.
_repeated if {
	some other in data.records["register.training"]
	lower(other.topic) == lower(input.topic)
	other.date > input.date
}

applicable if {
	input.next_due != null
	not _repeated
}

fail contains {
	"message": sprintf("the training was to be repeated by %s", [input.next_due]),
	"path": "next_due",
	"expected": "a later training on the same topic",
} if {
	dates.days_until(input.next_due) < 0
}
