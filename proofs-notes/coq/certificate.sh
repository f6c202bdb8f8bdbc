#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Has Coq prove the theorems of a certificate, the Claims*.v of a folder.
#   - Each file may hold nothing but its four first lines, comments, matrices that are named target_1, target_2, .., and
#     theorems of the three kinds, proved by computation: no definition of its own could give a word another meaning.
#   - A theorem that Coq refuses is named.
# Exit status: 0 all are proved, 1 one is not or a file holds something else, 3 could not be judged (no Coq).
#
#   certificate.sh DIR       JOBS: how many files at a time
cd "$(dirname "$0")" || exit 3
dir=$1
for tool in coqc coq_makefile make awk; do
  command -v $tool >/dev/null 2>&1 || { echo "$tool not found: the certificate could not be checked" >&2; exit 3; }
done
set -- "$dir"/Claims*.v
[ -e "$1" ] || { echo "$dir holds no Claims*.v" >&2; exit 1; }
tmp=$(mktemp -d) || exit 3
trap 'rm -rf "$tmp"' EXIT

for file; do
  awk '
    NR == 1 { if ($0 != "From Coq Require Import String List ZArith.") wrong = 1; next }
    NR == 2 { if ($0 != "From NoisyGD Require Import Verdict Certificate.") wrong = 1; next }
    NR == 3 { if ($0 != "Import ListNotations.") wrong = 1; next }
    NR == 4 { if ($0 != "Local Open Scope string_scope.") wrong = 1; next }
    /^$/ || /^Proof\. by_computation\. Qed\.$/ { next }
    { line = $0; gsub(/"[^"]*"/, "", line) }
    line ~ /^\(\* [^*"]* \*\)$/ { next }
    line ~ /^Definition target_[0-9]+ : rows := [;\[\] ]*\.$/ { next }
    line ~ /^Theorem claim_[0-9]+ : (passes|fails|mistakes) [A-Za-z0-9_;()\[\] ]*\.$/ { next }
    { wrong = 1 }
    wrong { print FILENAME ": line " FNR " is none that a certificate may have" > "/dev/stderr"; exit }
    END { exit wrong }
  ' "$file" || bad=1
done
[ -z "$bad" ] || exit 1

make Makefile.coq >"$tmp/build.log" 2>&1 &&
  make -f Makefile.coq -j"${JOBS:-1}" certificate/Certificate.vo >>"$tmp/build.log" 2>&1 ||
  { tail -n 20 "$tmp/build.log" >&2; echo "the theorems that certificates rest on could not be built" >&2; exit 1; }

here=$(pwd)
cp "$dir"/Claims*.v "$tmp" || exit 3
printf '%s\n' "$tmp"/Claims*.v |
  xargs -P "${JOBS:-1}" -I FILE sh -c 'cd "$2" && echo "COQC $(basename "$1")" && coqc -w none -Q "$0" NoisyGD "$1" >"$1.said" 2>&1 || touch "$1.refused"' \
    "$here" FILE "$tmp"
proved=0
for file in "$tmp"/Claims*.v; do
  all=$(grep -c '^Theorem ' "$file")
  if [ -e "$file.refused" ]; then
    bad=1
    line=$(sed -n 's/^File .*, line \([0-9]*\),.*/\1/p' "$file.said" | head -n 1)
    before=$(head -n "${line:-0}" "$file" | grep -c '^Theorem ')
    proved=$((proved + before - 1))
    head -n "${line:-0}" "$file" | awk -v name="$(basename "$file")" '
      /^\(\*/ { about = $0 } /^Theorem/ { claim = $2; what = $4 }
      END { gsub(/^\(\* | \*\)$/, "", about); print "Coq does not prove " claim " of " name ": that " about " " what }' >&2
  else
    proved=$((proved + all))
  fi
done
echo "$proved theorems proved"
[ -z "$bad" ]
