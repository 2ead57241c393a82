# METADATA
# scope: package
# title: Words and paths for policies on kernel parameters
# description: >-
#   A policy names each parameter by a ground reference, so that one that could not be read clouds only itself; what all
#   of them say about a parameter stands here.
package lib.sysctl

# running is the path of the value in force.
running(name) := sprintf("running[%q]", [name])

# boot is the path of the value that the configuration sets at the next boot.
boot(name) := sprintf("persistent[%q].value", [name])

# boot_key tells a failure of the configuration from one of the running kernel.
boot_key(name) := sprintf("%s at boot", [name])

now(name, value) := sprintf("%s is %s in the running kernel", [name, value])

later(name, value) := sprintf("%s is set to %s at the next boot", [name, value])

unset(name) := sprintf("%s holds only until the next boot: nothing sets it, and the kernel's own value is not safe", [name])

missing(name) := sprintf("the kernel has no %s", [name])
