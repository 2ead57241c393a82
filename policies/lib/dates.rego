# METADATA
# scope: package
# description: >-
#   Days between a date and the moment of the audit. A text that is no date counts as long past, so that it can
#   never make something look fresh or still valid; the time from or to one is long.
package lib.dates

_pattern := `^(19[7-9][0-9]|[2-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$`

# floor is wrong for numbers between -1 and 0 in OPA 1.22, so all is counted from far in the past.
_origin := 1000000

_day := ((24 * 60) * 60) * 1000000000

# Years that nanoseconds since 1970 cannot hold; certificates without an end have 9999.
_far(text) if {
	regex.match(_pattern, text)
	substring(text, 0, 4) > "2261"
}

# days_until counts the days from today to the date, or the whole days to the time: a negative number is past.
days_until(text) := 999999 if {
	_far(text)
} else := floor(_ns(text) / _day) - floor(data.audit.now_ns / _day) if {
	regex.match(_pattern, text)
	not contains(text, "T")
} else := _days(_ns(text) - data.audit.now_ns) if {
	regex.match(_pattern, text)
} else := -999999

# days_since counts whole days from the date or time to now.
days_since(text) := -999999 if {
	_far(text)
} else := _days(data.audit.now_ns - _ns(text)) if {
	regex.match(_pattern, text)
} else := 999999

# days_between counts whole days from one date or time to another.
days_between(from, to) := 999999 if {
	_far(to)
} else := _days(_ns(to) - _ns(from)) if {
	regex.match(_pattern, from)
	regex.match(_pattern, to)
	not _far(from)
} else := 999999

_days(ns) := floor((ns + (_origin * _day)) / _day) - _origin

_ns(text) := time.parse_rfc3339_ns(text) if contains(text, "T")

_ns(text) := time.parse_rfc3339_ns(sprintf("%sT00:00:00Z", [text])) if not contains(text, "T")
