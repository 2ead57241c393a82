package lib.tags_test

import data.lib.tags

test_missing if {
	tags.missing({"owner": "platform", "cost": ""}, ["owner"]) == set()
	tags.missing({"owner": "platform", "cost": ""}, ["owner", "cost", "Owner"]) == {"cost", "Owner"}
}
