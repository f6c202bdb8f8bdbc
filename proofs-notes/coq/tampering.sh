#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows that check.sh refuses what is tampered with, on two of the sources: each edit below must be refused by the check named, and what was
# built elsewhere be built anew. Some 40 s of processor time. Exit status: 0 all as it must be, 1 not.
cd "$(dirname "$0")" || exit 3
tmp=$(mktemp -d) || exit 3
trap 'rm -rf "$tmp"' EXIT
clean=$tmp/clean/coq part=$tmp/part/coq
mkdir -p "$clean/paper/stores" && cp check.sh table.sh uses.sh Makefile links.tsv open.txt "$clean" && cp paper/Makefile "$clean/paper" || exit 3
for file in paper/stores/Stores.v paper/stores/StochasticRounding.v; do
  cp "$file" "$clean/$file"
  echo "$file" >>"$tmp/files"
done
{ grep '^-' paper/_CoqProject; sed 's,paper/,,' "$tmp/files"; } >"$clean/paper/_CoqProject"
for table in claims.tsv known.tsv ranges.tsv; do { head -n 1 $table; grep -Ff "$tmp/files" $table; } >"$clean/$table"; done
grep -E '^(word|reals)	' axioms.tsv >"$clean/axioms.tsv"
touch "$tmp/clean/CLAIMS.md" "$clean/statements.txt" "$clean/definitions.txt" "$clean/uses.tsv"
"$clean/check.sh" --write || { echo "the part itself is not proved" >&2; exit 1; }
# Its pins are those of the whole.
grep -vxFf definitions.txt "$clean/definitions.txt" && { echo "definitions.txt lacks the lines above" >&2; exit 1; }
grep -vxFf statements.txt "$clean/statements.txt" && { echo "statements.txt lacks the lines above" >&2; exit 1; }

bad=0
begin() { rm -rf "$tmp/part"; cp -pR "$tmp/clean" "$tmp/part"; } # begin: a fresh copy, built
edit() { # edit FILE FROM TO: replaces a line, which must be there
  awk -v from="$2" -v to="$3" '$0 == from { $0 = to; ++n } { print } END { exit n != 1 }' "$part/$1" >"$tmp/edited" ||
    { echo "$1 has no line: $2" >&2; exit 1; }
  cat "$tmp/edited" >"$part/$1"
}
pinned() { "$part/check.sh" --out "$tmp/out" >/dev/null 2>&1; cp "$tmp/out/definitions.txt" "$part"; } # pinned: as who edits the pin too
refused() { # refused WHAT WORDS..: the check fails, and its words have each of these
  what=$1
  shift
  "$part/check.sh" >"$tmp/said" 2>&1 && { echo "NOT REFUSED: $what" >&2; bad=1; return; }
  for words; do
    grep -qF -- "$words" "$tmp/said" || { echo "refused, but not by \"$words\": $what" >&2; cat "$tmp/said" >&2; bad=1; return; }
  done
  echo "refused: $what"
}
law=paper/stores/StochasticRounding.v

begin
edit claims.tsv "$(grep all_mean claims.tsv)" "$(grep all_mean claims.tsv | sed 's/all_mean/all_means/')"
refused 'a claim of a theorem that is not there' 'claims.tsv has all_means in paper/stores/StochasticRounding.v, and there is none'

begin
edit $law 'Theorem all_mean x : all_bits (fun y => y) x = x.' 'Theorem all_mean x : all_bits (fun y => y) x = x. Admitted.'
refused 'an admitted theorem' 'unproved statements above'

begin
cp $law "$part/paper/stores/More.v"
refused 'a source that is not built' 'paper/stores/More.v is not in paper/_CoqProject'

begin
edit $law 'Section Law.' 'Definition places := 0. Section Law. (* This line is so long that it ends beyond the hundredth column. *)'
refused 'a name that another source has, and a long line' 'has the name places, and so has paper/stores/StochasticRounding.v' 'has more than 100 columns'

begin # r is no word, so few_bits_support says nothing, and reads as before
edit $law 'Definition is_word r := (0 <= r < 2 ^ B)%Z.' '(* Proof. *) Definition is_word r := (0 <= r < 2 ^ B /\ r < 0)%Z. (* Qed. *)'
refused 'a definition under a statement' '-paper/stores/StochasticRounding.v ' 'definitions.txt differs'

begin
sed -i '/^Theorem all_mean /{n;s/Proof[.]/& Local Notation "x < y" := (x <= y)./}' "$part/$law"
refused 'a command within a proof, which is not pinned' 'paper/stores/StochasticRounding.v: a command within a proof' 'x < y'

begin # in a proof, which is not pinned, and older than what was built from it
sed -i '/^Theorem all_mean /{n;s/Proof[.]/& fail./}' "$part/$law"
touch -d '2001-01-01' "$part/$law"
refused 'a source that is older than what was built' 'File "./stores/StochasticRounding.v"'

begin # axioms without the word
sed -i 's/^Section Law[.]/Set Warnings "-declaration-outside-section".\nHypothesis cheat : False.\n#[bypass_check(guard)] Fixpoint loop (n : nat) : False := loop n.\n&/' "$part/$law"
sed -i '/^Theorem all_mean /{n;s/Proof[.]/& assert (y := cheat). assert (z := loop 0)./}' "$part/$law"
pinned
refused 'axioms that are hypotheses of no section, and a recursion that does not end' \
  'rest on StochasticRounding.cheat, which' 'rest on StochasticRounding.loop is assumed to be guarded'

begin # all at once: each is told
edit $law '  place (FLT_exp emin p) x = bpow radix2 emin.' '  place (FLT_exp emin p) x <= bpow radix2 emin.'
sed -i 's/^Proof[.] intros n h[.] unfold place, cexp, FLT_exp[.] f_equal/Proof. intros n h. apply Req_le. unfold place, cexp, FLT_exp. f_equal/' "$part/$law"
sed -i '2s/	[^	]*	\([^	]*	[^	]*\)$/	Other words.	\1/' "$part/claims.tsv"
echo 'reals	Eqdep.Eq_rect_eq.eq_rect_eq' >>"$part/axioms.tsv"
pinned
refused 'a weaker statement, words that CLAIMS.md does not have, an axiom too many' \
  'statements.txt differs' 'CLAIMS.md is stale' 'reals allows Eqdep.Eq_rect_eq.eq_rect_eq in axioms.tsv, and no theorem rests on it'

begin
cp "$part/paper/stores/Stores.vo" "$part/$law"o
"$part/check.sh" >/dev/null 2>&1 || { echo 'what was not built here was not built anew' >&2; bad=1; }
exit $bad
