#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints CLAIMS.md, from claims.tsv, links.tsv, known.tsv, ranges.tsv, open.txt and what the theorems say. It is true only if check.sh holds.
# Exit status 1 where a row lacks its Java or how it is known.
#
#   table.sh [STATEMENTS]     what the theorems say, statements.txt unless given
cd "$(dirname "$0")" || exit 3
statements=${1:-statements.txt}
# The rows: claims.tsv, with links.tsv by id, and known.tsv and ranges.tsv by file and theorem. Over which numbers a theorem stands is what
# its statement says. A row of which known.tsv says nothing or twice, and a theorem there that no row has, are errors.
table() { # table MAIN: 1 for the rows of the files in main/, 0 for the others
  echo '| id | statement | the paper | theorem | axioms | how known | says something from | Java | test |'
  echo '| --- | --- | --- | --- | --- | --- | --- | --- | --- |'
  awk -F '\t' -v main="$1" '
    function code(names,  n, parts, i, all) {
      n = split(names, parts, ", ")
      for (i = 1; i <= n; i++) all = all (i > 1 ? ", " : "") "`" parts[i] "`"
      return all
    }
    FILENAME == statements {
      if (/^-- /) theorem = substr($0, 4)
      else if (/: archiRcfType/) field[theorem] = ", an Archimedean real closed field"
      else if (/: archiRealFieldType/) field[theorem] = ", any Archimedean field"
      else if (/: rcfType/) field[theorem] = ", any real closed field"
      else if (/: realFieldType/) field[theorem] = ", any real field"
      next
    }
    FNR == 1 { next }
    FILENAME == "links.tsv" { java[$1] = code($2); test[$1] = $4 == "-" ? "none" : code($4); next }
    FILENAME != "claims.tsv" {
      n = split($2, parts, ", "); head = $1; sub(/v$/, "", head)
      for (i = 1; i <= n; i++) {
        if ((FILENAME, head parts[i]) in text) { print FILENAME ": " head parts[i] " stands twice" >"/dev/stderr"; bad = 1 }
        text[FILENAME, head parts[i]] = $3
      }
      next
    }
    {
      key = $3; sub(/v$/, "", key); key = key $2; claimed[key] = 1
      if (!(("known.tsv", key) in text)) { print key ": known.tsv does not say how it is known" >"/dev/stderr"; bad = 1; next }
      if (!($1 in java)) { print $1 ": links.tsv has no row" >"/dev/stderr"; bad = 1; next }
      if (($3 ~ /^main\//) != main) next
      statement = $4; gsub(/[|]/, "\\&#124;", statement)
      printf "| %s | %s | %s | `%s` in `coq/%s` | %s | %s%s | %s | %s | %s |\n", $1, statement, $5, $2, $3, $6, \
        text["known.tsv", key], field[key], text["ranges.tsv", key], java[$1], test[$1]
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

{
  echo '# Claims'
  echo
  echo 'This table is for readers who ask which statements of the paper Coq has proved, and what each proof rests on.'
  echo
  echo '## The main theorems and their formal statements'
  echo
  echo 'What is proved about the paper'"'"'s main sentences, each in one sentence. Their formal statements stand in'
  echo '[`coq/main/Main.v`](coq/main/Main.v) and [`coq/main/MainRounding.v`](coq/main/MainRounding.v), each below the sentence of'
  echo 'the paper that it is about. [errata.md](errata.md) has what differs from print.'
  echo
  table 1
  echo
  echo '## How to read the tables'
  echo
  echo 'In the column of axioms, none means none at all, reals means Coq'"'"'s own real numbers, reals and choice the same taken as a'
  echo 'field of MathComp, analysis means the real numbers of MathComp Analysis (`realType`), and floats and integers mean by'
  echo 'computation with Coq'"'"'s binary64 numbers and its integers of 63 bits. `coq/axioms.tsv` lists the axioms behind each'
  echo 'word. Over which numbers a theorem without axioms stands is said under "how known": any real field is `realFieldType`,'
  echo 'any real closed field `rcfType`. The table reads it from the statements.'
  echo
  echo 'A bound on a probability says something only where it is well below 1. The column "says something from" has, in some'
  echo 'cases, the largest step size of one digit at which it is at most 1/10, and the t1 that belongs to it, with n = 2 t1,'
  echo 's = 1/16 and the level 1/100 unless it says otherwise. The step sizes of simulations are about 1/100.'
  echo
  echo '`./verify.sh proofs --write` writes this table from `coq/claims.tsv`. `./verify.sh proofs` fails if the two differ, if a'
  echo 'name does not resolve, if a theorem says anything else than `coq/statements.txt`, or if it rests on more than'
  echo '`coq/assumptions.txt` says.'
  echo
  echo 'These notes lead from the sentence in the paper to the theorem, for readers without Coq: [theorem1.md](theorem1.md),'
  echo '[landscape.md](landscape.md), [phase3.md](phase3.md), [closed-forms.md](closed-forms.md), [bounds.md](bounds.md),'
  echo '[kernels.md](kernels.md), [precision.md](precision.md), [finite-precision.md](finite-precision.md),'
  echo '[golden-theorems.md](golden-theorems.md).'
  echo
  echo '## All claims'
  echo
  table 0
  echo
  echo '`coq/known.tsv` says how each is known: for which dimensions, arithmetics or data. `coq/ranges.tsv` says where each'
  echo 'bound says something; a test computes it from the constants in Java (`-Dtest=BoundRangesTest -Dranges.write=true` writes it). Java'
  echo 'names are under `org.noisygd`, from `coq/links.tsv`; a test resolves each of them.'
  echo
  echo '## Checks of the main job'
  echo
  echo 'Each is a check of `./verify.sh`, which says how it is known. Coq has proved the claim as well. A claim without a check'
  echo 'is what the judge or a kernel computes with, or has only its constants in Java; the Java and the test stand above.'
  echo
  echo '| id | check |'
  echo '| --- | --- |'
  tail -n +2 links.tsv | awk -F '\t' 'NR == FNR { claimed[$1] = 1; next } $1 in claimed {
    printf "| %s | %s |\n", $1, $3 == "-" ? "none" : $3 }' claims.tsv -
  echo
  echo '## Open'
  echo
  echo 'Coq has not proved these statements, and no note here says that it has.'
  echo
  sed 's/^/- /' open.txt
}
