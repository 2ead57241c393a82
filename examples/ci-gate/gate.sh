#!/bin/sh
# Judge a plan, say what it changes, and end with the gate's exit code.
set -u
plan=${1:?"usage: gate.sh plan.json [folder of the .tf files]"}
dir=${2:-.}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

assize gate "terraform:$plan" --option "dir=$dir" --only-changed --new-only -q -o "text=$work/text" -o "github=$work/annotations"
code=$?
[ -f "$work/text" ] || exit "$code"
[ -z "${GITHUB_ACTIONS:-}" ] || cat "$work/annotations"

sed -n '/^What the plan changes/,/^[A-Z].* by domain/p' "$work/text" | sed '$d'
sed -n '/^Could not be read/,$p' "$work/text"
exit "$code"
