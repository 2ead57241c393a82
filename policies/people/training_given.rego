# METADATA
# scope: package
# title: The trainings that everybody needs were given within the year
# description: >-
#   A register without a training shows no training that is overdue. What has to be taught each year is named
#   here.
# schemas:
#   - input: schema["register.index"]
#   - data.records: schema.records
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/50/r1/final
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AT-2]
#     iso-27001-2022: [A.6.3]
#     cis-controls-v8.1: ["14.1"]
#   params:
#     topics:
#       type: array
#       default: ["security awareness"]
#       description: topics that have to be taught
#     days:
#       type: integer
#       default: 365
#       description: how long ago the last training may be, in days
#   remediation: Give the training and enter it in the register with that topic.
package policies.people.training_given

import data.lib.dates

_given(topic) if {
	some training in data.records["register.training"]
	lower(training.topic) == lower(topic)
	count(training.participants) > 0
	dates.days_since(training.date) >= 0
	dates.days_since(training.date) <= data.params.people.training_given.days
}

fail contains {
	"message": sprintf("there was no training on %s in the last %d days", [topic, data.params.people.training_given.days]),
	"path": "counts[\"register.training\"]",
	"key": topic,
	"expected": "a record of a training on this topic",
} if {
	some topic in data.params.people.training_given.topics
	not _given(topic)
}
