#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds every proof and holds it against what is checked in:
#   - no Admitted, Axiom, Parameter, Conjecture or admit in any source;
#   - no line of a source has more than 100 columns, and no two sources define the same name;
#   - every theorem of claims.tsv exists and says what statements.txt says;
#   - what a source holds but for comments and opaque proofs, each definition among it, is that of definitions.txt, file by file;
#   - the theorems whose rows allow the same axioms rest on those together, no more and no fewer (axioms.tsv);
#   - what the proofs below the main theorems use is what uses.tsv says (uses.sh);
#   - ../CLAIMS.md has exactly the rows of claims.tsv, each with its sizes in known.tsv; links.tsv and ranges.tsv too.
# What was built from another source, whatever its time, is built anew (Makefile). tampering.sh shows on a part what is refused.
# Exit status: 0 holds, 1 does not hold, 3 could not be judged (no Coq, or a library of it is missing).
#
#   check.sh [--write] [--out DIR]
#
# --out DIR     leaves there build.log, proved.txt (the theorems that Coq has), assumptions.txt, statements.txt, definitions.txt, uses.tsv.
# --write       rewrites statements.txt, definitions.txt, uses.tsv and ../CLAIMS.md.
cd "$(dirname "$0")" || exit 3
write=no out=''
while [ $# -gt 0 ]; do
  case $1 in
    --write) write=yes ;;
    --out) mkdir -p "$2" && out=$(cd "$2" && pwd) || exit 3; shift ;;
    *) echo "check.sh takes --write and --out DIR, got $1" >&2; exit 3 ;;
  esac
  shift
done
for tool in coqc coq_makefile make sha256sum; do
  command -v $tool >/dev/null 2>&1 || { echo "$tool not found: the proofs could not be checked (proofs-notes/building.md has the packages)" >&2; exit 3; }
done
has() { # has LIBRARY: whether Coq has it
  for folder in "$(coqc -where)/user-contrib" $(echo "${COQPATH:-}" | tr : ' '); do
    [ -d "$folder/$1" ] && return 0
  done
  return 1
}
for library in Bignums Flocq mathcomp/algebra mathcomp/algebra_tactics mathcomp/real_closed mathcomp/analysis; do
  has "$library" ||
    { echo "the library $library of Coq not found: the proofs could not be checked (proofs-notes/building.md has the packages)" >&2; exit 3; }
done
here=$(pwd)
tmp=$(mktemp -d) || exit 3
trap 'rm -rf "$tmp"' EXIT
[ -n "$out" ] || { out=$tmp/out; mkdir "$out"; }
bad=0

# What the text alone shows is said at once, not after the build.
if grep -nwE 'Admitted|admit|Axioms?|Parameters?|Conjectures?|Abort|give_up' ./*/*/*.v; then
  echo "unproved statements above" >&2; bad=1
fi
for file in */*/*.v; do
  grep -qx "${file#*/}" "${file%%/*}/_CoqProject" || { echo "$file is not in ${file%%/*}/_CoqProject" >&2; bad=1; }
done
awk '
  length($0) > 100 { print FILENAME ":" FNR " has more than 100 columns"; bad = 1 }
  /^(Theorem|Lemma|Corollary|Fact|Definition|Fixpoint|Inductive|Record|Ltac) / {
    name = $2; sub(/[^A-Za-z0-9_\047].*/, "", name)
    if (name in at && at[name] != FILENAME) { print FILENAME " has the name " name ", and so has " at[name]; bad = 1 }
    at[name] = FILENAME
  }
  END { exit bad }
' */*/*.v >&2 || bad=1
tail -n +2 claims.tsv | cut -f2,3 | LC_ALL=C sort -u -t "$(printf '\t')" -k2,2 -k1,1 >"$tmp/theorems"
while read -r name file; do
  grep -qsE "^(Theorem|Lemma|Corollary|Fact) $name\>" "$file" || { echo "claims.tsv has $name in $file, and there is none" >&2; bad=1; }
done <"$tmp/theorems"
# A statement says the same only while its definitions do. So all is pinned but comments and what stands between Proof and Qed, where no
# command may hide: there, no sentence begins with a capital letter or an attribute.
text() { # text FILE: what is pinned of it
  awk '
    function plain(words) { if (quoted) gsub(/roof|ed[.]/, "\"&", words); return words } # no word of a string ends or begins a proof
    function proofs(line) {
      while (1) {
        if (!proof) {
          if (!match(line, /(^|[^A-Za-z0-9_.])Proof[. ]/)) { kept = kept line "\n"; return }
          kept = kept substr(line, 1, RSTART + RLENGTH - 2); line = substr(line, RSTART + RLENGTH - 1); proof = 1; inner = ""
        }
        if (!match(line, /(Qed|Defined)[.]/)) { inner = inner line " "; return }
        inner = inner substr(line, 1, RSTART - 1); ending = substr(line, RSTART, RLENGTH); line = substr(line, RSTART + RLENGTH); proof = 0
        said = inner; gsub(/[.] +Unshelve[.]/, ".", said)
        if (said ~ /[.] +([-+*{}]+ *)*([A-Z]|#\[)/) print FILENAME ": a command within a proof: " inner >"/dev/stderr"
        kept = kept (ending == "Qed." ? ending : inner ending)
      }
    }
    {
      line = $0; code = ""
      while (match(line, /\(\*|\*\)|"/)) {
        token = substr(line, RSTART, RLENGTH)
        if (!depth) code = code plain(substr(line, 1, RSTART - 1))
        line = substr(line, RSTART + RLENGTH)
        if (token == "\"") quoted = !quoted
        if (token != "\"" && !quoted && (token == "(*" || depth)) depth += token == "(*" ? 1 : -1
        else if (!depth) code = code token
      }
      proofs(depth ? code : code plain(line))
    }
    END { if (depth || quoted || proof) print FILENAME ": a comment, a string or a proof has no end" >"/dev/stderr"; printf "%s", kept }' "$1"
}
for file in */*/*.v; do echo "$file $(text "$file" 2>>"$tmp/within" | tr -s ' \n' '\n\n' | sha256sum | cut -c 1-16)"; done >"$out/definitions.txt"
if [ -s "$tmp/within" ]; then cut -c 1-200 "$tmp/within" >&2; bad=1; fi
[ "$write" = yes ] || diff -u definitions.txt "$out/definitions.txt" ||
  { echo "definitions.txt differs: a definition or a statement has changed; if it should, run ./verify.sh proofs --write" >&2; bad=1; }
[ "$bad" = 0 ] || exit 1

# What cannot be built is told; what does not need it is checked all the same.
make -k -j"${JOBS:-1}" >"$out/build.log" 2>&1 || { grep -A 12 '^File' "$out/build.log" | head -n 40 >&2; bad=1; }

# Ask Coq what each theorem says and what it rests on: all files at once, or, where one is not built, file by file.
# A statement is printed as a reader writes it, with the notations of MathComp where its file uses MathComp, and those of Coq's reals
# elsewhere. A notation may hide what is inferred; so a line above has a digest of the same statement with nothing hidden, and two
# statements that differ anywhere have different digests. Our own names stand with the file that they are from.
: >"$out/proved.txt"; : >"$out/assumptions.txt"; : >"$out/statements.txt"
begin() { # begin FILE...: what a question to Coq about these files begins with; nothing is imported, so that names are printed with their file
  echo 'From Coq Require Reals List String. From Bignums Require BigZ.'
  echo 'From mathcomp Require all_ssreflect all_algebra archimedean reals.'
  for file in "$@"; do echo "From NoisyGD Require $(basename "$file" .v)."; done
  echo 'Set Printing Depth 1000000. Set Printing Width 130.'
}
say() { echo "Goal True. idtac \"$*\". Abort."; } # say LINE: has Coq print it
coq() { # coq NAME: Coq's answer to NAME.v
  set -- "$1" # and where the sources are
  for folder in */_CoqProject; do set -- "$@" -Q "$here/${folder%/*}" NoisyGD; done
  (cd "$tmp" && name=$1 && shift && coqc -w none "$@" "$name.v") >"$tmp/$1" 2>"$tmp/errors"
}
questions() { # questions MARK FILE...: what each theorem of these files says, after a line with the mark
  mark=$1
  shift
  for file in "$@"; do
    while read -r name in; do
      if [ "$in" = "$file" ]; then say "$mark ${file%.v}.$name"; echo "Check $(basename "$file" .v).$name."; fi
    done <"$tmp/theorems"
  done
}
resting() { # resting FILE...: what the theorems of these files rest on, those together whose rows allow the same axioms
  # One question for all: Coq walks through the proofs of its libraries once for each, which takes a second.
  echo "$@" | tr ' ' '\n' | awk -F '\t' '
    NR == FNR { asked[$1] = 1; next }
    $3 in asked {
      module = $3; sub(/.*\//, "", module); sub(/\.v$/, "", module)
      terms[$6] = terms[$6] "let _ := @" module "." $2 " in\n"
    }
    END {
      for (word in terms)
        printf "Goal True. idtac \"== %s\". Abort.\nDefinition together_%d : True :=\n%sI.\nPrint Assumptions together_%d.\n",
          word, ++n, terms[word], n
    }' - claims.tsv
}
ask() { # ask FILE...: asks about the theorems of these files
  algebra='' numbers=''
  for file in "$@"; do
    if grep -qE '^From (mathcomp|NoisyGD Require Import Algebra)\>' "$file"; then algebra="$algebra $file"; else numbers="$numbers $file"; fi
  done
  {
    begin "$@"
    resting "$@"
    echo 'Set Printing All.'
    questions '##' "$@"
    echo 'Unset Printing All. Unset Printing Implicit Defensive.'
    # MathComp itself writes no field in the type of a matrix.
    cat <<'END'
Module Algebra. Import all_ssreflect all_algebra archimedean reals GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.
Local Notation "''M[' R ]_ ( m , n )" := (matrix R m n) (only printing, format "''M[' R ]_ ( m ,  n )") : type_scope.
Local Notation "''rV[' R ]_ n" := (matrix R 1 n) (only printing, format "''rV[' R ]_ n") : type_scope.
Local Notation "''cV[' R ]_ n" := (matrix R n 1) (only printing, format "''cV[' R ]_ n") : type_scope.
Local Notation "''M[' R ]_ n" := (matrix R n n) (only printing, format "''M[' R ]_ n") : type_scope.
(* Nor does it write that a field is also ordered, or a ring: where l < 0 tells the type of l, it prints as R. *)
Local Coercion join_Num_POrderedZmodule_between_GRing_Nmodule_and_Order_POrder : Num.POrderedZmodule.type >-> Order.POrder.type.
Local Coercion join_Num_NumField_between_GRing_Field_and_Num_POrderedZmodule : Num.NumField.type >-> Num.POrderedZmodule.type.
Local Coercion join_Num_NumDomain_between_Order_POrder_and_GRing_Ring : Num.NumDomain.type >-> GRing.Ring.type.
END
    # shellcheck disable=SC2086
    questions '--' $algebra
    echo 'End Algebra. Module Numbers. Import Reals Lists.List Strings.String BigZ ListNotations. Local Open Scope R_scope.'
    # shellcheck disable=SC2086
    questions '--' $numbers
    echo 'End Numbers.'
  } >"$tmp/Ask.v"
  coq Ask || return 1
  rm -rf "$tmp/full"; mkdir "$tmp/full"; : >"$tmp/asked"
  awk -v folder="$tmp/full" -v asked="$tmp/asked" '
    /^(==|--|##) / {
      a = $1 == "##"
      if (a) { close(f); f = sprintf("%s/%06d", folder, ++n); print $1, $2 >asked }
    }
    a { print >f }' "$tmp/Ask"
  sha256sum "$tmp"/full/* | cut -c 1-16 | paste -d ' ' "$tmp/asked" - >"$tmp/digests"
  sed -n 's/^## //p' "$tmp/asked" >>"$out/proved.txt"
  awk '/^== /{a=1} /^(##|--) /{a=0} a' "$tmp/Ask" >>"$out/assumptions.txt"
  awk '
    NR == FNR { if ($1 == "##") { key[++n] = $2; digest[$2] = $3 }; next }
    /^(==|##) / { now = ""; next }
    /^-- / { now = $2; text[now] = $0 "\nin full, sha256 " digest[now]; next }
    now != "" { sub(/ +$/, ""); text[now] = text[now] "\n" $0 }
    END { for (i = 1; i <= n; i++) print text[key[i]] }' "$tmp/digests" "$tmp/Ask" >>"$out/statements.txt"
}
files=$(cut -f2 "$tmp/theorems" | uniq)
# shellcheck disable=SC2086
ask $files || for file in $files; do
  ask "$file" || { head -n 6 "$tmp/errors" >&2; echo "$file: not built, or a name in claims.tsv does not resolve" >&2; bad=1; }
done

# The claims table.
./uses.sh >"$out/uses.tsv" || bad=1
./table.sh "$out/statements.txt" "$out/uses.tsv" >"$tmp/CLAIMS.md" || bad=1

if [ "$write" = yes ]; then
  [ "$bad" = 0 ] || { echo "nothing written: not every claim is proved" >&2; exit 1; }
  cp "$out/statements.txt" "$out/definitions.txt" "$out/uses.tsv" . && cp "$tmp/CLAIMS.md" ../CLAIMS.md
fi
diff -u statements.txt "$out/statements.txt" || { echo "statements.txt differs from what the theorems say" >&2; bad=1; }
diff -u uses.tsv "$out/uses.tsv" || { echo "uses.tsv differs from what the proofs use: run ./verify.sh proofs --write" >&2; bad=1; }
diff -u ../CLAIMS.md "$tmp/CLAIMS.md" || { echo "CLAIMS.md is stale: run ./verify.sh proofs --write" >&2; bad=1; }
# Word by word: the axioms that Coq names (at the start of a line, before a colon) are those that axioms.tsv allows.
awk -F '\t' '
  NR == FNR { if (FNR > 1) allowed[$1, $2] = 1; next }
  /^== / { word = substr($0, 4) }
  /^[^ =]/ && !/^Axioms:$/ && !/^Closed under the global context$/ {
    name = $0; sub(/ *:.*/, "", name); used[word, name] = 1
    if (!((word, name) in allowed)) { print "theorems under \"" word "\" rest on " name ", which axioms.tsv does not allow"; bad = 1 }
  }
  END {
    for (pair in allowed)
      if (!(pair in used)) { sub(SUBSEP, " allows ", pair); print pair " in axioms.tsv, and no theorem rests on it"; bad = 1 }
    exit bad
  }
' axioms.tsv "$out/assumptions.txt" >&2 || bad=1
[ "$bad" = 0 ] && echo "$(tail -n +2 claims.tsv | cut -f1 | sort -u | wc -l) claims proved"
exit "$bad"
