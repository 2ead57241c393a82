package lib.advisories_test

import data.lib.advisories

test_each_row_is_whole if {
	every row in advisories.versions {
		regex.match(`^[a-z0-9_.-]+/[a-z0-9_./-]+$`, row.action)
		regex.match(`^GHSA(-[0-9a-z]{4}){3}$`, row.id)
		regex.match(`^[0-9]+([.][0-9]+){0,2}$`, row.from)
		regex.match(`^[0-9]+([.][0-9]+){0,2}$`, row.below)
	}
	every row in advisories.commits {
		regex.match(`^[0-9a-f]{40}$`, row.commit)
	}
}

test_no_row_twice if {
	count({[row.action, row.id] | some row in advisories.versions}) == count(advisories.versions)
}
