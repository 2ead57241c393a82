package lib.cache_test

import data.lib.cache

_restores(action, inputs) if cache.restores({"action": action, "inputs": inputs}, ["a/cache"], ["a/go"])

test_by_name if {
	_restores("A/cache", {})
	_restores("a/go", {})
	not _restores("a/go", {"cache": "False"})
	not _restores("a/go", {"enable-cache": "false"})
	not _restores("a/go", {"skip-cache": "true"})
	not _restores("a/checkout", {})
}

test_by_input if {
	_restores("a/node", {"cache": "npm"})
	_restores("a/uv", {"enable-cache": "true"})
	not _restores("a/node", {"cache": ""})
	not _restores("a/node", {"cache": "false"})
}
