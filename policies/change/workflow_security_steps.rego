# METADATA
# scope: package
# title: Checks of security can fail
# description: >-
#   A step with continue-on-error finds what it finds and the run is green all the same. Nobody reads the log of
#   a green run.
# schemas:
#   - input: schema["ci.workflow"]
# related_resources:
#   - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
# custom:
#   severity: medium
#   tags: [ci]
#   controls:
#     nist-800-53-r5: [SA-11, RA-5]
#     iso-27001-2022: [A.8.29, A.8.8]
#     cis-controls-v8.1: ["16.12"]
#     soc2: [CC7.1]
#     cis-github-1.2: ["1.1.9", "2.3.7"]
#     openssf-scorecard: [SAST]
#   params:
#     pattern:
#       type: string
#       default: "(?i)(codeql|trivy|grype|snyk|semgrep|gitleaks|trufflehog|govulncheck|bandit|checkov|tfsec|kics|gosec|brakeman|zizmor|scorecard|dependency-review|osv-scanner|npm audit|pip-audit|cargo audit|cargo-deny|bundler-audit|cosign verify|slsa-verifier|sast|security)"
#       description: what the action, the first line of the script, or the job's id matches
#   remediation: >-
#     Remove continue-on-error. Where findings are to be taken in step by step, accept them one by one in the
#     tool's own file.
package policies.change.workflow_security_steps

import data.lib.place

_security(text) if regex.match(data.params.change.workflow_security_steps.pattern, text)

_let_go contains {"key": sprintf("%s: %s", [step.job, step.text]), "line": step.line, "path": "tolerated_steps"} if {
	some step in input.tolerated_steps
	_security(step.text)
}

_let_go contains {"key": id, "line": job.line, "path": sprintf("jobs[%q].continue_on_error", [id])} if {
	some id, job in input.jobs
	job.continue_on_error
	_security(id)
}

_keys := {thing.key | some thing in _let_go}

fail contains {
	"message": sprintf("a failure of %s is let pass (%s)", [key, place.words(things)]),
	"path": [thing.path | some thing in things][0],
	"key": key,
	"actual": place.at(input.path, things),
	"expected": "a step whose failure fails the run",
} if {
	some key in _keys
	things := [thing | some thing in _let_go; thing.key == key]
}
