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
#     ended: {type: array, default: ["dotnet6", "dotnetcore1.0", "dotnetcore2.0", "dotnetcore2.1", "dotnetcore3.1", "go1.x", "java8", "nodejs", "nodejs10.x", "nodejs12.x", "nodejs14.x", "nodejs16.x", "nodejs18.x", "nodejs4.3", "nodejs4.3-edge", "nodejs6.10", "nodejs8.10", "provided", "python2.7", "python3.6", "python3.7", "python3.8", "python3.9", "ruby2.5", "ruby2.7", "ruby3.2"], description: "runtimes that AWS no longer maintains, as far as was known in October 2026; a runtime that is not named passes"}
#   remediation: Move the function to a runtime in support, and test it.
package policies.patching.lambda_runtime

# Source of the default: the runtimes that AWS's own construct library (aws-cdk-lib 2.275.0) calls no longer supported, and ruby3.2,
# because the Ruby project ended 3.2.

applicable if input.runtime != null

fail contains {"message": sprintf("the runtime %s is no longer maintained", [input.runtime]), "path": "runtime", "expected": "a runtime in support"} if {
	input.runtime in data.params.patching.lambda_runtime.ended
}
