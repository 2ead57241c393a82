# METADATA
# scope: package
# title: Functions run on a runtime that is maintained
# description: A runtime that is out of support gets no security fixes.
# schemas:
#   - input: schema["aws.lambda.function"]
# related_resources:
#   - ref: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
# custom:
#   severity: medium
#   tags: [aws]
#   controls:
#     nist-800-53-r5: [SI-2, SA-22]
#     iso-27001-2022: [A.8.8]
#     soc2: ["CC7.1"]
#     pci-dss-4.0.1: ["6.3.3"]
#   params:
#     ended: {type: array, default: ["dotnet6", "dotnetcore3.1", "go1.x", "java8", "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "provided", "python3.6", "python3.7", "python3.8", "python3.9", "ruby2.7", "ruby3.2"], description: "runtimes that AWS no longer maintains"}
#   remediation: Move the function to a runtime in support, and test it.
package policies.patching.lambda_runtime

applicable if input.runtime != null

fail contains {"message": sprintf("the runtime %s is no longer maintained", [input.runtime]), "path": "runtime", "expected": "a runtime in support"} if {
	input.runtime in data.params.patching.lambda_runtime.ended
}
