#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the JMH benchmarks and runs those whose names match; options as JMH takes them (-h says which):
#
#   src/jmh/run.sh                                   all of them, hours
#   src/jmh/run.sh -f 1 -wi 3 -i 5 -p r=1 UpdateBenchmark.binary64
#
# Needs a JDK 17 or later and Maven.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mvn -q -B -Dtarget=target/jmh test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh/classpath
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" --add-modules jdk.incubator.vector -XX:PerMethodTrapLimit=10000 -Dnoisygd.home="$PWD" \
  -cp "target/jmh/test-classes:target/jmh/classes:$(cat target/jmh/classpath)" org.openjdk.jmh.Main "$@"
