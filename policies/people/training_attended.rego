# METADATA
# scope: package
# title: Nobody who should have been trained was left out
# description: >-
#   An attack needs one person who does not know better. Who was absent takes part another time.
# schemas:
#   - input: schema["register.training"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/50/r1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AT-2, AT-4]
#     iso-27001-2022: [A.6.3]
#     cis-controls-v8.1: ["14.1"]
#   params:
#     days:
#       type: integer
#       default: 60
#       description: how long somebody who was absent has to catch up, in days
#   remediation: >-
#     Give those who were absent the training and enter it as a record of its own with the same topic, or move
#     their names to the participants.
package policies.people.training_attended

import data.lib.dates

_caught_up contains person if {
	some other in data.records["register.training"]
	lower(other.topic) == lower(input.topic)
	other.date >= input.date
	some person in other.participants
}

fail contains {
	"message": sprintf("%s was absent and has not caught up", [person]),
	"path": "absent",
	"key": person,
	"expected": "a later training on the same topic with this participant",
} if {
	dates.days_since(input.date) > data.params.people.training_attended.days
	some person in input.absent
	not person in _caught_up
}
