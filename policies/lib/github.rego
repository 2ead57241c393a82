# METADATA
# scope: package
# title: Actors, authors, environments and alerts, as collectors/kinds/github writes them
# description: An actor goes by its type and name, or its number where it has no name, or by the type alone.
package lib.github

import data.lib.dates

# actor is what one who can do without rules is called: "Team:ops", "Integration:2740", "OrganizationAdmin".
actor(a) := sprintf("%s:%s", [a.type, a.name]) if {
	a.name != null
} else := sprintf("%s:%d", [a.type, a.id]) if {
	a.id != null
} else := a.type

# listed is true of one that a list names by its name or its number.
listed(a, list) if actor(a) in list

listed(a, list) if {
	a.id != null
	sprintf("%s:%d", [a.type, a.id]) in list
}

# administrators is true of the role of who administers the repository, whose number is 5.
administrators(a) if {
	a.type == "RepositoryRole"
	a.id == 5
}

# production is true of an environment that has one of the names, alone or with more words behind it ("production-eu").
production(environment, names) if {
	some name in names
	lower(environment) == lower(name)
}

production(environment, names) if {
	some name in names
	some separator in ["-", "_", "/", ".", " "]
	startswith(lower(environment), concat("", [lower(name), separator]))
}

# overdue are the severities, with the days, of open alerts that are older than the limits by severity. A severity without a
# limit has none.
overdue(alerts, limits) := {severity: days |
	some severity, made in alerts.oldest
	days := dates.days_since(made)
	days > limits[severity]
}

# author is the login of who proposed a change, as far as GitHub knows.
author(change) := change.author if {
	change.author != null
} else := "nobody known"
