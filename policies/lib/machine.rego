# METADATA
# scope: package
# description: What a policy on one part of a host needs to know of the machine as a whole.
# schemas:
#   - data.resources: schema.resources
package lib.machine

# container is true where the kernel belongs to another system, so that clock, audit and kernel are kept there.
container if {
	some host in data.resources["linux.host"]
	host.container
}

# call_tables are the system call tables that a program can use, in the words of auditctl(8). A machine that is
# not known counts as a PC, which has both.
call_tables := {"b64"} if {
	some host in data.resources["linux.host"]
	not host.architecture in {"x86_64", "i386", "i686"}
} else := {"b64", "b32"}
