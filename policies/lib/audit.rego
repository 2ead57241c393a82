# METADATA
# scope: package
# description: >-
#   Which system calls a list of audit rules records. A rule counts only when it records whoever makes the call: one
#   with a filter on a user, a program or a result that was not asked for is passed over. Source: audit.rules(7).
package lib.audit

# unrecorded are those of calls that no rule records for the system call table ("b64" or "b32").
unrecorded(rules, table, calls) := {call | some call in calls; not _recorded(rules, table, call)}

# undenied are those of calls that no rule records when they end with the error, for example "EACCES".
undenied(rules, table, calls, error) := {call | some call in calls; not _denied(rules, table, call, error)}

# as_another holds when a rule records what is run under another user than the one who runs it.
as_another(rules, table) if {
	not muted(rules)
	some rule in rules
	_names(rule, table, "execve")
	only(rule, `^(arch=|key=|success=1$|auid>=|auid!=|euid!=uid$|uid!=euid$)`)
}

# only holds for a rule that records and whose every field matches the pattern.
only(rule, pattern) if {
	not regex.match(`^-[aA]\s*(never,|[a-z]+,never)`, rule.text)
	every field in rule.fields { regex.match(pattern, field) }
}

# muted holds when a rule on tasks keeps the kernel from recording anything of what programs do.
muted(rules) if {
	some rule in rules
	regex.match(`^-[aA]\s*(never,task|task,never)(\s|$)`, rule.text)
	count(rule.fields) == 0
}

_recorded(rules, table, call) if {
	not muted(rules)
	some rule in rules
	_names(rule, table, call)
	only(rule, `^(arch=|key=|success=1$|auid>=|auid!=|a0=(0x)?0$)`)
}

_denied(rules, table, call, error) if {
	not muted(rules)
	some rule in rules
	_names(rule, table, call)
	sprintf("exit=-%s", [error]) in rule.fields
	only(rule, `^(arch=|key=|success=0$|auid>=|auid!=|exit=)`)
}

_names(rule, table, call) if {
	some name in {call, "all"}
	name in rule.syscalls
	every field in rule.fields { not _other_table(field, table) }
}

_other_table(field, table) if {
	startswith(field, "arch=")
	field != sprintf("arch=%s", [table])
}
