# Surroundings: one language, one search path, no inherited start-up file, no standard input (the script
# itself came from there and was read whole, because it stands in one function).
exec 3>&1 </dev/null
LC_ALL=C
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
unset ENV BASH_ENV CDPATH IFS LANGUAGE GREP_OPTIONS TAR_OPTIONS POSIXLY_CORRECT SYSTEMD_PAGER
unset TZ DPKG_ROOT APT_CONFIG
umask 077
cd / || exit 1
NL='
'
R=$ASSIZE_ROOT
M="@@$ASSIZE_NONCE"
ME=$(id -u)

# Be the last in the queue for processor and disk. Neither is needed.
renice -n 19 -p $$ >/dev/null 2>&1
ionice -c 3 -p $$ >/dev/null 2>&1

# has TOOL: whether a program can be run.
has() { command -v "$1" >/dev/null 2>&1; }

# limit SECONDS COMMAND...: runs a command under a deadline where the system can set one. In the foreground, because
# timeout otherwise leaves the process group, and what is stopped with it would go on.
if has timeout && timeout --foreground 1 true 2>/dev/null; then
  limit() { timeout --foreground -k 2 "$@"; }
elif has timeout; then
  limit() { timeout -k 2 "$@"; }
else
  limit() { shift; "$@"; }
fi

# cap BYTES: passes so much and ends.
if has head; then
  cap() { head -c "$1"; }
else
  cap() { cat; }
fi

# begin NAME and finish NAME STATE frame one section. STATE is an exit code or a word.
begin() { printf '\n%s B %s\n' "$M" "$1"; }
finish() { printf '\n%s E %s %s\n' "$M" "$1" "$2"; }

# run NAME SECONDS BYTES COMMAND...: one command as one section. The exit code takes a way of its own,
# because a pipeline has only that of its last command.
run() {
  section=$1 seconds=$2 bytes=$3
  shift 3
  begin "$section"
  if has "$1"; then
    code=$({ { limit "$seconds" "$@" 2>/dev/null 4>&-; echo $? >&4; } | cap "$bytes" >&3 4>&-; } 4>&1)
    finish "$section" "${code:-error}"
  else
    finish "$section" missing
  fi
}

# as_root COMMAND NAME...: a section that only root can read; for others it says so.
as_root() {
  if [ "$ME" -eq 0 ]; then
    "$@"
  else
    begin "$2"
    finish "$2" denied
  fi
}
