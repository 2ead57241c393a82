# Reading many files with one process: the shell lists them (its own tests, no process), awk reads them.
# What is not there and what may not be seen are told apart.

# absent PATH: says why PATH is not there: absent, or hidden by a folder that may not be entered.
absent() {
  up=${1%/*}
  while [ -n "$up" ] && [ ! -d "$up" ]; do
    if [ -L "$up" ] && [ "$ME" -ne 0 ]; then echo denied; return; fi
    up=${up%/*}
  done
  if [ -x "${up:-/}" ]; then echo absent; else echo denied; fi
}

# place PATH: sets P to where PATH really is. In an image, links are followed inside the image only; one
# that leads out makes it fail. On a running system, P is PATH. A folder is asked for as "folder/.", so that it is
# followed itself; whether it is there is then asked of "${P%.}", because the dot takes the right to enter it.
place() {
  P=$1
  [ -n "$ASSIZE_OFFLINE" ] || return 0
  hops=0
  while :; do
    leaf=${P##*/}
    if [ "${P%/*}" != "$known_folder" ] || [ -z "$known_place" ]; then
      known_folder=${P%/*}
      known_place=$(cd -P -- "$R$known_folder/" 2>/dev/null && pwd -P) || known_place=$R$known_folder/
    fi
    case ${known_place%/}/ in "$R"/*) ;; *) return 1 ;; esac
    found=${known_place%/}/$leaf
    if [ ! -L "$found" ]; then
      P=$found
      return 0
    fi
    hops=$((hops + 1))
    [ "$hops" -le 8 ] || return 1
    link=$(readlink "$found") || return 1
    case $link in
      /*) P=$link ;;
      *) P=${known_place#"$R"}/$link ;;
    esac
  done
}

# file PATH: lists one regular file for the reader.
file() {
  case $1 in *"$NL"*) return ;; esac
  if ! place "$1"; then
    printf 'X outside %s\n' "$1"
  elif [ -f "$P" ]; then
    if [ -r "$P" ]; then printf 'F %s\n%s\n' "$1" "$P"; else printf 'X denied %s\n' "$1"; fi
  elif [ -e "$P" ]; then
    printf 'X other %s\n' "$1"
  else
    printf 'X %s %s\n' "$(absent "$P")" "$1"
  fi
}

# folder PATH PATTERN...: lists the files of a folder whose names match, and says whether the folder itself
# could be listed.
folder() {
  top=$1
  shift
  if ! place "$top/."; then
    printf 'D outside %s\n' "$top"
    return
  fi
  real=${P%/.}
  if [ -d "$real" ] && [ -r "$real" ] && [ -x "$real" ]; then
    printf 'D ok %s\n' "$top"
    for pattern in "$@"; do
      for entry in "$real"/$pattern; do
        if [ -f "$entry" ] || [ -L "$entry" ]; then file "$top/${entry##*/}"; fi
      done
    done
  elif [ -d "$real" ]; then
    printf 'D denied %s\n' "$top"
  else
    printf 'D %s %s\n' "$(absent "$real")" "$top"
  fi
}

# part NAME and end NAME frame a section within a listing.
part() { printf 'B %s\n' "$1"; }
end() { printf 'E %s 0\n' "$1"; }

# reader [PASS]: reads the listed files. A file that is too long is cut and says so. PASS is an awk function
# pass(line) that prints what may go out of a line; without it, all of it.
reader() {
  { printf '%s\n' "$M"; cat; } | awk -v max=1000000 "$READER${1:-function pass(line) { print line \}}"
}
READER='
  function frame(text) { printf "\n%s %s\n", mark, text }
  NR == 1 { mark = $0; next }
  /^F / {
    name = substr($0, 3)
    if ((getline path) <= 0) exit
    frame("F " name)
    size = 0
    state = "ok"
    while ((got = (getline line < path)) > 0) {
      size += length(line) + 1
      if (size > max) { state = "truncated"; break }
      pass(line)
    }
    if (got < 0) state = "denied"
    close(path)
    frame("f " state " " name)
    next
  }
  { frame($0) }
'

# entry PATH...: lists things whose mode and owner are wanted. States go straight to the output, names of
# what is there to the caller, who hands them to modes.
entry() {
  for path in "$@"; do
    case $path in *"$NL"*) continue ;; esac
    if ! place "${path%/*}/."; then
      printf '\n%s S outside %s\n' "$M" "$path" >&3
      continue
    fi
    found=${P%.}${path##*/}
    if [ -e "$found" ] || [ -L "$found" ]; then
      listed "$path"
    else
      printf '\n%s S %s %s\n' "$M" "$(absent "$found")" "$path" >&3
    fi
  done
}

# listed NAME: hands on $found, and says that it is unread, which it is until modes has told of it. Where it lies
# elsewhere than its name says (in an image), the output says so.
listed() {
  printf '%s\n' "$found"
  printf '\n%s S unread %s\n' "$M" "$1" >&3
  [ "$found" = "$1" ] || printf '\n%s S at %s\n%s\n' "$M" "$1" "$found" >&3
}

# entries FOLDER PATTERN...: the same for what a folder holds.
entries() {
  top=$1
  shift
  if ! place "$top/."; then
    printf '\n%s D outside %s\n' "$M" "$top" >&3
    return
  fi
  real=${P%/.}
  if [ -d "$real" ] && [ -r "$real" ] && [ -x "$real" ]; then
    printf '\n%s D ok %s\n' "$M" "$top" >&3
    for pattern in "$@"; do
      for found in "$real"/$pattern; do
        case $found in *"$NL"*) continue ;; esac
        if [ -e "$found" ] || [ -L "$found" ]; then listed "$top/${found##*/}"; fi
      done
    done
  elif [ -d "$real" ]; then
    printf '\n%s D denied %s\n' "$M" "$top" >&3
  else
    printf '\n%s D %s %s\n' "$M" "$(absent "$real")" "$top" >&3
  fi
}

# modes NAMES: type and mode (hexadecimal), user, group and name of each thing that was listed, or the long
# form of ls where there is no stat.
modes() {
  printf '\n%s S list\n' "$M"
  [ -n "$1" ] || return 0
  if has stat; then
    printf '%s\n' "$1" | tr '\n' '\0' | limit 20 xargs -0 stat -c '%f %u %g %n' -- 2>/dev/null
  else
    printf '%s\n' "$1" | tr '\n' '\0' | limit 20 xargs -0 ls -ldn -- 2>/dev/null
  fi
  gone=$?
  [ "$gone" -ne 123 ] || gone=0 # one of them went away meanwhile
  return "$gone"
}
