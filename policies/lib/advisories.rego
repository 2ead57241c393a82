# METADATA
# scope: package
# title: Advisories on actions
# description: >-
#   Facts of reviewed advisories in the GitHub Advisory Database (github.com/advisories?query=ecosystem%3Aactions), as of
#   April 2026: the action in lower case, the advisory, the versions from "from" on and below "below", and commits that
#   are known to hold hostile code. What was "up to and with" a version is written as below the next one. It is a selection.
package lib.advisories

versions := [
	{"action": "actions/download-artifact", "id": "GHSA-cxww-7g56-2vh6", "from": "4", "below": "4.1.7"},
	{"action": "atlassian/gajira-create", "id": "GHSA-4xqx-pqpj-9fqw", "from": "0", "below": "2.0.1"},
	{"action": "azure/setup-kubectl", "id": "GHSA-p756-rfxh-x63h", "from": "0", "below": "3"},
	{"action": "check-spelling/check-spelling", "id": "GHSA-g86g-chm8-7r2p", "from": "0", "below": "0.0.19"},
	{"action": "dawidd6/action-download-artifact", "id": "GHSA-5xr6-xhww-33m4", "from": "0", "below": "6"},
	{"action": "embano1/wip", "id": "GHSA-rg3q-prf8-qxmp", "from": "0", "below": "2"},
	{"action": "fish-shop/syntax-check", "id": "GHSA-xj87-mqvh-88w2", "from": "0", "below": "1.6.12"},
	{"action": "gradle/gradle-build-action", "id": "GHSA-h3qr-39j9-4r5v", "from": "0", "below": "2.4.2"},
	{"action": "hashicorp/vault-action", "id": "GHSA-4mgv-m5cm-f9h7", "from": "0", "below": "2.2.0"},
	{"action": "j178/prek-action", "id": "GHSA-pwf7-47c3-mfhx", "from": "0", "below": "1.0.6"},
	{"action": "kartverket/github-workflows/.github/workflows/run-terraform.yml", "id": "GHSA-f9qj-7gh3-mhj4", "from": "0", "below": "2.7.5"},
	{"action": "pytorch/pytorch/.github/actions/filter-test-configs", "id": "GHSA-hw6r-g8gj-2987", "from": "0", "below": "2.0.1"},
	{"action": "rlespinasse/github-slug-action", "id": "GHSA-6q4m-7476-932w", "from": "4.0.0", "below": "4.4.1"},
	{"action": "rlespinasse/github-slug-action", "id": "GHSA-7f32-hm4h-w77q", "from": "0", "below": "1.1.1"},
	{"action": "some-natalie/ghas-to-csv", "id": "GHSA-634p-93h9-92vh", "from": "0", "below": "1"},
	{"action": "tj-actions/branch-names", "id": "GHSA-8v8w-v8xg-79rf", "from": "0", "below": "7.0.7"},
	{"action": "tj-actions/changed-files", "id": "GHSA-mcph-m25j-8j63", "from": "0", "below": "41"},
	{"action": "tj-actions/changed-files", "id": "GHSA-mrrh-fwg8-r2c3", "from": "0", "below": "45.0.8"},
	{"action": "tj-actions/verify-changed-files", "id": "GHSA-ghm2-rq8q-wrhc", "from": "0", "below": "17"},
	{"action": "ultralytics/actions", "id": "GHSA-7x29-qqmq-v6qc", "from": "0", "below": "0.0.3"},
]

commits := [
	{"action": "reviewdog/action-setup", "id": "GHSA-qmg3-hpqr-gqvc", "commit": "f0d342d24037bb11d26b9bd8496e0808ba32e9ec"},
	{"action": "tj-actions/changed-files", "id": "GHSA-mrrh-fwg8-r2c3", "commit": "0e58ed8671d6b60d0890c21b07f8835ace038e67"},
]
