# METADATA
# scope: package
# title: Clusters record who asked for what
# description: Without the audit log nobody can say who read a secret or started a container.
# schemas:
#   - input: schema["aws.eks.cluster"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [AU-2, AU-12]
#     iso-27001-2022: [A.8.15]
#     soc2: ["CC7.2"]
#     pci-dss-4.0.1: ["10.2.1"]
#   params:
#     logs: {type: array, default: ["audit", "authenticator"], description: "the logs of the control plane that are kept at least"}
#   remediation: Turn the logs of the control plane on, at least those that the parameter names.
package policies.logging.eks_audit_log

fail contains {"message": sprintf("the log %s is not kept", [log]), "path": "logs", "key": log, "expected": data.params.logging.eks_audit_log.logs} if {
	some log in data.params.logging.eks_audit_log.logs
	not log in input.logs
}
