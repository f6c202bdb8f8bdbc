#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The one entry point: builds target/noisygd.jar when it is missing or older than its sources, then
# runs it. `./verify.sh --help` says what it can do. Works from any directory.
#
# Exit status: 0 holds, 1 does not hold, 2 unusable input or command line, 3 could not be judged; no
# Java or Maven, and a build that fails, are 3.
#
# Needs a JDK 17 or later (JAVA_HOME, else java on the PATH) and, to build, Maven (mvn on the PATH).
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@" # called as `sh verify.sh`
set -u
# What the caller has closed, else the next file that Java opens, its own jar, would be its input or output. Output
# that is closed stays one that cannot be written, which the program reports.
{ : 3<&0; } 2>/dev/null || exec </dev/null
{ : 3>&1; } 2>/dev/null || exec 1</dev/null
{ : 3>&2; } || exec 2>/dev/null
# Java ends by an interrupt in its own way, after which bash would go on to its next command.
trap 'trap - INT; kill -INT $$' INT

fail() {
  printf 'verify.sh: %s\n' "$1" >&2
  exit 3
}

# The directory of this script, symbolic links followed.
self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
root=$(cd -P "$(dirname "$self")" && pwd) || fail "cannot enter the directory of $self"

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME must name a JDK 17 or later, got $JAVA_HOME"
else
  java=$(command -v java) || fail "needs a JDK 17 or later: set JAVA_HOME or put java on the PATH"
fi
java_version() { # the line that names the version, by the file beside bin where there is one
  local release
  release=$(dirname "$(dirname "$(readlink -f "$java" 2>/dev/null || echo "$java")")")/release
  if [ -r "$release" ] && grep -m 1 '^JAVA_VERSION=' "$release"; then
    return
  fi
  "$java" -version 2>&1 | grep -m 1 version
}
version=$(java_version | sed 's/[^"]*"\([^"]*\)".*/\1/')
major=${version%%[.+-]*}
case $major in
  '' | *[!0-9]*) fail "needs a JDK 17 or later, cannot tell the version of $java" ;;
esac
[ "$major" -ge 17 ] || fail "needs a JDK 17 or later, got $version at $java"

# Log messages of the virtual machine go to standard error: standard output belongs to the results. Java 25 calls
# it an error that the archive of classes (below) was made without the options of some commands.
flags=(-Xlog:disable "-Xlog:all=error,cds*=off:stderr" "-Dnoisygd.home=$root")
terminal() { [ -t "$1" ] && [ "${TERM:-}" != dumb ]; } # terminal FD: one that knows colours and lines written anew
if terminal 2; then flags+=(-Dnoisygd.err.terminal=true); fi
if [ /dev/fd/1 -ef /dev/fd/2 ]; then flags+=(-Dnoisygd.together=true); fi
if terminal 1; then
  columns=${COLUMNS:-$( (stty size </dev/tty) 2>/dev/null | cut -d ' ' -f 2)}
  flags+=(-Dnoisygd.out.terminal=true "-Dnoisygd.columns=${columns:-100}")
fi

stale() { # stale JAR SOURCE..: whether it is missing or older than a source, a deleted one included
  local built=$1
  shift
  [ ! -e "$built" ] ||
    [ -n "$(cd "$root" && find pom.xml .mvn src/main src/simd "$@" -newer "$built" -print 2>/dev/null | head -n 1)" ]
}
locked() { # locked DIRECTORY COMMAND..: makes the directory, and runs the command in it alone where there is flock
  mkdir -p "$1" 2>/dev/null && [ -w "$1" ] || fail "cannot write to $1"
  if command -v flock >/dev/null; then
    exec 9>"$1/lock"
    flock -n 9 || { echo 'verify.sh: waiting for another build ...' >&2 && flock 9; }
  fi
  "${@:2}"
  exec 9>&-
}
# Without the tests, which take minutes and hold the checkers: `mvn verify` is what they are for.
build() { # build DIRECTORY HOW-LONG ARGUMENT..: target/DIRECTORY/noisygd.jar, by Maven with the arguments
  local into=$root/target/$1 what="verify.sh: building, $2" maven status seconds=0
  command -v mvn >/dev/null || fail "needs Maven to build: put mvn on the PATH"
  mkdir -p "$into" && : >"$into/begun" && rm -f "$into/noisygd.jar" || fail "cannot write to $into"
  printf '%s ...' "$what" >&2
  (cd "$root" && exec mvn -B -q "-Dtarget=target/$1" -Dmaven.test.skip=true "${@:3}" package) \
    >"$into/build.log" 2>&1 </dev/null &
  maven=$!
  if terminal 2; then
    while kill -0 "$maven" 2>/dev/null; do
      sleep 1
      seconds=$((seconds + 1))
      printf '\r\033[K%s: %d s' "$what" "$seconds" >&2
    done
  fi
  wait "$maven"
  status=$?
  printf '\n' >&2
  if [ "$status" -ne 0 ] || [ ! -e "$into/noisygd.jar" ]; then
    cat "$into/build.log" >&2
    fail "the build failed; its output is above"
  fi
  # A source changed while Maven ran is newer than the jar then, and leads to another build.
  touch -r "$into/begun" "$into/noisygd.jar"
}

# A sweep on Spark has a build, a class path and open packages of its own, and ends here.
case " $* " in
  ' study sweep '*' --engine spark '* | ' study sweep '*' --engine=spark '*) . "$root/src/spark/run.sh" ;;
esac

# What runs is a copy, so that a build beside a running verification does not change the jar under it;
# and an archive of loaded classes for this Java, which halves the time to start.
built=$root/target/noisygd.jar
jar=$root/target/run/noisygd.jar
classes=$root/target/run/classes-$version.jsa
ready() {
  ! stale "$built" && [ -e "$jar" ] && [ ! "$built" -nt "$jar" ] && [ -e "$classes" ] && [ ! "$jar" -nt "$classes" ]
}
replace() { # replace FILE BY: at once, for whoever reads it meanwhile
  cp -p "$2" "$1.$$" && mv -f "$1.$$" "$1" || fail "cannot write $1"
}
prepare() {
  ready && return
  if stale "$built"; then
    build quick 'half a minute, only when the sources change'
    replace "$built" "$root/target/quick/noisygd.jar"
  fi
  if [ ! -e "$jar" ] || [ "$built" -nt "$jar" ]; then
    replace "$jar" "$built"
    rm -f "$root"/target/run/classes-*.jsa
  fi
  # Java 17 has been seen to crash here; it then starts without an archive, and nobody need be told.
  { "$java" -XX:ArchiveClassesAtExit="$classes.$$" -XX:ErrorFile=/dev/null -Xlog:disable -XX:+UseSerialGC \
    -cp "$jar" org.noisygd.cli.Main --only N.philox --json /dev/null; } >/dev/null 2>&1 </dev/null
  if [ -s "$classes.$$" ]; then mv -f "$classes.$$" "$classes"; else : >"$classes"; fi
}
if ! ready; then
  mkdir -p "$root/target/run" 2>/dev/null
  if stale "$built" || [ -w "$root/target/run" ]; then
    locked "$root/target/run" prepare
  else
    jar=$built # somebody else's clone, or one that is read-only
  fi
fi

# The fast kernels use the incubator's vectors where this Java has them; it warns of them at each start, so
# only the commands that gain by them ask for them. That line is left out: Java's own standard error goes
# through a filter, and what the program says to 3, where it always went.
case "${1:-} ${2:-} $* " in
  *--help* | "study precision "*" forecast "*) ;;
  "bench "* | "study paper "* | "study precision "*" formats "* | "study precision "*"--problem"[\ =]* | \
    "study precision "*"--setting"[\ =]rank* | "study precision "*"--reference"[\ =]decimal:*)
    "$java" --list-modules 2>/dev/null | grep -q '^jdk.incubator.vector' &&
      # The limit: proofs-notes/kernels.md, habits of C2.
      flags+=(--add-modules jdk.incubator.vector -XX:PerMethodTrapLimit=10000) &&
      flags+=(--add-opens java.base/java.io=ALL-UNNAMED -Dnoisygd.err=3) &&
      exec 3>&2 2> >(trap '' INT TERM HUP; exec grep -v --line-buffered '^WARNING: Using incubator modules' >&2) ;;
esac
# What is timed waits for its compilation, else a busy machine would time what is not compiled yet.
[ "${1:-}" = bench ] && flags+=(-XX:-BackgroundCompilation)
# A single candidate is judged, and a help or a bound printed, before what the second compiler does could pay.
case " $* " in
  " candidate "* | " bound "* | *' -'[hV]' '* | *' --help '* | *' --version '* | ' help '* | ' version ') flags+=(-XX:TieredStopAtLevel=1) ;;
esac
case " $* " in
  *' -V '* | *' --version '* | ' version ') [ -e "$root/.git" ] &&
    flags+=("-Dnoisygd.commit=$(git -C "$root" describe --always --dirty 2>/dev/null)") ;;
esac
[ -s "$classes" ] && flags+=("-XX:SharedArchiveFile=$classes" -Xshare:auto)
collector=(-XX:+UseSerialGC)
[ "${1:-}" = candidates ] && collector=(-XX:+UseParallelGC -XX:NewRatio=4)
case "${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${1:-}" in
  *-Xm* | *HeapSize=* | *NewSize=* | *RAMPercentage=*) ;; # somebody has chosen how much memory Java takes
  # The numbers of a single candidate stay to the end: they are moved once, into a space that has room for them.
  *' candidate') collector+=(-Xms1g -Xmn100m -XX:MaxTenuringThreshold=0) ;;
  # Two at a time, of different arithmetics, keep half of that; the rest spares the collector work.
  *' candidates') collector+=(-Xmx1200m) ;;
esac
exec "$java" "${flags[@]}" "${collector[@]}" -cp "$jar" org.noisygd.cli.Main "$@"
