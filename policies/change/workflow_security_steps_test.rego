package policies.change.workflow_security_steps_test

import data.policies.change.workflow_security_steps as policy

params := {"change": {"workflow_security_steps": {"pattern": `(?i)(codeql|trivy|grype|snyk|semgrep|gitleaks|trufflehog|govulncheck|bandit|checkov|tfsec|kics|gosec|brakeman|zizmor|scorecard|dependency-review|osv-scanner|npm audit|pip-audit|cargo audit|cargo-deny|bundler-audit|cosign verify|slsa-verifier|sast|security)`}}}

good := {
	"path": "w.yml", "jobs": {"sast": {"line": 3, "continue_on_error": false}, "docs": {"line": 5, "continue_on_error": true}},
	"tolerated_steps": [{"text": "make docs", "job": "a", "line": 8}],
}

bad := json.patch(good, [{"op": "add", "path": "/tolerated_steps/-", "value": {"text": "aquasecurity/trivy-action@0.28.0", "job": "a", "line": 9}}])

job := json.patch(good, [{"op": "replace", "path": "/jobs/sast/continue_on_error", "value": true}])

test_others_may_fail if {
	count(policy.fail) == 0 with input as good with data.params as params
}

test_checks_may_not if {
	{f.key | some f in policy.fail} == {"a: aquasecurity/trivy-action@0.28.0"} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:9"]} with input as bad with data.params as params
	{f.actual | some f in policy.fail} == {["w.yml:3"]} with input as job with data.params as params
	{f.key | some f in policy.fail} == {"a: make docs"} with input as good with data.params.change.workflow_security_steps.pattern as "make"
}
