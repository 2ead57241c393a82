# Sections of the running system.

# Every readable kernel parameter with one process. Those that hold secrets or count things are left out on
# the other side; those that only root may read are listed for everyone, so that their absence is known.
parameters() {
  begin sysctl
  {
    limit 20 find /proc/sys -type f ! -name stable_secret ! -name tcp_fastopen_key ! -name stat_refresh \
      -perm -004 -exec grep -s '' /dev/null {} + 2>/dev/null
    echo "code $?"
    [ "$ME" -ne 0 ] || limit 20 find /proc/sys -type f ! -name stable_secret ! -name tcp_fastopen_key \
      ! -name stat_refresh ! -perm -004 -perm -400 -exec grep -s '' /dev/null {} + 2>/dev/null
    echo "end $?"
  } | cap 8000000
  finish sysctl 0
  begin sysctl.private
  limit 20 find /proc/sys -type f ! -perm -004 -perm -400 2>/dev/null
  finish sysctl.private 0
}

# Block devices: number, name, and the chain of devices that each stands on.
blocks() {
  begin blocks
  for node in /sys/class/block/*; do
    [ -e "$node" ] || continue
    number= uuid= label=
    read -r number <"$node/dev"
    [ -r "$node/dm/uuid" ] && read -r uuid <"$node/dm/uuid"
    [ -r "$node/dm/name" ] && read -r label <"$node/dm/name"
    below=
    for slave in "$node"/slaves/*; do
      [ -e "$slave" ] && below="$below ${slave##*/}"
    done
    printf '%s|%s|%s|%s|%s\n' "$number" "${node##*/}" "$uuid" "$label" "$below"
  done 2>/dev/null
  finish blocks 0
}

# Sizes of the file systems that have storage behind them; never of a network share, which may hang.
disks() {
  set --
  while read -r _ _ _ top point rest; do
    [ "$top" = / ] || case $rest in *' - btrfs '*) ;; *) continue ;; esac
    case $rest in
      *' - ext'[234]' '* | *' - xfs '* | *' - btrfs '* | *' - zfs '* | *' - f2fs '* | *' - vfat '* | \
        *' - jfs '* | *' - reiserfs '* | *' - bcachefs '* | *' - overlay '* | *' - ntfs3 '* | *' - exfat '*) ;;
      *) continue ;;
    esac
    case $point in *%*) continue ;; *\\*) point=$(printf "$point") ;; esac
    set -- "$@" "$point"
  done </proc/self/mountinfo
  if [ $# -gt 0 ]; then
    run df 15 500000 df -P -k "$@"
    run df.inodes 15 500000 df -P -i "$@"
  else
    begin df; finish df 0
    begin df.inodes; finish df.inodes 0
  fi
}

# Listening sockets, and, for root, the programs that hold them.
sockets() {
  {
    part net
    for table in tcp tcp6 udp udp6; do
      file /proc/net/$table
    done
    end net
  } | reader
  begin holders
  if [ "$ME" -ne 0 ]; then finish holders denied; return; fi
  {
    awk '($4 == "0A" || $4 == "07") && $10 > 0 { print "I", $10 }' /proc/net/tcp /proc/net/tcp6 \
      /proc/net/udp /proc/net/udp6 2>/dev/null
    if find / -maxdepth 0 -printf '' 2>/dev/null; then
      limit 20 find /proc/[0-9]*/fd -lname 'socket:*' -printf 'S %p %l\n' 2>/dev/null
    else
      limit 20 ls -ln /proc/[0-9]*/fd 2>/dev/null | awk '
        /^\/proc\// { folder = $1; sub(/:$/, "", folder) }
        $NF ~ /^socket:/ { print "S", folder "/" $(NF - 2), $NF }'
    fi
  } | awk '
    $1 == "I" { wanted[$2] = 1; next }
    {
      inode = $3
      gsub(/[^0-9]/, "", inode)
      if (!(inode in wanted)) next
      split($2, part, "/")
      if ((inode, part[3]) in told) next
      told[inode, part[3]] = 1
      name = ""
      getline name < ("/proc/" part[3] "/comm")
      close("/proc/" part[3] "/comm")
      if (name != "") print inode, name
    }'
  finish holders 0
  begin holders.blind
  for table in /proc/[0-9]*/fd; do
    [ -r "$table" ] || { [ -e "$table" ] && echo hidden && break; }
  done
  finish holders.blind 0
}

# The units of systemd, from itself when it runs.
units() {
  if [ -z "$ASSIZE_OFFLINE" ] && [ -d /run/systemd/system ]; then
    run units.files 20 2000000 systemctl list-unit-files --no-legend --no-pager --plain \
      --type=service,socket,timer
    run units.active 20 2000000 systemctl list-units --all --no-legend --no-pager --plain \
      --type=service,socket,timer
    return
  fi
  {
    part units.disk
    for base in /etc /run /usr/local/lib /usr/lib /lib; do
      # /lib is mostly a link to /usr/lib
      if [ $base = /lib ] && [ -L "$R/lib" ]; then continue; fi
      folder $base/systemd/system '*.service' '*.socket' '*.timer'
    done
    end units.disk
  } | reader '
    function pass(line) {
      if (line ~ /^(WantedBy|RequiredBy|UpheldBy|Alias|Also|DefaultInstance|OnCalendar|ExecStart)[ \t]*=/) print line
    }'
  begin units.links
  worst=0
  for base in /etc /run /usr/local/lib /usr/lib /lib; do
    if [ $base = /lib ] && [ -L "$R/lib" ]; then continue; fi
    place $base/systemd/system/. && [ -d "$P" ] || continue
    real=${P%/.}
    code=$({ { limit 20 find "$real/" -maxdepth 2 -type l \
      \( -name '*.service' -o -name '*.socket' -o -name '*.timer' \) -exec ls -ld {} + 2>/dev/null 4>&-; echo $? >&4; } |
      awk -v real="$real/" -v base="$base/systemd/system/" '
        (at = index($0, real)) && (to = index($0, " -> ")) {
          print base substr($0, at + length(real), to - at - length(real)) " " substr($0, to + 4)
        }' >&3 4>&-; } 4>&1)
    case $code in 0 | 1) ;; *) worst=${code:-error} ;; esac
  done
  finish units.links "$worst"
  init_scripts
}

# The scripts of a system that systemd does not run, and which of them a run level starts.
init_scripts() {
  begin init
  for level in init.d rc2.d rc3.d rc4.d rc5.d runlevels/default runlevels/boot; do
    place /etc/$level/. && [ -d "${P%.}" ] || continue
    real=${P%/.}
    if [ ! -r "$real" ] || [ ! -x "$real" ]; then
      printf 'denied /etc/%s\n' "$level"
      continue
    fi
    for script in "$real"/*; do
      name=${script##*/}
      case $level in
        init.d) [ -f "$script" ] && [ -x "$script" ] && printf 'script %s\n' "$name" ;;
        rc?.d) case $name in S[0-9][0-9]?*) printf 'start %s\n' "${name#S??}" ;; esac ;;
        *) [ -e "$script" ] || [ -L "$script" ] && printf 'start %s\n' "$name" ;;
      esac
    done
  done
  finish init 0
}

# The server's own word on its configuration, as a stranger's connection would meet it. Asked for one address
# family it opens no socket; where the configuration names addresses of another, it has to be asked for all.
sshd_settings() {
  begin sshd
  who=user=root,host=client.invalid,addr=192.0.2.1,laddr=192.0.2.2,lport=22,rdomain=
  if [ -n "$ASSIZE_OFFLINE" ]; then finish sshd offline; return; fi
  if ! has sshd; then finish sshd missing; return; fi
  if [ "$ME" -ne 0 ]; then finish sshd denied; return; fi
  {
    limit 15 sshd -T -o AddressFamily=inet -C $who 2>/dev/null || {
      said=$(limit 15 sshd -T -o AddressFamily=inet -C $who 2>&1 >/dev/null)
      case $said in
      *[Aa]ddr*) limit 15 sshd -T -C $who 2>&1 ;;
      *) printf '%s\n' "$said" ;;
      esac
    }
  } | cap 200000
  finish sshd 0
}

firewall() {
  if [ -n "$ASSIZE_OFFLINE" ]; then
    for section in nft iptables ip6tables; do begin $section; finish $section offline; done
    return
  fi
  as_root run nft 15 8000000 nft -j list ruleset
  as_root run iptables 15 4000000 iptables-save
  as_root run ip6tables 15 4000000 ip6tables-save
  {
    part netfilter
    file /proc/net/ip_tables_names
    file /proc/net/ip6_tables_names
    file "/lib/modules/$(uname -r)/modules.builtin"
    end netfilter
  } | reader 'function pass(line) { if (line !~ /^kernel\// || line ~ /nf_tables|ip6?_tables/) print line }'
  begin netfilter.loaded
  for module in nf_tables ip_tables ip6_tables; do
    [ -d "/sys/module/$module" ] && printf '%s\n' "$module"
  done
  finish netfilter.loaded 0
}

# Whether the clock is in step, from the daemon's own mark or, for root, its own socket.
clock() {
  begin clock
  if [ -n "$ASSIZE_OFFLINE" ]; then finish clock offline; return; fi
  if [ -e /run/systemd/timesync/synchronized ]; then echo 'timesyncd yes'; fi
  if [ "$ME" -eq 0 ] && has chronyc && [ -e /run/chrony/chronyd.sock ]; then
    case $(limit 5 chronyc -h /run/chrony/chronyd.sock -n tracking 2>/dev/null) in
      *'Leap status'*': Normal'*) echo 'chrony yes' ;;
      *'Leap status'*) echo 'chrony no' ;;
    esac
  fi
  finish clock 0
}

audit_rules() {
  if [ -n "$ASSIZE_OFFLINE" ]; then begin auditctl; finish auditctl offline; return; fi
  as_root run auditctl 10 4000000 auditctl -l
}

mandatory() {
  if [ -n "$ASSIZE_OFFLINE" ]; then begin mac; finish mac offline; return; fi
  begin mac
  if [ -r /sys/module/apparmor/parameters/enabled ]; then
    printf 'apparmor %s\n' "$(cat /sys/module/apparmor/parameters/enabled)"
  fi
  if [ -d /sys/fs/selinux ] && [ -e /sys/fs/selinux/enforce ]; then
    printf 'selinux %s\n' "$(cat /sys/fs/selinux/enforce)"
  fi
  finish mac 0
  {
    part mac.profiles
    file /sys/kernel/security/apparmor/profiles
    end mac.profiles
  } | reader
  begin mac.processes
  if [ "$ME" -ne 0 ]; then finish mac.processes denied; return; fi
  if [ -d /sys/module/apparmor ]; then
    for process in /proc/[0-9]*; do
      label=
      read -r label <"$process/attr/current" || continue
      case $label in unconfined*) printf '%s/exe\n' "$process" ;; esac
    done 2>/dev/null | tr '\n' '\0' | xargs -0 ls -ld -- 2>/dev/null |
      awk '(at = index($0, " -> ")) { print substr($0, at + 4) }' | sort -u
  fi
  finish mac.processes 0
}
