#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The kill matrix: which cases of the judge kill which known mistake, and which mistake it then names.

    python3 kill_matrix.py                  judge every row of variants.json; write data and page anew
    python3 kill_matrix.py --match TEXT     judge the rows whose name holds TEXT, keep the others
    python3 kill_matrix.py --sample N       judge N rows, drawn with --seed, and compare with the data
    python3 kill_matrix.py --render         write the page from the data
    python3 kill_matrix.py --check          whether the page is what the data give

The data are kill-matrix.json beside this file, the page is proofs-notes/kill-matrix.md. Needs the programs
that build.sh makes. Wrong variants are asked the ops that are wrong in them; a mistake of the update
reaches `sample` too, but is not asked there. Exit status 1: a correct variant was failed, a wrong one
passed, or the rows differ from the data.
"""
import argparse
import functools
import json
import os
import random
import re
import shutil
import subprocess
import sys

from kill_page import HERE, KILLS as DATA
from kill_page import OPS as EVERY
from kill_page import named_right, page_is_current, read, summary, write_page

ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
# JSON has no infinity: a deviation where none is allowed is written as the largest double.
INFINITE = 1e308


def variants():
    return read(os.path.join(HERE, "variants.json"))


def data():
    if not os.path.exists(DATA):
        return {}
    return {row["name"]: row for row in read(DATA)}


PROBES = {"python3-numpy": ["python3", "-c", "import numpy"], "python3-mpmath": ["python3", "-c", "import mpmath"],
          "r-cran-jsonlite": ["Rscript", "--vanilla", "-e", "library(jsonlite)"]}


@functools.cache
def there(package):
    """Whether a library that a row needs is here."""
    try:
        return package not in PROBES or subprocess.run(PROBES[package], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def runnable(row):
    """Whether a row's program and its libraries are here."""
    found = [os.path.exists(os.path.join(HERE, word)) for word in row["command"] if "/" in word]
    program = row["command"][0]
    return all(found) and ("/" in program or shutil.which(program)) and all(there(p) for p in row["needs"].split())


def asked(row):
    """The ops that a variant is asked; none means all. An interpreted correct variant samples as its kit does."""
    if row["kind"] == "correct" and "ops" in row:
        return row["ops"]
    if row["kind"] == "correct":
        return [] if row["name"].startswith("kit-") or row["command"][0].startswith("..") else EVERY[:-1]
    ops = row["ops"]
    return ops if ops == ["sample"] else [op for op in ops if op != "sample"]


CONVERSION = re.compile(r"round/(\S+?)-(nearest-away|nearest|zero|up|down|odd|stochastic)-(?:ieee|saturate)-from-(?:binary|bfloat)\d\d(\S*)")


def group(case):
    """step/ordinary-7x5x2 is one of the cases step/ordinary, step/design-17-3x2x2 one of step/design; the cases of
    round are grouped by rounding, of numbers and of blocks."""
    conversion = CONVERSION.fullmatch(case)
    if conversion:
        to, mode, drawn = conversion.groups()
        return f"round/{mode}{drawn}" + ("-in-blocks" if "/" in to or to == "nvfp4" else "")
    return re.sub(r"(-\d+)?-\d+x\d+x\d+$", "", case)


def evidence(test):
    """Evidence over its limit, the ratio of a test of `sample`; infinite where the law rules out what was seen."""
    return min(test["evidence"], 1e6) / test["limit"] if "limit" in test else 10 * INFINITE


def largest(ratios):
    return float(f"{max((r for r in ratios if r < INFINITE), default=0.0):.3g}")


def heard(verdict):
    """A verdict in a word: a pass where all that was asked passed, but no update was among it."""
    return "pass" if verdict["verdict"] == "broken" and not verdict.get("broken") else verdict["verdict"]


def outcome(row, verdict):
    """What is kept of a verdict."""
    due = "fail" if row["kind"] == "wrong" else "pass"
    cases, tests = verdict.get("cases", []), verdict.get("sampleTests", [])
    ratios = [c.get("ratio", 0.0) for c in cases if c["outcome"] == due]
    nats = [evidence(t) for t in tests if t["status"] == due]
    killed = {group(c["name"]) for c in cases if c["outcome"] == "fail"}
    killed |= {"sample/" + t["test"] for t in tests if t["status"] == "fail"}
    result = {
        "name": row["name"], "kind": row["kind"], "code": row.get("code", ""), "verdict": heard(verdict),
        "named": sorted({d["code"] for d in verdict.get("diagnosis", [])}), "killed": sorted(killed),
        "infinite": max(ratios + nats, default=0.0) >= INFINITE, "ratio": largest(ratios), "evidence": largest(nats),
    }
    if row["kind"] == "correct":
        result["cases"] = sum(c["outcome"] in ("pass", "fail") for c in cases) + len(tests)
    return result


def judged(rows, verify, jobs):
    """Each row with its outcome, as they come. A name is only looked for at length where one is due."""
    due = [row for row in rows if row["kind"] == "correct" or row["code"]]
    for some, seconds in ((due, 600), ([row for row in rows if row not in due], 5)):
        yield from explained(some, verify, jobs, seconds)


def explained(rows, verify, jobs, seconds):
    """The same, with so many seconds to explain each."""
    limits = ["--timeout", "120", "--diagnosis-timeout", str(seconds)]
    commands = [{"command": row["command"], "only": asked(row)} for row in rows]
    for verdict, row in zip(verdicts(commands, verify, jobs, limits), rows):
        result = outcome(row, verdict)
        print(result["name"], result["code"], result["verdict"], ",".join(result["named"]),
              result["ratio"], sep="\t", flush=True)
        yield result


def verdicts(commands, verify, jobs, limits):
    """The judge's verdict on each command, as they come."""
    talk = subprocess.Popen(verify + ["candidates", "--jobs", str(jobs)] + limits, cwd=HERE, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    talk.stdin.write("".join(json.dumps(command) + "\n" for command in commands))
    talk.stdin.close()
    for _ in commands:
        line = talk.stdout.readline()
        if not line:
            sys.exit("the judge ended early")
        yield json.loads(line)
    talk.wait()


def write(results):
    """Data and page, in the order of the table; rows that are no longer there are dropped."""
    kept = [results[row["name"]] for row in variants() if row["name"] in results]
    for row in kept:
        row["killed"] = sorted({group(case) for case in row["killed"]})
    with open(DATA, "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in kept) + "\n]\n")
    write_page()


def differences(before, now):
    """What a row may not change in; other codes may be named beside the right one, and numbers may change."""
    kept = [("verdict", lambda r: r.get("verdict")), ("named right", lambda r: bool(r) and named_right(r))]
    return [f"{what}: {of(before)} in the data, {of(now)} now" for what, of in kept if of(before) != of(now)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--match", default="", help="only the variants whose name holds this")
    parser.add_argument("--kind", choices=["correct", "wrong"], help="only these variants")
    parser.add_argument("--missing", action="store_true", help="only the variants that the data lack")
    parser.add_argument("--sample", type=int, help="compare so many rows with the data")
    parser.add_argument("--seed", type=int, default=1, help="which rows --sample draws")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--render", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--verify", default=os.path.join(ROOT, "verify.sh"), help="the judge's command")
    options = parser.parse_args()
    before = data()
    if options.check:
        same = page_is_current()
        print("the page is what the data give" if same else "the page is not what the data give")
        sys.exit(0 if same else 1)
    if options.render:
        write(before)
        return
    rows = [r for r in variants() if options.match in r["name"] and options.kind in (None, r["kind"])
            and not (options.missing and r["name"] in before)]
    if options.sample:
        absent = sorted({r["language"] for r in rows if not runnable(r)})
        if absent:
            print("not all can be run here, and left out:", ", ".join(absent))
        rows = [r for r in rows if runnable(r)]
        rows = sorted(random.Random(options.seed).sample(rows, min(options.sample, len(rows))),
                      key=lambda r: r["name"])
    results = dict(before)
    bad = []
    for n, result in enumerate(judged(rows, options.verify.split(), options.jobs)):
        if options.sample:
            bad += [f"{result['name']}: {d}" for d in differences(before.get(result["name"], {}), result)]
        else:
            results[result["name"]] = result
            if n % 20 == 19:
                write(results)
    if options.sample:
        print(*bad, f"{len(rows)} rows judged anew, {len(bad)} differences from the data", sep="\n")
    else:
        write(results)
        found = summary(list(data().values()))
        print(*found["lines"], sep="\n")
        bad = found["alarms"] + found["missed"]
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
