package lib.place_test

import data.lib.place

_two := [{"line": 10, "job": "a"}, {"line": 9}, {"line": 10, "job": "b"}]

test_places_are_in_the_order_of_lines if {
	place.at("w.yml", _two) == ["w.yml:9", "w.yml:10"]
	place.words(_two) == "lines 9, 10"
	place.words({{"line": 3}}) == "line 3"
}
