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

# What is run is a copy, so that a build beside a running verification does not change the jar under
# it; and an archive of loaded classes for this Java, which halves the time to start.
built=$root/target/noisygd.jar
jar=$root/target/run/noisygd.jar
classes=$root/target/run/classes-$version.jsa

stale() { # whether the jar is missing or older than a source, a deleted one included
  [ ! -e "$built" ] && return 0
  [ -n "$(find "$root/pom.xml" "$root/.mvn" "$root/src/main" "$root/src/simd" "$root/src/checker" \
    -newer "$built" -print 2>/dev/null | head -n 1)" ]
}
ready() {
  ! stale && [ -e "$jar" ] && [ ! "$built" -nt "$jar" ] && [ -e "$classes" ] && [ ! "$jar" -nt "$classes" ]
}

# Without the checkers, which take minutes: `mvn verify` is what they are for. A jar that it made serves as well.
build() {
  local quick=$root/target/quick/noisygd.jar
  local log=$root/target/run/build.log begun=$root/target/run/begun status shown=0
  command -v mvn >/dev/null || fail "needs Maven to build: put mvn on the PATH"
  : >"$begun"
  printf 'verify.sh: building, half a minute, only when the sources change ...' >&2
  rm -f "$quick"
  (cd "$root" && exec mvn -B -q -Pquick -Dmaven.test.skip=true package) >"$log" 2>&1 </dev/null &
  local maven=$!
  if [ -t 2 ]; then
    while kill -0 "$maven" 2>/dev/null; do
      sleep 1
      shown=$((shown + 1))
      printf '\r\033[Kverify.sh: building, half a minute, only when the sources change: %d s' "$shown" >&2
    done
  fi
  wait "$maven"
  status=$?
  printf '\n' >&2
  if [ "$status" -ne 0 ] || [ ! -e "$quick" ]; then
    cat "$log" >&2
    fail "the build failed; its output is above"
  fi
  cp "$quick" "$built.$$" && mv -f "$built.$$" "$built" || fail "cannot write $built"
  # A source changed while Maven ran is newer than the jar then, and leads to another build.
  touch -r "$begun" "$built"
}

prepare() { # under the lock
  ready && return
  stale && build
  if [ ! -e "$jar" ] || [ "$built" -nt "$jar" ]; then
    cp "$built" "$jar.$$" && mv -f "$jar.$$" "$jar" || fail "cannot write $jar"
    rm -f "$root"/target/run/classes-*.jsa
  fi
  # Java 17 has been seen to crash here; it then starts without an archive, and nobody need be told.
  { "$java" -XX:ArchiveClassesAtExit="$classes.$$" -XX:ErrorFile=/dev/null -Xlog:disable -XX:+UseSerialGC \
    -cp "$jar" org.noisygd.cli.Main --only N.philox --json /dev/null; } >/dev/null 2>&1 </dev/null
  if [ -s "$classes.$$" ]; then mv -f "$classes.$$" "$classes"; else : >"$classes"; fi
}

# A sweep on Spark has a class path of its own, target/spark, built when it is first asked for.
spark=
case " $* " in
  ' study sweep '*' --engine spark '* | ' study sweep '*' --engine=spark '*) spark=$root/target/spark ;;
esac
stale_spark() {
  [ ! -e "$spark/noisygd.jar" ] || [ ! -d "$spark/jars" ] ||
    [ -n "$(find "$root/pom.xml" "$root/src/main" "$root/src/checker" "$root/src/simd" "$root/src/spark" \
      -newer "$spark/noisygd.jar" -print 2>/dev/null | head -n 1)" ]
}
if [ -n "$spark" ]; then
  [ "$major" -lt 24 ] || fail "--engine spark needs Java 17 to 23, for Spark 4.0 runs on no later one; got $version"
  mkdir -p "$spark" || fail "cannot write to $spark"
  if command -v flock >/dev/null; then
    exec 9>"$spark/lock" || fail "cannot write to $spark"
    flock 9
  fi
  if stale_spark; then
    command -v mvn >/dev/null || fail "--engine spark needs Maven to fetch Spark: put mvn on the PATH"
    echo 'verify.sh: building with Spark, once some 220 MB from Maven Central ...' >&2
    : >"$spark/begun"
    (cd "$root" && exec mvn -B -q -Pquick,spark -Dmaven.test.skip=true package) >"$spark/build.log" 2>&1 </dev/null || {
      cat "$spark/build.log" >&2
      fail "the build with Spark failed; its output is above"
    }
    touch -r "$spark/begun" "$spark/noisygd.jar"
  fi
  exec 9>&-
fi

if [ -z "$spark" ] && ! ready; then
  mkdir -p "$root/target/run" || fail "cannot write to $root/target"
  if command -v flock >/dev/null; then
    exec 9>"$root/target/run/lock" || fail "cannot write to $root/target/run"
    flock -n 9 || { echo 'verify.sh: waiting for another build ...' >&2 && flock 9; }
    prepare
    exec 9>&-
  else
    until mkdir "$root/target/run/lock.d" 2>/dev/null; do
      holder=$(cat "$root/target/run/lock.d/pid" 2>/dev/null)
      if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
        rm -rf "$root/target/run/lock.d" # its owner is gone
      fi
      sleep 1
    done
    echo $$ >"$root/target/run/lock.d/pid"
    trap 'rm -rf "$root/target/run/lock.d"' EXIT
    prepare
    rm -rf "$root/target/run/lock.d"
    trap - EXIT
  fi
fi

# Log messages of the virtual machine go to standard error: standard output belongs to the results.
flags=(-Xlog:disable -Xlog:all=error:stderr "-Dnoisygd.home=$root")
# The fast kernels use the incubator's vectors where this Java has them; it warns of them at each start, so
# only the commands that gain by them ask for them.
case ${1:-} in
  bench | study) [ -z "$spark" ] && "$java" --list-modules 2>/dev/null | grep -q '^jdk.incubator.vector' &&
    flags+=(--add-modules jdk.incubator.vector) ;;
esac
# What is timed waits for its compilation, else a busy machine would time what is not compiled yet.
[ "${1:-}" = bench ] && flags+=(-XX:-BackgroundCompilation)
if [ -t 2 ]; then flags+=(-Dnoisygd.err.terminal=true); fi
if [ -t 1 ]; then
  columns=${COLUMNS:-$( (stty size </dev/tty) 2>/dev/null | cut -d ' ' -f 2)}
  flags+=(-Dnoisygd.out.terminal=true "-Dnoisygd.columns=${columns:-100}")
fi
if [ -n "$spark" ]; then
  # What Spark's own scripts open to it, see org.apache.spark.launcher.JavaModuleOptions.
  for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
    java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs \
    sun.security.action sun.util.calendar; do
    flags+=("--add-opens=java.base/$package=ALL-UNNAMED")
  done
  flags+=(--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED
    -Djdk.reflect.useDirectMethodHandle=false -Dio.netty.tryReflectionSetAccessible=true)
  exec "$java" "${flags[@]}" -cp "$spark/noisygd.jar:$spark/jars/*" org.noisygd.cli.Main "$@"
fi
flags+=(-XX:+UseSerialGC)
[ -s "$classes" ] && flags+=("-XX:SharedArchiveFile=$classes" -Xshare:auto)
exec "$java" "${flags[@]}" -cp "$jar" org.noisygd.cli.Main "$@"
