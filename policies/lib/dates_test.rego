package lib.dates_test

import data.lib.dates

audit := {"now_ns": time.parse_rfc3339_ns("2026-03-10T12:00:00Z")}

test_days_until if {
	dates.days_until("2026-03-20") == 10 with data.audit as audit
	dates.days_until("2026-03-20T12:00:00Z") == 10 with data.audit as audit
	dates.days_until("2026-03-10") == 0 with data.audit as audit
	dates.days_until("2026-03-09") == -1 with data.audit as audit
	dates.days_until("2026-03-10T11:59:59Z") == -1 with data.audit as audit
}

test_days_since if {
	dates.days_since("2026-03-10") == 0 with data.audit as audit
	dates.days_since("2026-03-01T12:00:00Z") == 9 with data.audit as audit
}

test_what_is_no_date_is_long_past if {
	every text in ["", "soon", "2026-13-01", "2026-00-10", "2026-3-1", "10.03.2026", "1600-01-01"] {
		dates.days_until(text) < -1000 with data.audit as audit
		dates.days_since(text) > 1000 with data.audit as audit
	}
}

test_years_beyond_the_clock_are_far_off if {
	every text in ["2262-01-01", "9999-12-31", "9999-12-31T23:59:59Z"] {
		dates.days_until(text) == 999999 with data.audit as audit
		dates.days_since(text) == -999999 with data.audit as audit
	}
	dates.days_until("2261-12-31T23:59:59Z") > 80000 with data.audit as audit
}

test_days_between if {
	dates.days_between("2026-01-01T08:00:00Z", "2026-04-01T08:00:00Z") == 90
	dates.days_between("2026-01-01T08:00:00Z", "2026-04-01T07:59:59Z") == 89
	dates.days_between("2026-01-02", "2026-01-01") == -1
	dates.days_between("2026-01-01", "9999-12-31T00:00:00Z") == 999999
	dates.days_between("2026-01-01", "later") == 999999
	dates.days_between("once", "2026-01-01") == 999999
}
