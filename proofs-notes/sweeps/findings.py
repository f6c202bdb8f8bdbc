# SPDX-License-Identifier: Apache-2.0
"""The tables of ../sweeps.md, from results.csv of either sweep in the working directory."""
import csv
import re
from collections import Counter
from math import log, log2

rows = list(csv.DictReader(open("results.csv")))
for row in rows:                                     # binary:P/ROUNDING:B
    row["p"], row["rounding"], row["bits"] = re.fullmatch("binary:([0-9]+)(?:/(.*):([0-9]+))?", row["arithmetic"]).groups()
if rows[0]["bits"]:
    def least(rounding, sigma, p):                   # the least B from which on nothing is known to be off
        points = sorted((int(r["bits"]), r["verdict"]) for r in rows if (r["rounding"], r["sigma"], r["p"]) == (rounding, sigma, p))
        off = max((b for b, verdict in points if verdict not in ("preserved", "undetermined")), default=0)
        rest = [(b, verdict) for b, verdict in points if b > off]
        return f"{rest[0][0]}" + ("" if all(v == "preserved" for b, v in rest) else "?") if rest else "none"
    for rounding, sigma in sorted({(r["rounding"], r["sigma"]) for r in rows}):
        theory = 1 - log2(2 * 0.01 * float(sigma) ** 2 * 0.05 * 2 * log(2))
        print(f"{rounding}/{sigma}", *(least(rounding, sigma, p) for p in ("6", "8", "10", "12")), f"{theory:.1f}")
else:
    def which(r):
        a, b = float(r["eta"]) * float(r["sigma"]) * 2 ** int(r["p"]), float(r["eta"]) * 2 ** int(r["p"])
        return "low" if a <= 1 / 4 else "high" if a >= 3.6 and b >= 80 else "neither"
    words = "stagnated", "slowed", "accelerated", "preserved", "undetermined"
    for name in "low", "high", "neither":
        count = Counter(r["verdict"] for r in rows if which(r) == name)
        print(name, sum(count.values()), *(count[word] for word in words))
