#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints CLAIMS.md, from claims.tsv, links.tsv, known.tsv and open.txt alone. What it prints is true only if check.sh holds.
# Exit status 1 where a row lacks its Java or how it is known.
cd "$(dirname "$0")" || exit 3
# The rows: claims.tsv, with links.tsv by id, and known.tsv by theorem, file or beginning of a file's name.
# A row of which known.tsv says nothing, and a line of known.tsv that no row needs, are errors.
table() {
  awk -F '\t' '
    function code(names,  n, parts, i, all) {
      n = split(names, parts, ", ")
      for (i = 1; i <= n; i++) all = all (i > 1 ? ", " : "") "`" parts[i] "`"
      return all
    }
    FNR == 1 { next }
    FILENAME == "known.tsv" { known[$1, $2] = $3; file[++lines] = $1; theorem[lines] = $2; next }
    FILENAME == "links.tsv" { java[$1] = code($2); test[$1] = $4 == "-" ? "none" : code($4); next }
    {
      key = ""; best = -1
      for (i = 1; i <= lines; i++) {
        head = file[i]; open = sub(/\*$/, "", head)
        if (!(open ? index($3, head) == 1 : $3 == head) || !(theorem[i] == "*" || theorem[i] == $2)) continue
        rank = (theorem[i] == "*" ? 0 : 2000) + (open ? 0 : 1000) + length(head)
        if (rank > best) { best = rank; key = i }
      }
      if (key == "") { print $2 " in " $3 ": known.tsv does not say how it is known" >"/dev/stderr"; bad = 1; next }
      if (!($1 in java)) { print $1 ": links.tsv has no row" >"/dev/stderr"; bad = 1; next }
      used[key] = 1; statement = $4; gsub(/[|]/, "\\&#124;", statement)
      printf "| %s | %s | %s | `%s` in `coq/%s` | %s | %s | %s | %s |\n", $1, statement, $5, $2, $3, $6, known[file[key], theorem[key]], java[$1], test[$1]
    }
    END {
      for (i = 1; i <= lines; i++)
        if (!(i in used)) { print "known.tsv: no claim is known by " file[i] " " theorem[i] >"/dev/stderr"; bad = 1 }
      exit bad
    }
  ' known.tsv links.tsv claims.tsv
}
table >/dev/null || exit 1

{
  echo '# Claims'
  echo
  echo 'This table is for readers who ask which statements of the paper Coq has proved, and what each proof rests on. In the'
  echo 'column of axioms, none means over any real field (`realFieldType`), reals means over Coq'"'"'s own real numbers, reals'
  echo 'and choice the same taken as a field of MathComp, analysis means over the real numbers of MathComp Analysis'
  echo '(`realType`), and floats and integers mean by computation with Coq'"'"'s binary64 numbers and its integers of 63 bits.'
  echo '`coq/axioms.tsv` lists the axioms behind each word.'
  echo
  echo '`./verify.sh proofs --write` writes this table from `coq/claims.tsv`. `./verify.sh proofs` fails if the two differ, if a'
  echo 'name does not resolve, if a theorem says anything else than `coq/statements.txt`, or if it rests on more than'
  echo '`coq/assumptions.txt` says.'
  echo
  echo 'These notes lead from the sentence in the paper to the theorem, for readers without Coq: `lemma1.md`, `lemma2.md`,'
  echo '`smoothing.md`, `lemma3.md`, `theorem1.md`, `phase3.md`, `theorem2.md`, `bounds.md`, `fixed-point.md`, `kernels.md`,'
  echo '`precision.md`, `finite-precision.md`, `golden-theorems.md`.'
  echo
  echo '| id | statement | the paper | theorem | axioms | how known | Java | test |'
  echo '| --- | --- | --- | --- | --- | --- | --- | --- |'
  table
  echo
  echo '`coq/known.tsv` says how each is known: for which dimensions, arithmetics or data. Java names are under `org.noisygd`,'
  echo 'from `coq/links.tsv`; a test resolves each of them.'
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
