#!/bin/sh
# Judge a plan before and after, say what changes, and end with the gate's exit code.
set -u
plan=${1:?"usage: gate.sh plan.json [folder of the .tf files]"}
dir=${2:-.}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

assize audit "terraform:$plan" --option state=before -q -o "json=$work/before.json"
code=$?
[ "$code" = 0 ] || [ "$code" = 3 ] || exit "$code" # 3: there is nothing yet

assize gate "terraform:$plan" --option "dir=$dir" --only-changed --baseline "$work/before.json" -q -o "json=$work/after.json" -o "text=$work/after.txt" \
  -o "github=$work/annotations.txt"
code=$?
[ -f "$work/after.json" ] || exit "$code"
[ -z "${GITHUB_ACTIONS:-}" ] || cat "$work/annotations.txt"

sed -n '/^What the plan changes/,/^[A-Z].* by domain/p' "$work/after.txt" | sed '$d'
sed -n '/^Could not be read/,$p' "$work/after.txt"
exit "$code"
