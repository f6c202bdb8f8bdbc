#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Decides by tools what proofs-notes/java-tools.md says of the kernels on plain arrays:
#   check.sh              JBMC on every check in src/jbmc, the Purity Checker on the methods marked @Pure
#   check.sh --self-test [EVERY FROM]   that each of these fails when a mistake is put into a copy of the sources; with
#                         numbers one mistake in EVERY, others for each FROM
# Exit status: 0 holds, 1 does not hold, 3 could not be judged.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 3
export LC_ALL=C.UTF-8

cannot() { echo "$1" >&2; exit 3; }

command -v jbmc >/dev/null ||
  cannot 'jbmc not found: nothing could be judged (Debian: apt-get install --no-install-recommends jbmc)'
command -v javac >/dev/null || cannot 'javac not found: nothing could be judged'
[ -e target/noisygd.jar ] || cannot 'target/noisygd.jar not found: build it first (mvn -q -DskipTests package)'
version=$(sed -n 's:.*<checkerframework.version>\(.*\)</checkerframework.version>.*:\1:p' pom.xml)
home=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *user[.]home = //p') # Maven's, not always $HOME
checkers=
for part in checker checker-qual checker-util; do
  jar=${M2_REPOSITORY:-$home/.m2/repository}/org/checkerframework/$part/$version/$part-$version.jar
  [ -e "$jar" ] || cannot "$jar not found: build first, or set M2_REPOSITORY"
  checkers=$checkers:$jar
done
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT

# What is judged: these sources, compiled anew; JBMC sees nothing else. Its library is empty, so what the
# library returns counts as anything at all.
subjects='number/Require descent/update/DoubleUpdate number/random/FactorId number/random/FixedLogarithm
  number/random/GaussianStream number/random/InverseNormal number/random/NormalStream number/random/Philox4x64 number/random/PhiloxStream'
pure='number/random/FixedLogarithm number/random/InverseNormal number/random/Philox4x64'
checks='number.random.PhiloxCheck.block number.random.PhiloxCheck.word number.random.PhiloxCheck.fill
  number.random.GaussianCheck.fromWord number.random.GaussianCheck.at number.random.GaussianCheck.fill
  descent.update.DoubleUpdateCheck.applyWrongLength descent.update.DoubleUpdateCheck.apply'

# More rounds than any loop has in these checks: a loop that goes on after so many fails its check.
UNWIND=14

fresh() { # fresh DIR: the sources of today
  mkdir -p "$1/classes"
  cp -R src/jbmc/java "$1/src"
  for name in $subjects; do
    mkdir -p "$(dirname "$1/src/org/noisygd/$name")"
    cp "src/main/java/org/noisygd/$name.java" "$1/src/org/noisygd/$name.java" || cannot "no source $name"
  done
}

compile() { # compile DIR
  find "$1/src" -name '*.java' -print0 |
    xargs -0 javac -proc:none -nowarn -d "$1/classes" -cp "target/noisygd.jar$checkers" || exit 3
}

# decide DIR CHECK: prints one line; 0 holds, 1 does not
decide() {
  local class=org.noisygd.${2%.*} start=$SECONDS status=0
  jbmc "$class" --function "$class.${2##*.}" --classpath "$1/classes" --unwind $UNWIND \
    --unwinding-assertions --java-unwind-enum-static --no-refine-strings --slice-formula \
    >"$work/log" 2>&1 || status=$?
  case $status in
    0) echo "holds  $2: $(sed -n 's/^\*\* 0 of \([0-9]*\) failed.*/\1 properties/p' "$work/log"), $((SECONDS - start)) s" ;;
    10) echo "fails  $2, $((SECONDS - start)) s"; grep ': FAILURE$' "$work/log"; return 1 ;;
    *) tail -n 20 "$work/log" >&2; cannot "jbmc could not judge $2: status $status" ;;
  esac
}

# purity DIR: prints one line; 0 holds, 1 does not
purity() {
  local files=() name opened
  for name in $pure; do files+=("$1/src/org/noisygd/$name.java"); done
  opened=$(sed -n 's/^\(--add-exports\|--add-opens\)/-J\1/p' src/test/jvm.args)
  # shellcheck disable=SC2086  # one option a word
  if javac $opened -processor org.checkerframework.framework.util.PurityChecker -AcheckPurityAnnotations \
    -Astubs=proofs-notes/java/purity.astub -proc:only -nowarn -d "$work" -cp "target/noisygd.jar$checkers" \
    "${files[@]}" >"$work/log" 2>&1; then
    echo "holds  purity: $(cat "${files[@]}" | grep -c '^ *@Pure$') methods"
  elif grep -q 'error: \[purity\.' "$work/log"; then
    echo 'fails  purity'; grep 'error: ' "$work/log"; return 1
  else
    cat "$work/log" >&2; cannot 'the Purity Checker could not judge'
  fi
}

if [ "${1:-}" != --self-test ]; then
  [ $# = 0 ] || { echo 'usage: check.sh [--self-test [EVERY FROM]]' >&2; exit 3; }
  bad=0
  fresh "$work/true"
  compile "$work/true"
  for check in $checks; do decide "$work/true" "$check" || bad=1; done
  purity "$work/true" || bad=1
  exit $bad
fi

# seed CHECK FAILURE SOURCE SCRIPT: the sed script changes the source, and then the check fails in the way
# that the pattern says.
every=${2:-1}
from=${3:-0}
missed=0
count=0
seed() {
  local dir=$work/seed$((++count)) file
  [ $(((count + from) % every)) = 0 ] || return 0
  fresh "$dir"
  file=$dir/src/org/noisygd/$3.java
  sed -i "$4" "$file"
  ! cmp -s "$file" "src/main/java/org/noisygd/$3.java" || cannot "this changes nothing in $3: $4"
  # Smaller shapes suffice to show these.
  sed -i 's/LARGEST = 3;/LARGEST = 2;/' "$dir/src/org/noisygd/descent/update/DoubleUpdateCheck.java"
  if [ "$1" = purity ]; then
    purity "$dir" >"$work/said" && { echo "missed $3: $4"; missed=1; return; }
  else
    compile "$dir"
    decide "$dir" "$1" >"$work/said" && { echo "missed $3: $4"; missed=1; return; }
  fi
  if grep -q "$2" "$work/said"; then
    echo "caught $3: $4"
  else
    echo "fails for another reason, $3: $4"; cat "$work/said"; missed=1
  fi
}
update=descent.update.DoubleUpdateCheck
index='array-index-out-of-bounds'
seed $update.apply "formResidual.*$index" descent/update/DoubleUpdate '/void formResidual/,/^  }/s/k < r/k <= r/'
seed $update.apply "multiplyResidual.*$index" descent/update/DoubleUpdate '/void multiplyResidual/,/^  }/s/j < terms/j <= terms/'
seed $update.apply "descend.*$index" descent/update/DoubleUpdate 's/n < step.length/n <= step.length/'
seed $update.apply 'formResidual.*unwinding assertion' descent/update/DoubleUpdate '/void formResidual/,/^  }/s/k++/k += 0/'
seed $update.apply 'assertEqual.*assertion' descent/update/DoubleUpdate 's/xt\[n\] = x\[n\] + noiseX\[n\]/xt[n] = noiseX[n] += x[n]/'
seed $update.applyWrongLength '.' descent/update/DoubleUpdate '/Require.entries("noiseY"/d'
seed number.random.PhiloxCheck.block "block.*$index" number/random/Philox4x64 's/out.length < WORDS/out.length < 3/'
seed number.random.PhiloxCheck.fill "fill.*$index" number/random/PhiloxStream 's/i == 0 || position == 0/i == 0 || position == 1/'
seed number.random.PhiloxCheck.word "word.*$index" number/random/PhiloxStream '/if (index < 0)/,/^    }/d'
seed number.random.GaussianCheck.fromWord 'horner.*unwinding assertion' number/random/InverseNormal 's/i >= 0; i--/i >= 0; i -= 0/'
seed purity 'assign.array' number/random/InverseNormal 's/double sum = c\[c.length - 1\];/double sum = c[0] = c[c.length - 1];/'
echo "$count mistakes, one in $every tried"
exit $missed
