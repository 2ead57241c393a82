# METADATA
# scope: package
# title: Lines of PAM and the settings of their modules
# description: Of a setting an argument of the module wins over its configuration file, and that over the default.
package lib.pam

# uses is true of a line of one type that runs a module.
uses(entry, type, module) if {
	entry.type == type
	endswith(entry.module, module)
}

# effective are the pairs [name, value] in force, given the lines of the module, the pairs of its file and its defaults.
effective(entries, configured, defaults) := arguments | (of_file | of_program) if {
	arguments := {[name, value] |
		some entry in entries
		some argument in entry.args
		[name, value] := split(argument, "=")
	}
	of_file := {[name, value] |
		some [name, value] in configured
		not _names(arguments, name)
	}
	of_program := {[name, value] |
		some name, value in defaults
		not _names(arguments, name)
		not _names(configured, name)
	}
}

_names(pairs, name) if pairs[[name, _]]
