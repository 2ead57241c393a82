# METADATA
# scope: package
# title: No secret that was found in code is left as it is
# description: >-
#   A secret in code is known to whoever could read the code. It is replaced first and talked about afterwards.
# schemas:
#   - input: schema["github.repository"]
# related_resources:
#   - ref: https://docs.github.com/en/code-security/secret-scanning/managing-alerts-from-secret-scanning/resolving-alerts
# custom:
#   severity: critical
#   tags: [github]
#   controls:
#     nist-800-53-r5: ["IA-5(7)", IA-5, SI-2]
#     iso-27001-2022: [A.5.17, A.8.12]
#     soc2: ["CC6.1", "CC7.4"]
#     cis-github-1.2: ["1.5.1"]
#   remediation: >-
#     Revoke the secret where it was issued, put a new one in a secret store, and close the alert as revoked
#     (Security, Secret scanning).
package policies.data.github_secret_alerts

# Where the feature is off there are no alerts, which is data/github_secret_scanning's matter. An archived repository can be read too.
applicable if input.alerts.secret_scanning != null

fail contains {"message": sprintf("%d secrets in the code are open", [_open]), "path": "alerts.secret_scanning.open", "expected": "none"} if {
	_open > 0
}

_open := sum([n | some n in input.alerts.secret_scanning.open])
