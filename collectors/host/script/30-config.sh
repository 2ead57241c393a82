# Sections of configuration files.

# Who this is. It comes first, because everything else needs the name.
identity() {
  {
    part identity
    file /etc/machine-id
    file /etc/hostname
    file /etc/os-release
    file /usr/lib/os-release
    file /etc/timezone
    if [ -z "$ASSIZE_OFFLINE" ]; then
      file /proc/sys/kernel/hostname
      file /proc/sys/kernel/osrelease
      file /proc/cmdline
    fi
    end identity
  } | reader
  begin host
  printf 'uid %s\n' "$ME"
  if place /etc/localtime && [ -L "$R/etc/localtime" ]; then
    printf 'localtime %s\n' "$(readlink "$R/etc/localtime")"
  fi
  if [ -z "$ASSIZE_OFFLINE" ]; then
    printf 'machine %s\n' "$(uname -m)"
    printf 'now %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
    printf 'pidns %s\n' "$(readlink /proc/self/ns/pid)"
    if [ -e /run/systemd/container ] || [ -e /run/.containerenv ]; then echo 'container marked'; fi
    if [ -d /run/systemd/system ]; then echo 'manager systemd'
    elif [ -d /run/openrc ]; then echo 'manager openrc'
    elif [ "$(cat /proc/1/comm 2>/dev/null)" = init ]; then echo 'manager sysvinit'
    fi
  fi
  finish host 0
}

# installed PROGRAM...: which of these programs are there.
installed() {
  begin programs
  for program in "$@"; do
    for where in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
      if place "$where/$program" && [ -f "$P" ]; then
        printf '%s\n' "$program"
        break
      fi
    done
  done
  finish programs 0
}

configuration() {
  {
    part sysctl.d
    for base in /etc /run /usr/local/lib /usr/lib /lib; do
      folder $base/sysctl.d '*.conf'
    done
    file /etc/sysctl.conf
    file /etc/ufw/ufw.conf
    file /etc/ufw/sysctl.conf
    end sysctl.d
    part modprobe.d
    for base in /etc /run /usr/local/lib /usr/lib /lib; do
      folder $base/modprobe.d '*.conf'
    done
    if [ -z "$ASSIZE_OFFLINE" ]; then
      file /proc/modules
      file "/lib/modules/$(uname -r)/modules.builtin"
    fi
    end modprobe.d
    part mounts
    file /etc/fstab
    if [ -z "$ASSIZE_OFFLINE" ]; then
      file /proc/self/mountinfo
      file /proc/swaps
    fi
    end mounts
    part accounts
    file /etc/passwd
    file /etc/group
    file /etc/shells
    end accounts
    part login
    file /etc/login.defs
    file /etc/default/useradd
    file /etc/profile
    file /etc/bash.bashrc
    file /etc/bashrc
    folder /etc/profile.d '*.sh'
    file /etc/motd
    file /etc/issue
    file /etc/issue.net
    file /etc/security/limits.conf
    folder /etc/security/limits.d '*.conf'
    end login
    part pam
    folder /etc/pam.d '*'
    file /etc/security/pwquality.conf
    folder /etc/security/pwquality.conf.d '*.conf'
    file /etc/security/faillock.conf
    file /etc/security/pwhistory.conf
    end pam
    part sudoers
    sudoers
    end sudoers
    part sshd.config
    file /etc/ssh/sshd_config
    folder /etc/ssh/sshd_config.d '*.conf'
    end sshd.config
    part cron
    file /etc/crontab
    file /etc/anacrontab
    folder /etc/cron.d '*'
    folder /var/spool/cron/crontabs '*'
    folder /var/spool/cron '*'
    end cron
    part apt
    file /etc/apt/sources.list
    folder /etc/apt/sources.list.d '*.list' '*.sources'
    end apt
    part time
    for path in /etc/chrony/chrony.conf /etc/chrony.conf /etc/systemd/timesyncd.conf \
      /etc/ntpsec/ntp.conf /etc/ntp.conf /etc/openntpd/ntpd.conf /etc/ntpd.conf; do
      file $path
    done
    folder /etc/chrony/conf.d '*.conf'
    folder /etc/chrony/sources.d '*.sources'
    for base in /etc /run /usr/local/lib /usr/lib; do
      folder $base/systemd/timesyncd.conf.d '*.conf'
    done
    end time
    part logging
    file /etc/systemd/journald.conf
    for base in /etc /run /usr/local/lib /usr/lib; do
      folder $base/systemd/journald.conf.d '*.conf'
    done
    file /etc/rsyslog.conf
    folder /etc/rsyslog.d '*.conf'
    end logging
    part audit
    file /etc/audit/auditd.conf
    file /etc/audit/audit.rules
    folder /etc/audit/rules.d '*.rules'
    end audit
    part reboot
    file /run/reboot-required
    file /run/reboot-required.pkgs
    end reboot
  } | reader
}

# sudoers lists /etc/sudoers and what it includes, a few levels deep.
sudoers() {
  pending=/etc/sudoers
  level=0
  while [ -n "$pending" ] && [ "$level" -lt 5 ]; do
    level=$((level + 1))
    now=$pending
    pending=
    for source in $now; do
      case $source in
        */) includedir "${source%/}" ;;
        *) file "$source"; includes "$source" ;;
      esac
    done
  done
  for source in $pending; do printf 'X deep %s\n' "$source"; done # deeper than is followed
}

# includedir FOLDER: as sudoers(5): names with a dot or a closing tilde are passed over.
includedir() {
  folder "$1"
  if place "$1/." && [ -r "$P" ]; then
    for member in "${P%/.}"/*; do
      case ${member##*/} in *.* | *~) continue ;; esac
      [ -e "$member" ] || continue
      file "$1/${member##*/}"
      includes "$1/${member##*/}"
    done
  fi
}

includes() {
  place "$1" && [ -f "$P" ] && [ -r "$P" ] || return 0
  while read -r word target _ || [ -n "$word" ]; do
    case $target in /*) ;; *) target=${1%/*}/$target ;; esac
    case $word in
      @include | '#include') pending="$pending $target" ;;
      @includedir | '#includedir') pending="$pending $target/" ;;
    esac
  done <"$P"
}
