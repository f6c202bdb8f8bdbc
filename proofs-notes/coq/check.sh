#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds every proof and holds it against what is checked in:
#   - no Admitted, Axiom, Parameter, Conjecture or admit in any source;
#   - every theorem of claims.tsv exists, and what it rests on is what assumptions.txt says;
#   - what a row's theorem rests on is what the row's last column allows: nothing ("none"), or the names that
#     axioms.tsv lists under the column's word;
#   - ../CLAIMS.md has exactly the rows of claims.tsv.
# Exit status: 0 holds, 1 does not hold, 3 could not be judged (no Coq).
# check.sh --write rewrites assumptions.txt and ../CLAIMS.md.
cd "$(dirname "$0")" || exit 3
command -v coqc >/dev/null 2>&1 || { echo "coqc not found: the proofs could not be checked" >&2; exit 3; }
tmp=$(mktemp -d) || exit 3
trap 'rm -rf "$tmp"' EXIT
bad=0

if grep -nwE 'Admitted|admit|Axioms?|Parameters?|Conjectures?|Abort|give_up' ./*.v; then
  echo "unproved statements above" >&2; bad=1
fi
for file in *.v; do
  grep -qx "$file" _CoqProject || { echo "$file is not in _CoqProject" >&2; bad=1; }
done
make -j"${JOBS:-1}" >"$tmp/build.log" 2>&1 || { tail -n 20 "$tmp/build.log" >&2; exit 1; }

# Ask Coq, theorem by theorem, what each claim rests on.
tail -n +2 claims.tsv | cut -f2,3 | sort -u >"$tmp/theorems"
{
  tail -n +2 claims.tsv | cut -f3 | sort -u | sed 's/\.v$//; s/.*/From NoisyGD Require & ./'
  while read -r theorem file; do
    printf 'Goal True. idtac "== %s.%s". Abort.\n' "${file%.v}" "$theorem"
    printf 'Print Assumptions NoisyGD.%s.%s.\n' "${file%.v}" "$theorem"
  done <"$tmp/theorems"
} >"$tmp/Assumptions.v"
(cd "$tmp" && coqc -w none -Q "$OLDPWD" NoisyGD Assumptions.v) >"$tmp/assumptions.txt" 2>"$tmp/errors" ||
  { cat "$tmp/errors" >&2; echo "a name in claims.tsv does not resolve" >&2; exit 1; }

# The claims table, from claims.tsv alone.
{
  echo '# Claims'
  echo
  echo 'What is proved by machine, in Coq, for all dimensions: where the last column says none, over any real field'
  echo '(`realFieldType`); where it says reals, over Coq'"'"'s own real numbers, with the axioms that `coq/axioms.tsv` lists.'
  echo 'Written by `coq/check.sh --write` from `coq/claims.tsv`; `coq/check.sh` fails when they differ, when a'
  echo 'name does not resolve, or when a theorem rests on more than `coq/assumptions.txt` says.'
  echo
  echo 'Notes that walk from the sentence in the paper to the theorem, for a reader without Coq: `lemma1.md`, `lemma2.md`,'
  echo '`smoothing.md`, `lemma3.md`, `theorem1.md`, `theorem2.md`.'
  echo
  echo '| id | statement | the paper | theorem | axioms |'
  echo '| --- | --- | --- | --- | --- |'
  tail -n +2 claims.tsv | awk -F '\t' '{gsub(/[|]/, "\\&#124;", $4); printf "| %s | %s | %s | `%s` in `coq/%s` | %s |\n", $1, $4, $5, $2, $3, $6}'
  echo
  echo '## Open'
  echo
  echo 'Not proved by machine here; nothing in this folder may be read as saying so.'
  echo
  sed 's/^/- /' open.txt
} >"$tmp/CLAIMS.md"

if [ "$1" = --write ]; then
  cp "$tmp/assumptions.txt" assumptions.txt && cp "$tmp/CLAIMS.md" ../CLAIMS.md
fi
diff -u assumptions.txt "$tmp/assumptions.txt" || { echo "assumptions have changed" >&2; bad=1; }
diff -u ../CLAIMS.md "$tmp/CLAIMS.md" || { echo "CLAIMS.md is stale: run check.sh --write" >&2; bad=1; }
# Row by row: the axioms that Coq names (at the start of a line, before a colon) are among those that the row allows.
awk -F '\t' '
  FILENAME == "axioms.tsv" { if (FNR > 1) { allowed[$1, $2] = 1; word[$1] = 1 } next }
  FILENAME != "claims.tsv" {
    if (/^== /) { theorem = substr($0, 4); asked[theorem] = 1 }
    else if (/^[^ ]/ && !/^Axioms:$/ && !/^Closed under the global context$/) {
      name = $0; sub(/ *:.*/, "", name); uses[theorem] = uses[theorem] " " name
    }
    next
  }
  FNR > 1 {
    file = $3; sub(/\.v$/, "", file); theorem = file "." $2; n = split(uses[theorem], names, " ")
    if (!(theorem in asked)) { print "nothing is known of " theorem; bad = 1 }
    if ($6 != "none" && !($6 in word)) { print theorem ": no axioms are listed under \"" $6 "\""; bad = 1 }
    if ($6 != "none" && n == 0) { print theorem " rests on no axiom; its row should say none"; bad = 1 }
    for (i = 1; i <= n; i++)
      if (!(($6, names[i]) in allowed)) { print theorem " rests on " names[i] ", which its row does not allow"; bad = 1 }
  }
  END { exit bad }
' axioms.tsv "$tmp/assumptions.txt" claims.tsv >&2 || bad=1
[ "$bad" = 0 ] && echo "$(tail -n +2 claims.tsv | cut -f1 | sort -u | wc -l) claims proved"
exit "$bad"
