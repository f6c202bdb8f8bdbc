#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The step of the action beside it: judges $COMMAND with $OPTIONS and $SEED, writes the files to $RESULTS,
# and the verdict to the job's summary. The candidate gets $BEFORE as JAVA_HOME and $BEFORE_PATH as PATH.
set -euo pipefail

SEED=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "seed=$SEED" >>"$GITHUB_OUTPUT"
mkdir -p "$RESULTS"
read -rd '' -a options <<<"$OPTIONS" || true # they may stand on several lines
environment=("PATH=$BEFORE_PATH")
[ -z "$BEFORE" ] || environment+=("JAVA_HOME=$BEFORE")
status=0
"$GITHUB_ACTION_PATH/../../../verify.sh" candidate --seed "$SEED" ${options[@]+"${options[@]}"} \
  --junit "$RESULTS/result.xml" --html "$RESULTS/result.html" --json "$RESULTS/result.json" \
  -- env "${environment[@]}" bash -c "$COMMAND" 2>"$RESULTS/complaints.txt" | tee "$RESULTS/result.txt" || status=$?
cat "$RESULTS/complaints.txt" >&2
{
  echo '### The judge of Perturbed GD'
  echo
  echo '```text'
  cut -c -400 "$RESULTS/result.txt"
  [ "$status" -lt 2 ] || cut -c -400 "$RESULTS/complaints.txt"
  echo '```'
  echo
  echo "Once more, with the same numbers: \`./verify.sh candidate --seed $SEED ${options[*]-} -- bash -c $(printf %q "$COMMAND")\`"
} >>"$GITHUB_STEP_SUMMARY"
exit "$status"
