# METADATA
# scope: package
# title: AppArmor profiles are enforced
# description: >-
#   A profile in complain mode writes down what it would have stopped, and stops nothing. A program that was started
#   before its profile was loaded runs without it.
# schemas:
#   - input: schema["linux.mac"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/apparmor/apparmor.7.en.html
#   - ref: https://manpages.debian.org/bookworm/apparmor-utils/aa-enforce.8.en.html
# custom:
#   severity: low
#   controls:
#     nist-800-53-r5: [AC-3, AC-6]
#     iso-27001-2022: [A.8.3, A.8.9]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["1.3.1.3", "1.3.1.4"]
#   remediation: Run "aa-enforce" on the named profile, or restart the named program.
package policies.hardening.apparmor_profiles

applicable if input.apparmor.enabled

# Profiles marked unconfined only name a program, as Ubuntu does by the dozen: they are not counted.
fail contains {"message": sprintf("the profile %s only complains", [name]), "path": sprintf("apparmor.profiles[%q]", [name]), "key": name, "expected": "enforce"} if {
	some name, mode in input.apparmor.profiles
	mode == "complain"
}

fail contains {"message": sprintf("%s runs without its profile", [program]), "path": "apparmor.unconfined", "key": sprintf("running %s", [program]), "expected": "a restart under its profile"} if {
	some program in input.apparmor.unconfined
}
