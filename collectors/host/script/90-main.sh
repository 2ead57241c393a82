# The order of the sections.
identity
parameters_or_none() {
  if [ -n "$ASSIZE_OFFLINE" ]; then
    begin sysctl; finish sysctl offline
    begin sysctl.private; finish sysctl.private offline
  else
    parameters
  fi
}
configuration
shadow
gshadow
homes
named
parameters_or_none
packages
sshd_settings
printf '\n%s end\n' "$M"
