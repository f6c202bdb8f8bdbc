#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds every proof and holds it against what is checked in:
#   - no Admitted, Axiom, Parameter, Conjecture or admit in any source;
#   - every theorem of claims.tsv exists, says what statements.txt says, and rests on what assumptions.txt says;
#   - its axioms are among those that its row allows (axioms.tsv);
#   - ../CLAIMS.md has exactly the rows of claims.tsv, each with its sizes in known.tsv; links.tsv and ranges.tsv too.
# Exit status: 0 holds, 1 does not hold, 3 could not be judged (no Coq, or a library of it is missing).
#
#   check.sh [--write] [--golden DIR] [--out DIR]
#
# --golden DIR  also builds the theorems about the golden data; `./verify.sh proofs` writes them into DIR.
#               Without it the claims with a file in generated/ are not checked, and that is said.
# --out DIR     leaves there build.log, proved.txt (the theorems that Coq has), assumptions.txt, statements.txt.
# --write       rewrites assumptions.txt, statements.txt and ../CLAIMS.md; needs --golden.
cd "$(dirname "$0")" || exit 3
write=no golden='' out=''
while [ $# -gt 0 ]; do
  case $1 in
    --write) write=yes ;;
    --golden) golden=$(cd "$2" && pwd) || exit 3; shift ;;
    --out) mkdir -p "$2" && out=$(cd "$2" && pwd) || exit 3; shift ;;
    *) echo "check.sh takes --write, --golden DIR and --out DIR, got $1" >&2; exit 3 ;;
  esac
  shift
done
[ "$write" = no ] || [ -n "$golden" ] || { echo "--write needs --golden: ./verify.sh proofs --write" >&2; exit 3; }
for tool in coqc coq_makefile make; do
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

if grep -nwE 'Admitted|admit|Axioms?|Parameters?|Conjectures?|Abort|give_up' ./*/*.v; then
  echo "unproved statements above" >&2; bad=1
fi
for file in */*.v; do
  grep -qx "$file" _CoqProject || { echo "$file is not in _CoqProject" >&2; bad=1; }
done

# What was built from an older source proves nothing: without this, a source that no longer holds would leave it there.
for source in */*.v ${golden:+"$golden"/*.v}; do
  if [ "$source" -nt "${source}o" ]; then rm -f "${source}o"; fi
done

# What cannot be built is told; what does not need it is checked all the same.
make -k -j"${JOBS:-1}" >"$out/build.log" 2>&1 || { grep -A 12 '^File' "$out/build.log" | head -n 40 >&2; bad=1; }
if [ -n "$golden" ]; then
  (cd "$golden" && coq_makefile -Q "$here" NoisyGD -Q . NoisyGDGolden -arg -w -arg none ./*.v -o Makefile &&
    make -k -j"${JOBS:-1}") >>"$out/build.log" 2>&1 ||
    { grep -A 12 '^File "./[A-Z]' "$out/build.log" | tail -n 40 >&2; echo "the theorems about the golden data do not all hold" >&2; bad=1; }
else
  echo "not checked: the theorems about the golden data, which ./verify.sh proofs writes" >&2
fi

# Ask Coq what each theorem says and what it rests on: all files at once, or, where one is not built, file by file.
# A statement is printed as a reader writes it, with the notations of MathComp where its file uses MathComp, and those of Coq's reals
# elsewhere. A notation may hide what is inferred; so a line above has a digest of the same statement with nothing hidden, and two
# statements that differ anywhere have different digests. Our own names stand with the file that they are from.
tail -n +2 claims.tsv | awk -F '\t' -v golden="$golden" 'golden != "" || $3 !~ /^generated\//' >"$tmp/claims"
LC_ALL=C sort -u -t "$(printf '\t')" -k3,3 -k2,2 "$tmp/claims" | cut -f2,3 >"$tmp/theorems"
cut -f2 "$tmp/theorems" | uniq >"$tmp/files"
: >"$out/proved.txt"; : >"$out/assumptions.txt"; : >"$out/statements.txt"
questions() { # questions MARK COMMAND FILE...: one for each theorem of these files, its answer after a line with the mark
  mark=$1 command=$2
  shift 2
  for file in "$@"; do
    awk -F '\t' -v f="$file" -v stem="${file%.v}" -v module="$(basename "$file" .v)" -v mark="$mark" -v command="$command" '$2 == f {
      printf "Goal True. idtac \"%s %s.%s\". Abort.\n%s %s.%s.\n", mark, stem, $1, command, module, $1 }' "$tmp/theorems"
  done
}
ask() { # ask FILE...: asks about the theorems of these files
  algebra='' numbers=''
  for file in "$@"; do
    case $file in generated/*) numbers="$numbers $file"; continue ;; esac
    if grep -q '^From mathcomp' "$file"; then algebra="$algebra $file"; else numbers="$numbers $file"; fi
  done
  {
    echo 'From Coq Require Reals List String. From Bignums Require BigZ.'
    echo 'From mathcomp Require all_ssreflect all_algebra archimedean reals.'
    for file in "$@"; do
      case $file in generated/*) library=NoisyGDGolden ;; *) library=NoisyGD ;; esac
      echo "From $library Require $(basename "$file" .v)."
    done
    questions '==' 'Print Assumptions' "$@"
    echo 'Set Printing Depth 1000000. Set Printing Width 130. Set Printing All.'
    questions '##' Check "$@"
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
    questions '--' Check $algebra
    echo 'End Algebra. Module Numbers. Import Reals List String BigZ ListNotations. Local Open Scope R_scope.'
    # shellcheck disable=SC2086
    questions '--' Check $numbers
    echo 'End Numbers.'
  } >"$tmp/Ask.v"
  (cd "$tmp" && coqc -w none -Q "$here" NoisyGD ${golden:+-Q "$golden" NoisyGDGolden} Ask.v) >"$tmp/answer" 2>"$tmp/errors" ||
    return 1
  rm -rf "$tmp/full"; mkdir "$tmp/full"
  awk -v folder="$tmp/full" '/^(==|--) /{a=0} /^## /{a=1; close(f); f = sprintf("%s/%06d", folder, ++n)} a {print >f}' "$tmp/answer"
  sha256sum "$tmp"/full/* | cut -c 1-16 >"$tmp/digests"
  sed -n 's/^## //p' "$tmp/answer" | tee "$tmp/asked" >>"$out/proved.txt"
  awk '/^== /{a=1} /^(##|--) /{a=0} a' "$tmp/answer" >>"$out/assumptions.txt"
  paste "$tmp/asked" "$tmp/digests" | awk '
    NR == FNR { key[NR] = $1; digest[$1] = $2; next }
    /^(==|##) / { now = ""; next }
    /^-- / { now = $2; text[now] = $0 "\nin full, sha256 " digest[now]; next }
    now != "" { sub(/ +$/, ""); text[now] = text[now] "\n" $0 }
    END { for (i = 1; i in key; i++) print text[key[i]] }' - "$tmp/answer" >>"$out/statements.txt"
}
# shellcheck disable=SC2046
ask $(cat "$tmp/files") || while read -r file; do
  ask "$file" || { head -n 6 "$tmp/errors" >&2; echo "$file: not built, or a name in claims.tsv does not resolve" >&2; }
done <"$tmp/files"
proved=$(wc -l <"$out/proved.txt")
claimed=$(cut -f2,3 "$tmp/claims" | LC_ALL=C sort -u | wc -l)
[ "$proved" -eq "$claimed" ] || bad=1

# The claims table.
./table.sh "$out/statements.txt" >"$tmp/CLAIMS.md" || bad=1

if [ "$write" = yes ]; then
  [ "$bad" = 0 ] || { echo "nothing written: not every claim is proved" >&2; exit 1; }
  cp "$out/assumptions.txt" "$out/statements.txt" . && cp "$tmp/CLAIMS.md" ../CLAIMS.md
fi
same() { # same PINNED FOUND COMMENT: without the golden theorems, only what was asked is compared
  if [ -n "$golden" ]; then cat "$1"; else awk '/^(==|--) /{a = $2 !~ /^generated\//} a' "$1"; fi >"$tmp/pinned"
  diff -u "$tmp/pinned" "$2" || { echo "$3" >&2; return 1; }
}
same assumptions.txt "$out/assumptions.txt" "assumptions.txt differs from what the theorems rest on" || bad=1
same statements.txt "$out/statements.txt" "statements.txt differs from what the theorems say" || bad=1
diff -u ../CLAIMS.md "$tmp/CLAIMS.md" || { echo "CLAIMS.md is stale: run ./verify.sh proofs --write" >&2; bad=1; }
# Row by row: the axioms that Coq names (at the start of a line, before a colon) are among those that the row allows.
awk -F '\t' -v claims="$tmp/claims" '
  FILENAME == "axioms.tsv" { if (FNR > 1) { allowed[$1, $2] = 1; word[$1] = 1 } next }
  FILENAME != claims {
    if (/^== /) { theorem = substr($0, 4); asked[theorem] = 1 }
    else if (/^[^ ]/ && !/^Axioms:$/ && !/^Closed under the global context$/) {
      name = $0; sub(/ *:.*/, "", name); uses[theorem] = uses[theorem] " " name
    }
    next
  }
  {
    file = $3; sub(/\.v$/, "", file); theorem = file "." $2; n = split(uses[theorem], names, " ")
    if (!(theorem in asked)) { print "nothing is known of " theorem; bad = 1 }
    if ($6 != "none" && !($6 in word)) { print theorem ": no axioms are listed under \"" $6 "\""; bad = 1 }
    if ($6 != "none" && n == 0) { print theorem " rests on no axiom; its row should say none"; bad = 1 }
    for (i = 1; i <= n; i++)
      if (!(($6, names[i]) in allowed)) { print theorem " rests on " names[i] ", which its row does not allow"; bad = 1 }
  }
  END { exit bad }
' axioms.tsv "$out/assumptions.txt" "$tmp/claims" >&2 || bad=1
[ "$bad" = 0 ] && echo "$(cut -f1 "$tmp/claims" | sort -u | wc -l) claims proved"
exit "$bad"
