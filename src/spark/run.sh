# SPDX-License-Identifier: Apache-2.0
#
# Part of verify.sh, which sources it for a sweep on Spark: builds target/spark when it is missing or older than its
# sources, and runs the sweep there.
[ "$major" -lt 24 ] || fail "--engine spark needs Java 17 to 23, for Spark 4.0 runs on no later one; got $version"
prepare_spark() {
  if stale "$root/target/spark/noisygd.jar" src/spark; then
    build spark 'with Spark, once some 220 MB from Maven Central' -Pspark
  fi
}
locked "$root/target/spark" prepare_spark
exec "$java" "${flags[@]}" "@$root/src/spark/jvm.args" -cp "$root/target/spark/noisygd.jar:$root/target/spark/jars/*" \
  org.noisygd.cli.Main "$@"
