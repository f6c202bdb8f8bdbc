#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Has Coq prove the theorems of a certificate.
#   - The folder holds MANIFEST, README.txt, conversation.jsonl, Claims001.v and so on, all regular files, and nothing else.
#   - MANIFEST has the number of theorems and the SHA-256 of every other file.
#   - A Claims file holds nothing but its four first lines, comments, lines of conversation.jsonl as they stand there, and theorems
#     of the four kinds about these, proved by computation: no definition of its own could give a word another meaning.
#   - A file's theorems are proved if Coq made its .vo, here and now. One that Coq refuses is named.
# With --extracted the functions that decide the theorems, extracted from Coq to OCaml, take the place of the last step: seconds for
# a whole verdict, and no Coq once judge/extracted/decide is built. judge/certificate/decide.ml says what is trusted then.
# Exit status: 0 all are proved, 1 one is not, there is none, or the folder holds something else, 3 could not be judged (no Coq,
# or no OCaml).
#
#   certificate.sh [--form | --extracted] DIR       JOBS: how many files at a time; --form: all but the last step
export LC_ALL=C
by=coq
case $1 in --form | --extracted) by=${1#--}; shift ;; esac
dir=$(cd -- "$1" && pwd) || exit 1
cd -- "$(dirname -- "$0")" || exit 3
refuse() { printf '%s\n' "$*" >&2; exit 1; }
need() { # need TOOL..
  for tool; do
    command -v "$tool" >/dev/null 2>&1 || { echo "$tool not found: the certificate could not be checked" >&2; exit 3; }
  done
}
sources() { sha256sum judge/*/*.v judge/*/*.ml; }
stale() { # whether the extracted functions are missing or from another source
  [ ! -x judge/extracted/decide ] || ! sources | cmp -s - judge/extracted/sources.sha256
}
need awk sha256sum xargs
case $by in
  coq) need coqc coq_makefile make ;;
  extracted)
    if stale; then
      need ocamlfind ocamlopt coqc coq_makefile make
      ocamlfind query zarith >/dev/null 2>&1 || { echo "Zarith not found: the certificate could not be checked" >&2; exit 3; }
    fi ;;
esac
tmp=$(mktemp -d) || exit 3
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/copy" || exit 3

# What is there, copied; from here on only the copies are read.
claims=0
for file in "$dir"/* "$dir"/.[!.]* "$dir"/..?*; do
  if [ ! -e "$file" ] && [ ! -L "$file" ]; then continue; fi # a pattern that nothing matches
  name=${file##*/}
  case $name in
    MANIFEST | README.txt | conversation.jsonl) ;;
    Claims[0-9][0-9][0-9].v) claims=$((claims + 1)) ;;
    *) refuse "a certificate has no file of such a name: $(printf %s "$name" | tr -c '[:print:]' '?')" ;;
  esac
  if [ -L "$file" ] || [ ! -f "$file" ]; then refuse "$name is no regular file"; fi
  cp -P -- "$file" "$tmp/copy/$name" || exit 3
done
cd "$tmp/copy" || exit 3
set -- MANIFEST README.txt conversation.jsonl
n=0
while [ $n -lt $claims ]; do
  n=$((n + 1))
  set -- "$@" "$(printf 'Claims%03d.v' $n)"
done
for name; do
  if [ -L "$name" ] || [ ! -f "$name" ]; then refuse "$name is missing"; fi
  [ -z "$(tail -c 1 -- "$name")" ] || refuse "$name does not end its last line"
  [ "$(tr -d '\t\n\040-\176\200-\377' <"$name" | wc -c)" -eq 0 ] || refuse "$name holds control characters"
done
shift
all=$(cat -- /dev/null Claims*.v 2>/dev/null | grep -c '^Theorem ')
{ echo "$all theorems"; sha256sum -- "$@"; } >"$tmp/MANIFEST" || exit 3
cmp -s MANIFEST "$tmp/MANIFEST" || refuse "MANIFEST does not have the theorems and the SHA-256 of these files"
[ "$all" -gt 0 ] || refuse "the certificate holds no theorem: nothing is proved"
shift 2

# Line by line. The n-th line of the conversation is line_n, its quotes doubled as Coq has them.
awk '
  function fail() { print FILENAME ": line " FNR " is none that a certificate may have" >"/dev/stderr"; bad = 1; exit 1 }
  FILENAME == "conversation.jsonl" { gsub(/"/, "\"\""); said[FNR] = $0; next }
  FNR == 1 { if (open) fail(); if ($0 != "From Coq Require Import String List.") fail(); next }
  FNR == 2 { if ($0 != "From NoisyGD Require Import Verdict Conversation.") fail(); next }
  FNR == 3 { if ($0 != "Import ListNotations.") fail(); next }
  FNR == 4 { if ($0 != "Local Open Scope string_scope.") fail(); next }
  open { if ($0 != "Proof. by_computation. Qed.") fail(); open = 0; next }
  /^$/ { next }
  /^\(\* [^*"]* \*\)$/ { next }
  /^Definition line_[1-9][0-9]* := / {
    n = $2; sub(/^line_/, "", n)
    if (!(n in said) || $0 != "Definition line_" n " := \"" said[n] "\".") fail()
    next
  }
  /^Theorem claim_[1-9][0-9]* : / {
    if ($2 != "claim_" ++theorems) fail()
    claim = $0; sub(/^Theorem claim_[0-9]* : /, "", claim)
    entry = "Of[XY] (0|[1-9][0-9]?[0-9]?[0-9]?[0-9]?) (0|[1-9][0-9]?[0-9]?[0-9]?[0-9]?)"
    text = "\"([^\"]|\"\")*\""
    if (claim !~ "^passes \\([^()]*\\) (Within|Equal|NormScaled|Expanded)\\.$" &&
        claim !~ "^(fails|fails_exactly) \\([^()]*\\) " entry "\\.$" &&
        claim !~ "^mistakes \\([^()]*\\) \\[" text "(; " text ")*\\] " entry "\\.$") fail()
    about = claim; sub(/^[a-z_]* \(/, "", about); sub(/\).*/, "", about)
    if (about !~ /^(Answer|Recorded (0|[1-9][0-9]?[0-9]?[0-9]?[0-9]?) [1-9][0-9]?[0-9]?[0-9]?) line_1 line_2 line_[1-9][0-9]* line_[1-9][0-9]*$/ &&
        about !~ /^Traced line_1 line_[1-9][0-9]* line_[1-9][0-9]*$/) fail()
    k = split(about, part, " ")
    n = substr(part[k - 1], 6) + 0; m = substr(part[k], 6) + 0
    if (m != n + 1 || !(m in said) || part[1] != "Traced" && n % 2 == 0) fail()
    open = 1; next
  }
  { fail() }
  END { exit bad || open }
' conversation.jsonl "$@" || exit 1
[ $by != form ] || exit 0

cd "$OLDPWD" || exit 3
here=$(pwd)
build() { # build FILE.vo
  make -j"${JOBS:-1}" TARGET="$1" >"$tmp/build.log" 2>&1 ||
    { tail -n 20 "$tmp/build.log" >&2; echo "the theorems that certificates rest on could not be built" >&2; exit 1; }
}
told() { echo "$1 of $all theorems proved$2; the SHA-256 of MANIFEST is $(sha256sum <"$tmp/MANIFEST" | cut -d ' ' -f 1)"; }

if [ $by = extracted ]; then
  if stale; then
    rm -rf judge/extracted judge/certificate/Extraction.vo
    build judge/certificate/Extraction.vo
    # What is extracted of Bignums is not called, and stays out.
    mkdir "$tmp/ocaml" && cp judge/extracted/*.ml judge/extracted/*.mli judge/certificate/*.ml "$tmp/ocaml" && (
      cd "$tmp/ocaml" && rm -f BigN.* BigZ.* Cyclic*.* Double*.* Nbasic.* PrimInt63.* Uint63.* &&
        ocamlfind ocamlopt -package zarith -linkpkg -w -a $(ocamlfind ocamldep -sort ./*.ml ./*.mli) -o decide
    ) >"$tmp/build.log" 2>&1 && cp "$tmp/ocaml/decide" judge/extracted/decide && sources >judge/extracted/sources.sha256 ||
      { tail -n 20 "$tmp/build.log" >&2; echo "the extracted functions could not be built" >&2; exit 1; }
  fi
  cd "$tmp/copy" || exit 3
  ulimit -s unlimited 2>/dev/null || ulimit -s "$(ulimit -H -s)" # the functions recur as deep as lines are long
  printf '%s\n' "$@" | xargs -n 16 -P "${JOBS:-1}" "$here/judge/extracted/decide" >"$tmp/proved"
  status=$?
  proved=$(awk '{ n += $1 } END { print n + 0 }' "$tmp/proved")
  told "$proved" " by the extracted functions"
  [ "$status" = 0 ] && [ "$proved" = "$all" ]
  exit
fi

build judge/certificate/Conversation.vo
cd "$tmp/copy" || exit 3
proved=0
bad=0
while [ $# -gt 0 ]; do
  begun=''
  while [ $# -gt 0 ] && [ "$(echo "$begun" | wc -w)" -lt "${JOBS:-1}" ]; do
    echo "COQC $1"
    coqc -q -w none -Q "$here/judge" NoisyGD "$1" >"$1.said" 2>&1 &
    begun="$begun $1:$!"
    shift
  done
  for one in $begun; do
    file=${one%:*}
    if wait "${one#*:}" && [ -s "${file%.v}.vo" ]; then
      proved=$((proved + $(grep -c '^Theorem ' "$file")))
      continue
    fi
    bad=1
    line=$(sed -n 's/^File .*, line \([0-9]*\),.*/\1/p' "$file.said" | head -n 1)
    head -n "${line:-0}" "$file" | awk -v name="$file" '
      /^\(\*/ { about = $0 } /^Theorem/ { claim = $2; what = $4 }
      END { gsub(/^\(\* | \*\)$/, "", about); print "Coq does not prove " claim " of " name ": that " about " " what }' >&2
  done
done
told "$proved" ""
[ "$bad" = 0 ] && [ "$proved" = "$all" ]
