#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints CLAIMS.md, from claims.tsv, links.tsv, known.tsv, ranges.tsv, open.txt, uses.tsv and what the theorems say. It is true only if check.sh holds.
# Exit status 1 where a row lacks its Java or its sizes.
#
#   table.sh [STATEMENTS USES]     what the theorems say and use, statements.txt and uses.tsv unless given
cd "$(dirname "$0")" || exit 3
statements=${1:-statements.txt} uses=${2:-uses.tsv}
# The rows: claims.tsv, with known.tsv by file and theorem. Over which numbers a theorem stands is what its statement says, or the axioms.
# A row of which known.tsv says nothing or twice, and a theorem there or in ranges.tsv that no row has, are errors.
table() { # table MAIN: 1 for the rows of the files in paper/main/, 0 for the others, by subject
  awk -F '\t' -v main="$1" '
    function subject(id) {
      return main ? "" : id ~ /^(L[123]|S|T2)[.]/ ? "Landscape and smoothing" : id ~ /^P3[.]/ ? "Phase III" : \
        id ~ /^(GD|T1|L[4567])[.]/ ? "Theorem 1" : id ~ /^(RS|SR|NP)[.]/ ? "Stores in short formats" : "Rounding errors"
    }
    function head(id) {
      if (rows++ && subject(id) == last) return
      last = subject(id)
      if (last) printf "%s### %s\n\n", (rows > 1 ? "\n" : ""), last
      print "| id | statement | theorem | of | for; over |"
      print "| --- | --- | --- | --- | --- |"
    }
    FILENAME == statements {
      if (/^-- /) theorem = substr($0, 4)
      else if (/: archiRcfType/) field[theorem] = "Archimedean closed"
      else if (/: archiRealFieldType/) field[theorem] = "Archimedean"
      else if (/: rcfType/) field[theorem] = "closed"
      else if (/: realFieldType/) field[theorem] = "ordered"
      next
    }
    FNR == 1 { next }
    FILENAME == "links.tsv" { java[$1] = $2; next }
    FILENAME != "claims.tsv" {
      n = split($2, parts, ", "); file = $1; sub(/v$/, "", file)
      for (i = 1; i <= n; i++) {
        if ((FILENAME, file parts[i]) in text) { print FILENAME ": " file parts[i] " stands twice" >"/dev/stderr"; bad = 1 }
        text[FILENAME, file parts[i]] = $3
      }
      next
    }
    {
      key = $3; sub(/v$/, "", key); key = key $2; claimed[key] = 1
      if (!(("known.tsv", key) in text)) { print key ": known.tsv does not say for which sizes" >"/dev/stderr"; bad = 1; next }
      if (!($1 in java)) { print $1 ": links.tsv has no row" >"/dev/stderr"; bad = 1; next }
      if (($3 ~ /^paper\/main\//) != main) next
      head($1)
      paper = $5; gsub(/[a-z0-9-]+[.]md/, "[&](&)", paper)
      printf "| %s | %s | [`%s`](coq/%s) | %s | %s; %s |\n", $1, $4, $2, $3, paper, text["known.tsv", key], $6 == "none" ? field[key] : $6
    }
    END {
      for (row in text) {
        split(row, parts, SUBSEP)
        if (!(parts[2] in claimed)) { print parts[1] ": " parts[2] " is no claim" >"/dev/stderr"; bad = 1 }
      }
      exit bad
    }
  ' statements="$statements" "$statements" known.tsv ranges.tsv links.tsv claims.tsv
}
table 0 >/dev/null || exit 1

cat <<'TEXT'
# Claims

For readers of the paper and of proofs: which statements of the paper Coq has proved, and what each proof rests on.

## The main theorems and their formal statements

The formal statements stand in [Main.v](coq/paper/main/Main.v) and [MainRounding.v](coq/paper/main/MainRounding.v), each below the
sentence of the paper that it is about. [theorem1.md](theorem1.md) has Theorem 1 in words, [errata.md](errata.md) what differs from
print; the last column is explained [below](#how-to-read-the-tables).

TEXT
table 1
cat <<'TEXT'

## What rests on what

Each theorem below a main one, and the theorems with a row here that its proof uses, itself or by lemmas without one. From the sources,
by `coq/uses.sh`.

TEXT
awk -F '\t' '{ gsub(/, /, "`, `", $2); printf "- `%s`: `%s`\n", $1, $2 }' "$uses"
cat <<'TEXT'

## How to read the tables

*Of* names the place in the paper or the note that leads to the theorem; *for*, the sizes, formats or data: rank one is any $d_1$
and $d_2$, two variables are $d_1 = d_2 = r = 1$; *over*, the numbers: any ordered field (`realFieldType`), or closed one
(`rcfType`), with no axiom at all; Coq's own reals, with choice as a field of MathComp; the reals of MathComp Analysis; Coq's machine
integers. `coq/axioms.tsv` has the axioms of each.

$\mathbb{E}$ is the mean, $E = 2 (F_s - \min F_s)$ the excess and $E_0$ that of the start, $\ell$ any level, $s = \sigma^2$;
$X'$ is $X$ after one update, $G$ the noisy gradient. At rank one $M = u v^T$, $|u| = |v| = 1$, unless a row says otherwise.
Sizes, step sizes, $\sigma$, $\gamma$ and levels are positive. "Except with probability $p$" and "for a share $p$" mean $p$ at most;
"such" and "the same" refer to the rows above. Of rounding errors, $U$ is in `coq/judge/rounding/FpConstants.v`, no row allows for
overflow, and admissible evaluation orders are those of [bounds.md](bounds.md).

`./verify.sh proofs --write` writes this page. `./verify.sh proofs` fails if a name does not resolve, a theorem says anything else
than `coq/statements.txt` or rests on more than its row and `coq/axioms.tsv` say, or a source holds anything else than
`coq/definitions.txt` pins: all but comments and opaque proofs.

## All claims

TEXT
table 0
cat <<'TEXT'

## Where bounds say something

A bound on a probability says something where it is well below 1: here the largest step size of one digit at which it is at
most 1/10, with n = 2 t1, s = 1/16 and the level 1/100 unless said otherwise. Simulations have steps of about 1/100. Computed with
1.1.0 from the constants of the theorems.

| theorem | from |
| --- | --- |
TEXT
tail -n +2 ranges.tsv | awk -F '\t' '
  !($3 in of) { order[++n] = $3 }
  { of[$3] = of[$3] (of[$3] == "" ? "" : ", ") "`" $2 "`" }
  END { for (i = 1; i <= n; i++) printf "| %s | `%s` |\n", of[order[i]], order[i] }'
cat <<'TEXT'

## The same in Java

Names are under `org.noisygd`; each check is one of `./verify.sh`. Without code is what says something of whole runs alone: no
program computes its constants.

| id | code | check | test |
| --- | --- | --- | --- |
TEXT
tail -n +2 links.tsv | awk -F '\t' '
  function code(names) { gsub(/, /, "`, `", names); return names == "-" ? "none" : "`" names "`" }
  NR == FNR { claimed[$1] = 1; next }
  $1 in claimed { printf "| %s | %s | %s | %s |\n", $1, code($2), $3 == "-" ? "none" : $3, code($4) }' claims.tsv -
cat <<'TEXT'

## Open

Coq has not proved these statements, and no note here says that it has.

TEXT
sed 's/^/- /' open.txt
