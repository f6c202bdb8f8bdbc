#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints which claims the proofs below the main theorems use, themselves or by lemmas that are no claims: a claim, a tab, the claims.
# From what coqc notes of each name in a source (.glob), so the sources must be built.
cd "$(dirname "$0")" || exit 3
awk '
  /^F/ { module = substr($0, 2) }
  /^R/ && $2 ~ /^NoisyGD[.]/ && $5 !~ /^(lib|sec|var|binder|mod)$/ { split($1, at, /[R:]/); print module, at[2], "uses", $2 "." $4 }
  /^(def|prf|thm|ind|rec|inst|coe|abbrev|not|scheme) / { split($2, at, ":"); print module, at[1], "is", module "." $4 }
' */*/*.glob | LC_ALL=C sort -k1,1 -k2,2n -k3,3 | awk '
  function short(name) { sub(/^NoisyGD[.][a-z0-9]*[.]/, "", name); return name }
  function find(name,   parts, n, i) { # the claims that a name leads to
    n = split(refs[name], parts, " ")
    for (i = 1; i <= n; i++) {
      if (parts[i] in seen) continue
      seen[parts[i]] = 1
      if (parts[i] in claim) found[parts[i]] = 1
      else find(parts[i])
    }
  }
  FNR == NR { if ($3 == "is") now = $4; else if ($4 != now) refs[now] = refs[now] " " $4; next }
  FNR > 1 {
    split($0, column, "\t"); name = column[3]; sub(/^[a-z]*/, "NoisyGD", name); sub(/v$/, "", name); gsub(/\//, ".", name); name = name column[2]
    if (!(name in claim)) { claim[name] = 1; order[++count] = name; if (column[3] ~ /^paper\/main\//) list[++last] = name }
  }
  END {
    for (i = 1; i <= last; i++) {
      if (list[i] in printed) continue
      printed[list[i]] = 1; split("", seen); split("", found); find(list[i]); line = ""
      for (k = 1; k <= count; k++) if (order[k] in found) { line = line (line == "" ? "" : ", ") short(order[k]); list[++last] = order[k] }
      if (line != "") print short(list[i]) "\t" line
    }
  }' - claims.tsv
