# Sections on what is installed and how it is kept up to date.

packages() {
  begin packages
  if place /var/lib/dpkg/status && [ -e "$P" ]; then
    if [ ! -r "$P" ]; then finish packages denied; return; fi
    echo manager dpkg
    if place /var/lib/dpkg/arch && [ -r "$P" ]; then
      read -r native <"$P" && printf 'native %s\n' "$native"
    fi
    place /var/lib/dpkg/status
    awk '
      function tell() {
        if (name != "" && state !~ /(not-installed|config-files)$/) print "p " name "|" version "|" arch "|" source
        name = version = arch = source = state = ""
      }
      /^Package: / { tell(); name = $2 }
      /^Status: / { state = $0 }
      /^Version: / { version = $2 }
      /^Architecture: / { arch = $2 }
      /^Source: / { source = $2 }
      END { tell() }' <"$P"
    finish packages $?
  elif place /lib/apk/db/installed && [ -e "$P" ]; then
    if [ ! -r "$P" ]; then finish packages denied; return; fi
    echo manager apk
    awk '
      function tell() { if (name != "") print "p " name "|" version "|" arch "|" source; name = version = arch = source = "" }
      /^P:/ { name = substr($0, 3) }
      /^V:/ { version = substr($0, 3) }
      /^A:/ { arch = substr($0, 3) }
      /^o:/ { source = substr($0, 3) }
      /^$/ { tell() }
      END { tell() }' <"$P"
    finish packages $?
  elif [ -z "$ASSIZE_OFFLINE" ] && has rpm; then
    echo manager rpm
    limit 30 rpm -qa --qf 'p %{NAME}|%{EPOCHNUM}:%{VERSION}-%{RELEASE}|%{ARCH}|%{SOURCERPM}\n' 2>/dev/null
    finish packages $?
  else
    kept=nopackages
    for base in /var/lib/rpm /usr/lib/sysimage/rpm; do
      if place $base/. && [ -d "${P%.}" ]; then kept=rpm; fi
    done
    if [ -z "$ASSIZE_OFFLINE" ] && [ $kept = rpm ]; then kept=norpm; fi
    finish packages $kept
  fi
}

# What would be upgraded, by simulation: no lock, no cache file written, nothing fetched.
updates() {
  begin lists
  if place /var/lib/apt/lists/. && [ -d "${P%.}" ]; then
    if [ -r "$P" ] && [ -x "$P" ]; then
      echo 'lists ok'
      find "$P" -maxdepth 1 -type f \( -name '*Release' -o -name '*Packages*' \) -exec stat -c 'list %Y' {} + 2>/dev/null |
        awk '$2 > newest { newest = $2 } END { if (newest) print "list", newest }'
      stat -c 'folder %Y' "$P" 2>/dev/null
    else
      echo 'lists denied'
    fi
  fi
  if place /var/lib/apt/periodic/update-success-stamp && [ -e "$P" ]; then
    stat -c 'stamp %Y' "$P" 2>/dev/null
  fi
  for list in "$R"/etc/apt/*.list "$R"/etc/apt/sources.list.d/*.list "$R"/etc/apt/sources.list.d/*.sources \
    "$R"/etc/apt/apt.conf "$R"/etc/apt/apt.conf.d/* "$R"/etc/apt/preferences "$R"/etc/apt/preferences.d/* \
    "$R"/var/lib/apt/lists/*Release "$R"/var/lib/apt/lists/*Packages* "$R"/var/lib/apt/extended_states \
    "$R"/etc/apt "$R"/etc/apt/sources.list.d "$R"/etc/apt/apt.conf.d "$R"/etc/apt/preferences.d; do
    if [ -e "$list" ] && { [ ! -r "$list" ] || { [ -d "$list" ] && [ ! -x "$list" ]; }; }; then
      printf 'denied %s\n' "${list#"$R"}"
    fi
  done
  finish lists 0
  if [ -n "$ASSIZE_UPDATES" ]; then
    begin updates
    finish updates cached
    return
  fi
  if [ -n "$ASSIZE_OFFLINE" ]; then begin updates; finish updates offline; return; fi
  run updates 120 4000000 apt-get -s -qq --ignore-hold --allow-change-held-packages -o Debug::NoLocking=1 -o Dir::Cache::pkgcache= \
    -o Dir::Cache::srcpkgcache= dist-upgrade
}

apt_settings() {
  if [ -n "$ASSIZE_OFFLINE" ]; then begin apt.config; finish apt.config offline; return; fi
  run apt.config 15 500000 apt-config dump
}

# Kernels on disk, and the names of the modules of the running one.
kernels() {
  begin kernels
  for image in "$R"/boot/vmlinuz-* "$R"/boot/vmlinux-*; do
    [ -e "$image" ] && printf '%s\n' "${image##*/vmlinu?-}"
  done
  if place /boot/. && [ -d "${P%.}" ] && { [ ! -r "$P" ] || [ ! -x "$P" ]; }; then finish kernels denied; else finish kernels 0; fi
  begin modules
  if [ -n "$ASSIZE_OFFLINE" ]; then finish modules offline; return; fi
  code=0
  if [ -d "/lib/modules/$(uname -r)/" ]; then
    code=$({ { limit 20 find "/lib/modules/$(uname -r)/" -name '*.ko*' 2>/dev/null 4>&-; echo $? >&4; } |
      sed 's|.*/||' >&3 4>&-; } 4>&1)
  fi
  finish modules "${code:-error}"
}

# The boot loader: its password is reduced to a yes or no here.
boot() {
  begin boot
  for config in /boot/grub/grub.cfg /boot/grub2/grub.cfg /boot/loader/loader.conf /boot/efi/loader/loader.conf \
    /efi/loader/loader.conf; do
    if ! place "$config"; then printf 'outside %s\n' "$config"; continue; fi
    if [ ! -e "$P" ]; then printf '%s %s\n' "$(absent "$P")" "$config"; continue; fi
    printf 'loader %s\n' "$config"
    if [ ! -r "$P" ]; then printf 'denied %s\n' "$config"; break; fi
    case $config in */grub.cfg) ;; *) break ;; esac
    awk '
      /^[ \t]*set[ \t]+superusers=/ { users = 1 }
      /^[ \t]*password(_pbkdf2)?[ \t]/ && !/GRUB2_PASSWORD/ { password = 1 }
      !found && /^[ \t]*linux(16|efi)?[ \t]/ { found = 1; $1 = $2 = ""; print "cmdline " $0 }
      END { print "password " (users && password ? "yes" : "no") }' <"$P"
    # Red Hat's configuration takes the password from a file beside it, when there is one.
    if grep -q GRUB2_PASSWORD "$P" && place "${config%/*}/user.cfg" && [ -e "$P" ]; then
      if [ ! -r "$P" ]; then printf 'denied %s\n' "${config%/*}/user.cfg"
      elif grep -q '^GRUB2_PASSWORD=.' "$P"; then echo 'password yes'
      fi
    fi
    break
  done
  if [ -z "$ASSIZE_OFFLINE" ] && [ -d /sys/firmware/efi ]; then
    for variable in /sys/firmware/efi/efivars/SecureBoot-*; do
      if [ -r "$variable" ]; then printf 'secureboot %s\n' "$(od -An -tu1 -j4 -N1 "$variable" | tr -d ' ')"; fi
    done
  fi
  finish boot 0
}

# Certificates that services use. Only certificates pass: a key in the same file never does.
certificates() {
  list=$(
    for base in /etc/ssl /etc/letsencrypt/live /etc/pki/tls /etc/nginx /etc/apache2 /etc/httpd /etc/postfix \
      /etc/dovecot /etc/exim4 /etc/haproxy /etc/caddy /etc/traefik /etc/kubernetes/pki /etc/docker /etc/openvpn \
      /etc/ipsec.d /etc/swanctl /etc/ldap /etc/postgresql /etc/mysql /etc/redis /etc/rabbitmq /etc/mosquitto \
      /etc/cups/ssl /etc/stunnel; do
      place "$base/." || continue
      if [ ! -d "${P%.}" ]; then
        if [ "$(absent "${P%/.}")" = denied ]; then echo "blind 1 $base"; fi
        continue
      fi
      real=${P%/.}
      limit 15 find "$real/" -maxdepth 5 ! -type d ! \( -type l -path '*/etc/ssl/certs/*' \) \
        ! -name ca-certificates.crt ! -name ca-bundle.crt -size -2000 \
        \( -name '*.pem' -o -name '*.crt' -o -name '*.cer' -o -name '*.cert' \) -print 2>/dev/null || echo "blind $? $base"
    done | awk '{ gsub("//*", "/") } !seen[$0]++' | cap 200000
  )
  {
    part certificates
    printf '%s\n' "$list" | while IFS= read -r path; do
      case $path in
        'blind '*)
          path=${path#blind }
          case ${path%% *} in
            124 | 137) state=timeout ;;
            *) if [ "$ME" -eq 0 ]; then state=${path%% *}; else state=partly; fi ;;
          esac
          printf 'X %s %s\n' "$state" "${path#* }"
          ;;
        /*) file "${path#"$R"}" ;;
      esac
    done
    end certificates
  } | reader '
    function pass(line) {
      if (line ~ /^-----BEGIN (TRUSTED )?CERTIFICATE-----[ \t\r]*$/) inside = NR
      if (inside == NR) print line
      if (line ~ /^-----END/) inside = 0
    }'
}
