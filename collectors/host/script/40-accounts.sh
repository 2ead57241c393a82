# Accounts: what decides over a login without what would let one in.

# shadow(5), reduced here: the hash never leaves. State: "" empty, "l" no password can match, "p" a password.
shadow() {
  begin shadow
  if ! place /etc/shadow; then finish shadow outside; return; fi
  if [ ! -e "$P" ]; then finish shadow "$(absent "$P")"; return; fi
  if [ ! -r "$P" ]; then finish shadow denied; return; fi
  awk -F: '
    function algorithm(hash,  id) {
      sub(/^[!*]+/, "", hash)
      if (hash ~ /^\$/) { split(hash, field, "$"); id = field[2]; return length(id) <= 8 ? "$" id : "other" }
      if (hash ~ /^_/ && length(hash) == 20) return "bsdi"
      if (length(hash) == 13) return "des"
      return ""
    }
    {
      kind = algorithm($2)
      state = "p"
      if ($2 == "") state = "e"
      else if ($2 ~ /^[!*]/ || kind == "") state = "l"
      print $1 ":" state ":" kind ":" $3 ":" $4 ":" $5 ":" $6 ":" $7 ":" $8
    }' <"$P"
  finish shadow $?
}

# gshadow(5), reduced likewise.
gshadow() {
  begin gshadow
  if ! place /etc/gshadow; then finish gshadow outside; return; fi
  if [ ! -e "$P" ]; then finish gshadow "$(absent "$P")"; return; fi
  if [ ! -r "$P" ]; then finish gshadow denied; return; fi
  awk -F: '{ print $1 ":" ($2 == "" || $2 ~ /^[!*]/ ? "n" : "p") }' <"$P"
  finish gshadow $?
}

# homes: for each home folder itself, the files in it that let others in, and the kinds of keys that log in.
homes() {
  begin homes
  place /etc/passwd || { finish homes outside; return; }
  [ -r "$P" ] || { finish homes denied; return; }
  passwd=$P
  names=$(
    while IFS=: read -r _ _ _ _ _ home _ || [ -n "$home" ]; do
      case $home in /*) ;; *) continue ;; esac
      case " $seen " in *" $home "*) continue ;; esac
      seen="$seen $home"
      home=${home%/}
      entry "${home:-/}"
      if [ -L "$R$home" ]; then entry "$home/."; fi
      if place "$home/." && [ -d "${P%.}" ]; then # the folder itself: "/." asks for the right to enter it
        entry "$home/.rhosts" "$home/.netrc" "$home/.forward" "$home/.shosts"
      fi
    done <"$passwd"
  )
  modes "$names"
  finish homes $?
  {
    part keys
    seen=
    while IFS=: read -r _ _ _ _ _ home _ || [ -n "$home" ]; do
      case $home in /*) ;; *) continue ;; esac
      case " $seen " in *" $home "*) continue ;; esac
      seen="$seen $home"
      file "${home%/}/.ssh/authorized_keys"
    done <"$passwd"
    end keys
  } | reader '
    function pass(line,  count, i, word) {
      if (line ~ /^[ \t]*(#|$)/) return
      gsub(/"([^"\\]|\\.)*"/, "", line)
      count = split(line, word, /[ \t]+/)
      for (i = 1; i <= count; i++)
        if (word[i] ~ /^(ssh-|ecdsa-|sk-)[a-z0-9@.-]+$/ && length(word[i]) < 80) { print word[i]; return }
    }'
}
