#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random mutations of the starter kits' source, each killed by the judge or explained as equivalent.

    python3 source_mutations.py [--count N] [--seed N]     judge them all; write data and page anew
    python3 source_mutations.py --sample N                 judge N of them and compare with the data

N mutants of each kit are drawn with the seed from all that source_mutants.py can make. The data are
source-mutations.json beside this file, the explanations equivalent_mutants.json; the page is that of
kill_matrix.py, which also checks it. Exit status 1: a mutant survived that nobody has explained, or
the outcome differs from the data.
"""
import argparse
import json
import os
import random
import shutil
import subprocess
import sys

from kill_matrix import HERE, ROOT, heard, verdicts
from kill_page import MUTATIONS as DATA
from kill_page import explained, read, why, write_page
from source_mutants import mutants

BUILT = os.path.join(ROOT, "target", "mutants")
KITS = {"python": "python/candidate.py", "numpy": "numpy/candidate.py", "javascript": "javascript/candidate.js",
        "c": "c/candidate.c"}
ALL = "loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run".split()
# The ops that a function is part of; every other is part of all but sample.
REACHED = {
    "loss": ["loss", "smoothed_loss"], "hessian": ["hessian", "smoothed_hessian"], "hvp": ["hvp"],
    "smoothed_loss": ["smoothed_loss"], "smoothedLoss": ["smoothed_loss"],
    "smoothed_gradient": ["smoothed_gradient"], "smoothedGradient": ["smoothed_gradient"],
    "smoothed_hessian": ["smoothed_hessian"], "smoothedHessian": ["smoothed_hessian"],
    "gradient": ["gradient", "smoothed_gradient", "step", "run"], "step": ["step", "run"],
    "run": ["run"], "run_step": ["run"], "sample": ["sample"], "gaussian": ["sample"],
}


def drawn(count, seed):
    """The mutants, each with its kit and a number."""
    for kit, path in KITS.items():
        with open(os.path.join(HERE, path), encoding="utf-8") as file:
            found = mutants(file.read())
        chosen = random.Random(f"{seed}/{kit}").sample(range(len(found)), min(count, len(found)))
        for n, index in enumerate(sorted(chosen)):
            yield {"kit": kit, "id": f"{kit}-{n + 1}", **found[index]}


def command(mutant):
    """Writes a mutant, compiles it if need be; None if it is stillborn."""
    folder = os.path.join(BUILT, mutant["id"])
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    path = os.path.join(folder, os.path.basename(KITS[mutant["kit"]]))
    with open(path, "w", encoding="utf-8") as file:
        file.write(mutant["source"])
    binary = os.path.join(folder, "candidate")
    build, run = {
        "c": (["cc", "-std=gnu99", "-O1", "-w", "-o", binary, path, "-lm"], [binary]),
        "javascript": (["node", "--check", path], ["node", path]),
    }.get(mutant["kit"], (["python3", "-m", "py_compile", path], ["python3", path]))
    return run if subprocess.run(build, capture_output=True).returncode == 0 else None


def told(mutant, verdict):
    """The row of a judged mutant."""
    failed = [c for c in verdict["cases"] if c["outcome"] == "fail"]
    failed += [t for t in verdict["sampleTests"] if t["status"] == "fail"]
    outcome = {"fail": "killed", "broken": "broken", "pass": "survived"}[heard(verdict)]
    return {**row(mutant, outcome), "failed": len(failed), "named": sorted({d["code"] for d in verdict["diagnosis"]})}


def row(mutant, outcome):
    return {**{k: mutant[k] for k in ("id", "kind", "function", "line", "before", "after")}, "outcome": outcome}


def judged(chosen, verify, jobs):
    """The row of each mutant."""
    rows, alive = {}, []
    for mutant in chosen:
        run = command(mutant)
        if run:
            alive.append((mutant, run))
        else:
            rows[mutant["id"]] = {**row(mutant, "stillborn"), "failed": 0, "named": []}
    asked = [{"command": run, "only": REACHED.get(mutant["function"], ALL)} for mutant, run in alive]
    for verdict, (mutant, _) in zip(verdicts(asked, verify, jobs, ["--timeout", "60"]), alive):
        rows[mutant["id"]] = told(mutant, verdict)
        print(*[rows[mutant["id"]][k] for k in ("id", "outcome", "before", "after", "named")], sep="\t", flush=True)
    return [rows[m["id"]] for m in chosen]


def write(data):
    with open(DATA, "w", encoding="utf-8") as file:
        head = f'{{"count": {data["count"]}, "seed": {data["seed"]}, "mutants": [\n'
        file.write(head + ",\n".join(json.dumps(r) for r in data["mutants"]) + "\n]}\n")
    write_page()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=15, help="mutants of each kit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, help="compare so many with the data")
    parser.add_argument("--draw", type=int, default=1, help="which ones --sample draws")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--survivors", action="store_true", help="judge only those that survived, keep the others")
    parser.add_argument("--verify", default=os.path.join(ROOT, "verify.sh"), help="the judge's command")
    options = parser.parse_args()
    before = {}
    if options.sample or options.survivors:
        before = read(DATA)
        options.count, options.seed = before["count"], before["seed"]
    chosen = list(drawn(options.count, options.seed))
    old = {r["id"]: r for r in before.get("mutants", [])}
    if options.survivors:
        chosen = [m for m in chosen if old[m["id"]]["outcome"] == "survived"]
    if options.sample:
        # What a program does that writes beyond its storage may differ elsewhere.
        chosen = [m for m in chosen if m["kit"] != "c" or old[m["id"]]["outcome"] != "broken"]
        chosen = random.Random(options.draw).sample(chosen, options.sample)
    rows = judged(chosen, options.verify.split(), options.jobs)
    if options.sample:
        bad = [r["id"] for r in rows if any(r[k] != old[r["id"]][k] for k in ("before", "after", "outcome"))]
        print(f"{len(rows)} mutants judged anew; not as in the data: {', '.join(bad) or 'none'}")
        sys.exit(1 if bad else 0)
    old.update({r["id"]: r for r in rows})
    before = {"count": options.count, "seed": options.seed, "mutants": list(old.values())}
    write(before)
    reasons = explained()
    holes = [r["id"] for r in before["mutants"] if r["outcome"] == "survived" and not why(r, reasons)]
    print("survived, and not explained:", ", ".join(holes) or "none")
    sys.exit(1 if holes else 0)


if __name__ == "__main__":
    main()
