# METADATA
# scope: package
# title: Log files are closed to other users
# description: >-
#   Logs tell who works when, what fails, and now and then a password typed in the wrong place. Whoever can
#   write them can also remove his traces.
# schemas:
#   - input: schema["linux.logging"]
# related_resources:
#   - ref: https://manpages.debian.org/bookworm/coreutils/chmod.1.en.html
# custom:
#   severity: medium
#   controls:
#     nist-800-53-r5: [AU-9, SI-11]
#     iso-27001-2022: [A.8.15]
#     cis-controls-v8.1: ["3.3"]
#     cis-debian-12: ["6.1.4.1"]
#   params:
#     public:
#       type: array
#       default:
#         ["/var/log/lastlog", "/var/log/wtmp", "/var/log/faillog", "/var/log/dpkg.log",
#         "/var/log/alternatives.log", "/var/log/aptitude", "/var/log/bootstrap.log",
#         "/var/log/fontconfig.log", "/var/log/ubuntu-advantage.log", "/var/log/README"]
#       description: files that everybody may read, though never write
#   remediation: >-
#     Run "chmod o-rwx" on the file, and set the mode where it is made (logrotate's create line, the service's
#     configuration).
package policies.logging.log_files_protected

# A rotated file (dpkg.log.1, dpkg.log.2.gz, wtmp-20260310) is judged as the one it was.
_base(path) := regex.replace(path, `([.-][0-9]+)?([.](gz|xz|zst|bz2))?$`, "")

fail contains {
	"message": sprintf("%s can be written by everybody (mode %s)", [path, file.mode]),
	"path": sprintf("files[%q].mode", [path]),
	"key": path,
	"expected": "0640",
} if {
	some path, file in input.files
	not regex.match(`^[0-7]+[0145]$`, file.mode)
}

fail contains {
	"message": sprintf("%s can be read by everybody (mode %s)", [path, file.mode]),
	"path": sprintf("files[%q].mode", [path]),
	"key": path,
	"expected": "0640",
} if {
	some path, file in input.files
	regex.match(`^[0-7]+[45]$`, file.mode)
	not _base(path) in data.params.logging.log_files_protected.public
}
