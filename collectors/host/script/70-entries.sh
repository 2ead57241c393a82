# The things whose mode and owner policies name.
named() {
  begin entries
  names=$(
    entry /etc/passwd /etc/passwd- /etc/shadow /etc/shadow- /etc/group /etc/group- /etc/gshadow /etc/gshadow- \
      /etc/shells /etc/security/opasswd /etc/security/opasswd.old /etc/security/limits.conf \
      /etc/security/access.conf /etc/security/pwquality.conf /etc/security/faillock.conf /etc/pam.d /etc/login.defs
    entry /etc/sudoers /etc/sudoers.d /etc/crontab /etc/anacrontab /etc/cron.hourly /etc/cron.daily \
      /etc/cron.weekly /etc/cron.monthly /etc/cron.yearly /etc/cron.d /etc/cron.allow /etc/cron.deny \
      /etc/at.allow /etc/at.deny /var/spool/cron /var/spool/cron/crontabs
    entry /etc/ssh /etc/ssh/sshd_config /etc/ssh/sshd_config.d /etc/ssh/ssh_config
    entries /etc/ssh/sshd_config.d '*.conf'
    entries /etc/ssh 'ssh_host_*_key' 'ssh_host_*_key.pub'
    entry /etc/motd /etc/issue /etc/issue.net /etc/fstab /etc/hosts /etc/hosts.equiv /etc/hosts.allow \
      /etc/hosts.deny /etc/shosts.equiv /root /root/.rhosts /root/.ssh /root/.ssh/authorized_keys \
      /etc/profile /etc/bash.bashrc /etc/environment /etc/exports /etc/securetty
    entry /boot /boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/loader/loader.conf /boot/efi/loader/loader.conf \
      /efi/loader/loader.conf
    entry /etc/audit /etc/audit/auditd.conf /etc/audit/audit.rules /etc/audit/rules.d /var/log/audit \
      /sbin/auditctl /sbin/aureport /sbin/ausearch /sbin/autrace /sbin/auditd /sbin/augenrules
    entry /etc/rsyslog.conf /etc/rsyslog.d /etc/systemd/journald.conf /etc/logrotate.conf /var/log /var/log/journal
    entry / /tmp /var/tmp /dev/shm /home /etc /usr /var /etc/ssl/private /etc/ssl/certs /etc/apt/sources.list \
      /etc/apt/auth.conf /etc/apt/auth.conf.d /etc/apt/trusted.gpg /etc/apt/trusted.gpg.d /etc/apt/keyrings \
      /etc/sysctl.conf /etc/sysctl.d /etc/modprobe.d /etc/systemd/system /run/docker.sock /etc/docker/daemon.json
  )
  modes "$names"
  finish entries $?
  begin logs
  modes "$(entries /var/log '*')"
  finish logs $?
  begin logs.audit
  modes "$(entries /var/log/audit '*')"
  finish logs.audit $?
  begin cron.scripts
  names=$(for period in hourly daily weekly monthly yearly; do entries /etc/cron.$period '*'; done)
  modes "$names"
  finish cron.scripts $?
}

# One walk over the local file systems, on request, within a budget of time and of lines. Which of the files a
# package brought is looked up for those that were found only.
walk() {
  begin walk
  if [ -z "$ASSIZE_DEEP" ]; then finish walk unasked; return; fi
  if [ "$ME" -ne 0 ]; then finish walk denied; return; fi
  if ! has stat; then finish walk missing; return; fi
  # a find that does not know these tests says so with the exit code of a file that went away
  if ! find / -maxdepth 0 \( -perm -4000 -o -nouser -o -nogroup \) -prune >/dev/null 2>&1; then
    finish walk missing
    return
  fi
  set --
  seen=
  if [ -n "$ASSIZE_OFFLINE" ]; then
    set -- "$R/"
  else
    while read -r _ _ number _ point rest; do
      case $rest in
        *' - ext'[234]' '* | *' - xfs '* | *' - btrfs '* | *' - zfs '* | *' - f2fs '* | *' - jfs '* | \
          *' - overlay '* | *' - tmpfs '*) ;;
        *) continue ;;
      esac
      case $point in /proc | /proc/* | /sys | /sys/* | /snap/* | *%*) continue ;; *\\*) point=$(printf "$point") ;; esac
      case " $seen " in *" $number "*) continue ;; esac
      seen="$seen $number"
      set -- "$@" "$point"
    done </proc/self/mountinfo
  fi
  hits=$({
    limit "$ASSIZE_SECONDS" find "$@" -xdev \( -path /proc -o -path /sys -o -path "$R/var/lib/docker/overlay2" \
      -o -path "$R/var/lib/containers/storage/overlay" \) -prune -o \
      \( -type f \( -perm -4000 -o -perm -2000 -o -perm -0002 \) -o -type d -perm -0002 -o ! -type l \( -nouser -o -nogroup \) \) \
      -exec stat -c '%f %u %g %n' -- {} + 2>/dev/null
    echo "code $?"
  } | awk -v max=20000 '
    NR <= max { print }
    NR == max + 1 { print "more"; exit }')
  printf '%s\n' "$hits"
  finish walk 0
  begin walk.packaged
  if [ -d "$R/var/lib/dpkg/info" ]; then
    echo 'lists dpkg'
    { printf '%s\n' "$hits"; echo "@lists"; cat "$R"/var/lib/dpkg/info/*.list 2>/dev/null; } | packaged
  elif [ -z "$ASSIZE_OFFLINE" ] && has rpm; then
    echo 'lists rpm'
    { printf '%s\n' "$hits"; echo "@lists"; limit 60 rpm -qal 2>/dev/null; } | packaged
  fi
  finish walk.packaged 0
}

# packaged: of the found files, those that the packages list. /bin and /usr/bin are one folder by now.
packaged() {
  awk -v root="$R" '
    function plain(path) { sub(/^\/usr\//, "/", path); return path }
    $0 == "@lists" && !lists { lists = 1; next }
    !lists {
      if (!match($0, / \//)) next
      path = substr($0, RSTART + 1)
      if (root != "" && index(path, root "/") == 1) path = substr(path, length(root) + 1)
      wanted[plain(path)] = substr($0, RSTART + 1)
      next
    }
    (plain($0) in wanted) { print "p " wanted[plain($0)]; delete wanted[plain($0)] }'
}
