package lib.version_test

import data.lib.version

test_a_tag_or_a_comment_names_the_version if {
	version.of({"ref_kind": "tag", "ref": "v4.1", "comment": ""}) == "v4.1"
	version.of({"ref_kind": "sha", "ref": "0a", "comment": "v4.1.7 (newest)"}) == "v4.1.7"
	version.of({"ref_kind": "sha", "ref": "0a", "comment": "tag=v2"}) == "v2"
	not version.of({"ref_kind": "sha", "ref": "0a", "comment": "newest"})
	not version.of({"ref_kind": "tag", "ref": "nightly-2024", "comment": "v1"})
	not version.of({"ref_kind": "branch", "ref": "main", "comment": "v1"})
}

test_versions_lie_in_ranges if {
	version.within("v4.1.6", "4", "4.1.7")
	version.within("4", "0", "5")
	version.within("v40", "0", "41")
	not version.within("v4.1.7", "4", "4.1.7")
	not version.within("v3.9", "4", "4.1.7")
	not version.within("v4.10.0", "4", "4.1.7")
}

test_a_moving_tag_stands_for_the_newest if {
	not version.within("v4", "4", "4.1.7")
	not version.within("v4.1", "4", "4.1.7")
	version.within("v4.0", "4", "4.1.7")
}
