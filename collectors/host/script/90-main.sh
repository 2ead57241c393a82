# The order of the sections. What belongs to a running system has no section in an image.
identity
installed sudo sshd logrotate rsyslogd auditd chronyd ntpd systemd-timesyncd nft iptables ufw firewalld \
  apparmor_parser aa-status getenforce
configuration
shadow
gshadow
homes
named
if [ -z "$ASSIZE_OFFLINE" ]; then
  parameters
  blocks
  disks
  sockets
fi
packages
kernels
boot
apt_settings
units
sshd_settings
firewall
clock
audit_rules
mandatory
certificates
updates
walk
printf '\n%s end\n' "$M"
