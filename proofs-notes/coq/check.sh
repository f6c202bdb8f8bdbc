#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds every proof and holds it against what is checked in:
#   - no Admitted, Axiom, Parameter, Conjecture or admit in any source;
#   - every theorem of claims.tsv exists, and what it rests on is what assumptions.txt says;
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
  echo 'What is proved by machine, in Coq, over any real field (`realFieldType`), for all dimensions.'
  echo 'Written by `coq/check.sh --write` from `coq/claims.tsv`; `coq/check.sh` fails when they differ, when a'
  echo 'name does not resolve, or when a theorem rests on more than `coq/assumptions.txt` says.'
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
# A row that says "none" must rest on nothing.
if tail -n +2 claims.tsv | cut -f6 | grep -qx none && grep -q '^Axioms:' "$tmp/assumptions.txt"; then
  echo "a row says that it needs no axiom, and a theorem does" >&2; bad=1
fi
[ "$bad" = 0 ] && echo "$(tail -n +2 claims.tsv | cut -f1 | sort -u | wc -l) claims proved"
exit "$bad"
