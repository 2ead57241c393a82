# METADATA
# scope: package
# title: No file in the home folder lets others in or mail out
# description: >-
#   A .rhosts file lets other machines in without a password, a .netrc holds passwords in the clear, and a .forward
#   sends mail away or starts programs.
# schemas:
#   - input: schema["linux.user"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/manpages/hosts.equiv.5.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AC-3, IA-5]
#     iso-27001-2022: [A.8.3, A.5.17]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["7.2.10"]
#   remediation: Remove the named file, or for .netrc run "chmod 600" on it.
package policies.access.account_dotfiles

import data.lib.mode

fail contains {"message": sprintf("the home folder holds %s", [name]), "path": sprintf("dotfiles[%q]", [name]), "key": name, "expected": "no such file"} if {
	some name, _ in input.dotfiles
	name != ".netrc"
}

fail contains {"message": sprintf(".netrc, which holds passwords, has mode %s", [input.dotfiles[".netrc"].mode]), "path": `dotfiles[".netrc"].mode`, "key": ".netrc", "expected": "0600"} if {
	input.dotfiles[".netrc"]
	not mode.within(input.dotfiles[".netrc"].mode, "0600")
}
