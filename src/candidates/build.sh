#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the compiled kits and variants into target/candidates. A compiler that is not there is told and left out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../../target/candidates}
mkdir -p "$out"
out=$(cd "$out" && pwd)
C="${CC:-cc} -std=gnu99 -Wall -Wextra -Werror"

c() { # c NAME SOURCE FLAG...
  name=$1 source=$2
  shift 2
  $C "$@" -o "$out/$name" "$here/c/$source" -lm
}
if command -v "${CC:-cc}" > /dev/null; then
  c candidate_c candidate.c -O2
  c correct_c_unoptimised candidate.c -O0
  c correct_c_fast candidate.c -O3 -ffast-math
  c correct_c_native candidate.c -O3 -march=native
  c correct_c_fused candidate.c -O3 -march=native -ffp-contract=fast -ffast-math
  c correct_c_flush correct_flush.c -O2
  c correct_c_long_double correct_long_double.c -O2
  c correct_c_long_double_rounded candidate.c -O2 "-DREAL=long double"
  c correct_c_float candidate.c -O2 -DREAL=float '-DARITHMETIC="binary32"'
  c correct_c_float_9_digits candidate.c -O3 -ffast-math -DREAL=float '-DARITHMETIC="binary32"' -DDIGITS=9
  c correct_c_double_as_binary32 candidate.c -O2 '-DARITHMETIC="binary32"' -DDIGITS=25
  c correct_c_fma correct_fma.c -O2
  c wrong_c wrong.c -O2
  c rounding_kit_c ../rounding/kit.c -O2
  c rounding_c ../rounding/kit.c -O2 -frounding-math '-DOWN_ROUNDING="variants.h"'
else
  echo "no C compiler: C left out" >&2
fi
eigen=
for folder in /usr/include/eigen3 /usr/local/include/eigen3; do
  [ -d "$folder" ] && eigen=$folder
done
if command -v "${CXX:-c++}" > /dev/null && [ -n "$eigen" ]; then
  for flavour in "candidate_cpp -O2" "correct_cpp_fast -O3 -ffast-math -march=native" \
    "correct_cpp_float -O2 -DREAL=float -DARITHMETIC=\"binary32\"" "correct_cpp_long_double -O1 -DREAL=long\ double"; do
    eval "set -- $(printf '%s' "$flavour" | sed 's/"/\\"/g')"
    name=$1
    shift
    "${CXX:-c++}" -std=c++17 -Wall -Wextra -isystem "$eigen" "$@" -o "$out/$name" "$here/cpp/candidate.cpp"
  done
else
  echo "no C++ compiler or no Eigen: C++ left out" >&2
fi
if command -v "${CXX:-c++}" > /dev/null; then
  for flavour in rounding_kit_cpp 'rounding_kit_kernel -DOWN_ROUNDING="kernel.h"'; do
    name=${flavour%% *}
    "${CXX:-c++}" -std=c++17 -Wall -Wextra -O2 -frounding-math ${flavour#"$name"} -o "$out/$name" "$here/rounding/kit.cpp"
  done
fi
if command -v mvn > /dev/null; then
  mvn -B -q -f "$here/java/pom.xml" package
  cp "$here/java/target/candidate.jar" "$out"
else
  echo "no Maven: Java left out" >&2
fi
