#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Holds the Coq names in notes against the sources:
#   - a word in backticks with an underscore and in lower case, `like_this`, is stated or defined in a source or a theorem of claims.tsv,
#     or it is listed in protocol-words.txt;
#   - `name` in `File.v`, with or without coq/ before it: that file has it;
#   - `File.v`: that file is there, or is one that is generated.
# Each name that does not resolve is printed with its note; exit status 1 then.
#
#   names.sh NOTE...
here=$(cd "$(dirname "$0")" && pwd) || exit 3
awk -v here="$here" '
  function kind(word) {
    return word ~ /^(Theorem|Lemma|Corollary|Fact|Definition|Fixpoint|Inductive|Record|Variables?|Hypothes[ie]s|Let|Notation|Module|Section)$/
  }
  function bare(name) { sub(/^.*\./, "", name); return name }
  function wrong(text) { print FILENAME ": " text; bad = 1 }
  FILENAME ~ /\.v$/ {
    source = FILENAME; sub(/^.*\//, "", source); files[source] = 1
    n = split($0, word, /[^A-Za-z0-9_'"'"']+/)
    for (i = 1; i < n; i++)
      if (kind(word[i])) {
        # Variables and Hypotheses state several names, up to the colon.
        line = $0; sub(/^.*(Variables?|Hypothes[ie]s|Theorem|Lemma|Corollary|Fact|Definition|Fixpoint|Inductive|Record|Let|Notation|Module|Section) +/, "", line)
        sub(/[:(].*/, "", line); m = split(line, name, /[^A-Za-z0-9_'"'"']+/)
        for (j = 1; j <= m; j++) if (name[j] != "") { has[source, name[j]] = 1; any[name[j]] = 1 }
        break
      }
    next
  }
  FILENAME ~ /claims\.tsv$/ {
    split($0, row, "\t"); source = row[3]; sub(/^.*\//, "", source); files[source] = 1
    has[source, bare(row[2])] = 1; any[bare(row[2])] = 1; next
  }
  FILENAME ~ /protocol-words\.txt$/ { any[$0] = 1; next }
  {
    line = $0
    while (match(line, /`[^`]+`/)) {
      token = substr(line, RSTART + 1, RLENGTH - 2); line = substr(line, RSTART + RLENGTH)
      if (token ~ /^[A-Za-z\/]*[A-Za-z0-9]+\.v$/) { file = token; sub(/^.*\//, "", file); if (!(file in files)) wrong("no source " token) }
      else if (token ~ /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/ && !(token in any)) wrong("no Coq name " token)
      if (token ~ /^[A-Za-z][A-Za-z0-9_.]*$/ && match(line, /^ in `[A-Za-z\/0-9]+\.v`/)) {
        file = substr(line, 6, RLENGTH - 6); sub(/^.*\//, "", file)
        if (!((file, bare(token)) in has)) wrong(file " has no " token)
      }
    }
  }
  END { exit bad }
' "$here"/*.v "$here/claims.tsv" "$here/protocol-words.txt" "$@"
